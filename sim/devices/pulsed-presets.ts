/** Published and chosen kinds of pulsed devices: numbers, and where they come from. */
import type { Seconds, Siemens, Volts } from '../base/units.ts';
import { type PulsedParameters, plainPulsed } from './pulsed/law.ts';
import { curvatureOf } from './pulsed/neurosim.ts';

export interface PulsedPreset {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly parameters: PulsedParameters;
  /** conductances at wMin and wMax where they were published */
  readonly siemens: { readonly low: Siemens; readonly high: Siemens } | null;
  /** the programming pulse where it was published */
  readonly pulse: { readonly upVolts: Volts; readonly downVolts: Volts; readonly seconds: Seconds } | null;
  readonly source: string;
}

const preset = (
  id: string,
  title: string,
  summary: string,
  source: string,
  parameters: Partial<PulsedParameters>,
  physical: Partial<Pick<PulsedPreset, 'siemens' | 'pulse'>> = {},
): PulsedPreset => ({
  id,
  title,
  summary,
  source,
  parameters: { ...plainPulsed, ...parameters },
  siemens: null,
  pulse: null,
  ...physical,
});

const AIHWKIT = 'as fitted in AIHWKit (Rasch et al., arXiv:2104.02184)';

/** What lithium and metal-oxide ECRAM have in common. */
const ecram: Partial<PulsedParameters> = {
  model: 'linear',
  dwMinDtod: 0.1,
  upDownDtod: 0.01,
  wMaxDtod: 0.05,
  wMinDtod: 0.05,
  gammaUpDtod: 0.05,
  gammaDownDtod: 0.05,
};

/** What both arrays of Gong, Rasch et al. have in common: each device less its own symmetry point. */
const reramArray: Partial<PulsedParameters> = {
  model: 'soft-bounds-reference',
  logNormal: true,
  enforceConsistency: true,
  multNoise: false,
  meanBoundReference: false,
  upDownDtod: 0.01,
  stuckRange: 0.01,
  reference: { mean: 0, dtod: 0.05, subtractSymmetryPoint: true, slopeUpDtod: 0, slopeDownDtod: 0 },
};

const P_UP = 97;
const P_DOWN = 100;
const P_ETANN = 64;
const P_CROSSSIM = 100;

export const pulsedPresets: readonly PulsedPreset[] = [
  preset(
    'ecram',
    'ECRAM, lithium',
    'electrochemical memory: nearly straight steps, a thousand of them',
    `found: Tang et al., IEDM 2018, ${AIHWKIT}`,
    {
      ...ecram,
      dwMin: 0.002,
      wMin: -0.8276,
      wMax: 1.1724,
      gammaUp: 0.1153,
      gammaDown: 0.5085,
      dwMinStd: 0.3,
    },
  ),
  preset(
    'ecram-mo',
    'ECRAM, metal oxide',
    'electrochemical memory: seven thousand small, noisy steps',
    `found: Kim et al., IEDM 2019, ${AIHWKIT}`,
    {
      ...ecram,
      dwMin: 2.8214e-4,
      wMin: -0.8286,
      wMax: 1.1714,
      gammaUp: 0.4152,
      gammaDown: 0.7342,
      dwMinStd: 2,
    },
  ),
  preset(
    'capacitor',
    'capacitor cell',
    'charge on a capacitor: straight steps, and it leaks',
    `found: Li et al., VLSI 2018, ${AIHWKIT}`,
    {
      model: 'linear',
      dwMin: 0.005,
      gammaUp: 0.05,
      gammaDown: 0.05,
      multNoise: false,
      dwMinDtod: 0.1,
      upDownDtod: 0.06,
      wMaxDtod: 0.07,
      wMinDtod: 0.07,
      gammaUpDtod: 0.01,
      gammaDownDtod: 0.01,
      dwMinStd: 0.3,
      decay: 1e-6,
      decayDtod: 0.3,
    },
  ),
  preset(
    'reram-sb',
    'ReRAM, soft bounds',
    'resistive memory: steps shrink toward the end, and noise is larger than a step',
    `found: Gong et al., Nat. Commun. 9, 2018, loosely, ${AIHWKIT}`,
    {
      model: 'soft-bounds',
      dwMin: 0.002,
      wMin: -0.75,
      wMax: 1.25,
      multNoise: false,
      meanBoundReference: false,
      dwMinDtod: 0.3,
      upDownDtod: 0.01,
      // the published spread is .3 of a weight of 1; here it is a share of each end
      wMaxDtod: 0.3 / 1.25,
      wMinDtod: 0.3 / 0.75,
      dwMinStd: 3.75,
      writeNoise: 56,
    },
  ),
  preset(
    'reram-es',
    'ReRAM, exponential steps',
    'resistive memory: steps fall exponentially, up and down differ',
    `found: Gong et al., Nat. Commun. 9, 2018, ${AIHWKIT}`,
    {
      model: 'exponential',
      dwMin: 0.00135,
      upDown: 0.259359,
      exponential: {
        aUp: -1.18445,
        aDown: -0.081404,
        gammaUp: 5,
        gammaDown: 5,
        a: -0.5,
        b: -0.5,
        noiseAdd: 0,
        noiseSlope: 0,
      },
      dwMinDtod: 0.2,
      upDownDtod: 0.05,
      wMaxDtod: 0.3,
      wMinDtod: 0.3,
      dwMinStd: 5,
      writeNoise: 75,
    },
  ),
  preset(
    'gokmen-vlasov',
    'the specification of Gokmen & Vlasov',
    'constant steps, 1200 of them, with the spread that training still bears',
    `found: Gokmen & Vlasov, Front. Neurosci. 10:333, 2016, scaled to +-1 ${AIHWKIT}`,
    { dwMin: 0.0016, dwMinDtod: 0.3, upDownDtod: 0.01, wMaxDtod: 0.3, wMinDtod: 0.3, dwMinStd: 0.3 },
  ),
  preset(
    'idealized',
    'an idealized device',
    'constant steps, 10000 of them, up as far as down',
    `found: Rasch, Gokmen & Haensch, IEEE Design & Test 2019, ${AIHWKIT}`,
    { dwMin: 0.0002, dwMinDtod: 0.3, wMaxDtod: 0.3, wMinDtod: 0.3, dwMinStd: 0.3 },
  ),
  preset(
    'power-step',
    'power-law steps',
    'a model of synapses: steps shrink with a power of the way that is left',
    "found: the defaults of AIHWKit's power step (Rasch et al., arXiv:2104.02184), after Fusi & Abbott, Nat. Neurosci. 10, 2007",
    {
      model: 'power',
      dwMin: 0.001,
      wMin: -0.6,
      wMax: 0.6,
      // exponents of 1, at which the steps are those of soft bounds; set others to see the power
      gammaUp: 1,
      gammaDown: 1,
      gammaUpDtod: 0.1,
      gammaDownDtod: 0.1,
      dwMinDtod: 0.3,
      upDownDtod: 0.01,
      wMaxDtod: 0.3,
      wMinDtod: 0.3,
      dwMinStd: 0.3,
    },
  ),
  preset(
    'reram-array-om',
    'ReRAM array, optimized material',
    'a measured array of resistive memory: few steps, wide spread, 13.5 % stuck',
    `found: Gong, Rasch et al., IEDM 2022, ${AIHWKIT}; the stuck share is the measured one, which AIHWKit leaves at 0`,
    {
      ...reramArray,
      dwMin: 0.0949,
      dwMinDtod: 0.7829,
      wMaxDtod: 0.3499,
      wMinDtod: 0.5695,
      dwMinStd: 0.4158,
      writeNoise: 1.4113,
      stuck: 0.1348,
    },
  ),
  preset(
    'reram-array-hfo2',
    'ReRAM array, hafnium oxide',
    'a measured array of resistive memory: some four steps from end to end, 9.8 % stuck',
    `found: Gong, Rasch et al., IEDM 2022, ${AIHWKIT}; the stuck share is the measured one, which AIHWKit leaves at 0`,
    {
      ...reramArray,
      dwMin: 0.4622,
      dwMinDtod: 0.7125,
      wMaxDtod: 0.4295,
      wMinDtod: 0.599,
      dwMinStd: 0.2174,
      writeNoise: 0.5841,
      stuck: 0.0977,
    },
  ),
  preset(
    'ag-a-si',
    'Ag:a-Si',
    'silver in amorphous silicon: 97 pulses up, 100 down, strongly bent on the way down',
    'found: Jo et al., Nano Lett. 10, 2010, as in NeuroSim (Chen, Peng & Yu, IEEE TCAD 37, 2018): labels 2.4 and -4.88',
    {
      model: 'neurosim',
      dwMin: 2 / P_DOWN,
      dwMinStd: 0.035,
      neurosim: {
        aUp: curvatureOf(2.4, P_UP),
        aDown: curvatureOf(-4.88, P_DOWN),
        pulsesUp: P_UP,
        pulsesDown: P_DOWN,
      },
    },
    {
      siemens: { low: 3.0769e-9, high: 3.8462e-8 },
      pulse: { upVolts: 3.2, downVolts: -2.8, seconds: 300e-6 },
    },
  ),
  preset(
    'crosssim-analytic',
    'CrossSim, analytic',
    'soft bounds as a closed form in the wanted change, noise with the root of the change',
    'found: the equations of CrossSim 2.0 (Sandia); chosen: 100 pulses, curvature 2, noise .02',
    {
      model: 'soft-bounds',
      dwMin: 2 / P_CROSSSIM,
      softBounds: { pulses: P_CROSSSIM, alpha: 2 / P_CROSSSIM },
      multNoise: false,
      meanBoundReference: false,
      dwMinStd: 0.02,
    },
  ),
  preset(
    'etann',
    'ETANN, floating gate',
    'the synapse of the Intel 80170: charge on a floating gate, about six bits',
    'found: Holler et al., IJCNN 1989 (10240 floating-gate synapses, programmed by pulses); recalled: about six bits; chosen: 64 pulses, soft ends of curvature 1, spreads',
    {
      model: 'soft-bounds',
      dwMin: 2 / P_ETANN,
      softBounds: { pulses: P_ETANN, alpha: 1 / P_ETANN },
      meanBoundReference: false,
      dwMinDtod: 0.1,
      dwMinStd: 0.1,
      wMaxDtod: 0.05,
      wMinDtod: 0.05,
    },
  ),
];

/** @throws Error when there is none of that name */
export function pulsedPreset(id: string): PulsedPreset {
  const found = pulsedPresets.find((p) => p.id === id);
  if (!found)
    throw new Error(
      `pulsed devices: none is called ${id}; expected one of ${pulsedPresets.map((p) => p.id).join(', ')}.`,
    );
  return found;
}
