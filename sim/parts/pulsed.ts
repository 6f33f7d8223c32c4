/**
 * Pulsed devices as the weights of a neuron. Every number of the device is a setting: its default
 * is the device's own, its ideal value switches that non-ideality off alone.
 */
import { definePart, inherit, type Setting, type Settings } from '../circuit.ts';
import type { PulsedParameters } from '../devices/pulsed/law.ts';
import { hasBounds, type PulsedCells } from '../devices/pulsed-cells.ts';
import { pulsedWeights } from '../devices/pulsed-weights.ts';
import type { CellPorts, WeightKind } from '../devices/registry.ts';
import type { PulsedDevice } from '../devices/weight-device.ts';
import { below, design, fault, OFF, SHARE, whole } from './setting.ts';
import { cellPorts, cells, deviceScale, isDisturbed, ofDevice } from './weight-cells.ts';

const ANY: readonly [number, number] = [-1e6, 1e6];
const SPREAD: readonly [number, number] = [0, 10];

/** Names of the numbers that each model has besides those that all have. */
const modelNumbers: Readonly<
  Record<PulsedParameters['model'], (p: PulsedParameters, source: string) => Settings>
> = {
  constant: () => ({}),
  linear: (p, source) => ({
    gammaUp: ofDevice(
      fault(0, p.gammaUp, '', 'share of the step up that is lost at the top of the range', source, ANY),
    ),
    gammaDown: ofDevice(
      fault(
        0,
        p.gammaDown,
        '',
        'share of the step down that is lost at the bottom of the range',
        source,
        ANY,
      ),
    ),
    ...gammaSpreads(p, source),
  }),
  power: (p, source) => ({
    gammaUp: ofDevice(
      design(p.gammaUp, '', 'exponent of the step up in the way that is left', source, [0, 100]),
    ),
    gammaDown: ofDevice(
      design(p.gammaDown, '', 'exponent of the step down in the way that is left', source, [0, 100]),
    ),
    ...gammaSpreads(p, source),
  }),
  'soft-bounds': (p, source) => ({
    curvePulses: ofDevice(
      design(
        p.softBounds.pulses,
        'pulses',
        'pulses from end to end along a curve that bends by curveAlpha a pulse; 0: plain soft bounds',
        source,
        [0, 1e9],
      ),
    ),
    curveAlpha: ofDevice(
      design(p.softBounds.alpha, '1/pulse', 'how much the curve bends in a pulse', source, [0, 100]),
    ),
  }),
  'soft-bounds-reference': (p, source) => ({
    referenceMean: ofDevice(
      fault(0, p.reference.mean, '', 'weight of the second device, which is subtracted', source, ANY),
    ),
    referenceDtod: ofDevice(
      fault(0, p.reference.dtod, '', 'spread of the weight of the second device', source, SPREAD),
    ),
    slopeUpDtod: ofDevice(
      fault(0, p.reference.slopeUpDtod, '', 'relative spread of the slope of steps up', source, SPREAD),
    ),
    slopeDownDtod: ofDevice(
      fault(0, p.reference.slopeDownDtod, '', 'relative spread of the slope of steps down', source, SPREAD),
    ),
  }),
  exponential: (p, source) => {
    const { aUp, aDown, gammaUp, gammaDown, a, b, noiseAdd, noiseSlope } = p.exponential;
    return {
      aUp: ofDevice(design(aUp, '', 'amplitude of the exponential of steps up', source, ANY)),
      aDown: ofDevice(design(aDown, '', 'amplitude of the exponential of steps down', source, ANY)),
      gammaUp: ofDevice(design(gammaUp, '', 'exponent of steps up', source, [-100, 100])),
      gammaDown: ofDevice(design(gammaDown, '', 'exponent of steps down', source, [-100, 100])),
      slopeOfZ: ofDevice(design(a, '', 'a in z = 2 a w / range + b', source, [-100, 100])),
      offsetOfZ: ofDevice(design(b, '', 'b in z = 2 a w / range + b', source, [-100, 100])),
      noiseAdd: ofDevice(fault(0, noiseAdd, '', 'cycle noise added to that of the step', source, SPREAD)),
      noiseSlope: ofDevice(
        fault(0, noiseSlope, '', 'cycle noise added in proportion to the weight', source, SPREAD),
      ),
    };
  },
  piecewise: () => ({}),
  neurosim: (p, source) => {
    const { aUp, aDown, pulsesUp, pulsesDown } = p.neurosim;
    return {
      curveUp: ofDevice(design(aUp, 'pulses', 'A of the way up; inf is straight', source, [1e-3, OFF])),
      curveDown: ofDevice(
        design(aDown, 'pulses', 'A of the way down; -inf is straight', source, [-OFF, -1e-3]),
      ),
      pulsesUp: ofDevice(design(pulsesUp, 'pulses', 'from the bottom to the top', source, [1, 1e9])),
      pulsesDown: ofDevice(design(pulsesDown, 'pulses', 'from the top to the bottom', source, [1, 1e9])),
    };
  },
};

const gammaSpreads = (p: PulsedParameters, source: string): Settings => ({
  gammaUpDtod: ofDevice(
    fault(0, p.gammaUpDtod, '', 'spread of gammaUp from device to device', source, SPREAD),
  ),
  gammaDownDtod: ofDevice(
    fault(0, p.gammaDownDtod, '', 'spread of gammaDown from device to device', source, SPREAD),
  ),
});

function cellSettings(
  n: number,
  { parameters: p, source, pulseJoules, pulseSource }: PulsedDevice,
): Settings {
  const cell = (word: string): Setting =>
    whole(fault(-1, -1, '', `number of a cell ${word}, w0 is 0; -1 for none`, 'a fault to try', [-1, n - 1]));
  return {
    reference: inherit('reference'),
    unit: inherit('unit'),
    leads: inherit('leads'),
    dwMin: inherit('dwMin'),
    weightScale: inherit('weightScale'),
    stepwise: ofDevice(
      whole(
        fault(
          0,
          1,
          '',
          '1: a pulse does its whole step or none; 0: a pulse that is cut short does its share',
          'chosen: what a pulsed device is',
          [0, 1],
        ),
      ),
    ),
    freeRunning: ofDevice(
      whole(
        design(
          1,
          '',
          '1: the pulse generator of each line runs all the time, so fractions of a pulse come by chance; 0: the gate starts it, and pulses are rounded',
          'chosen',
          [0, 1],
        ),
      ),
    ),
    dwMinDtod: ofDevice(
      fault(
        0,
        p.dwMinDtod,
        '',
        p.logNormal
          ? 'spread of the logarithm of the step from device to device'
          : 'relative spread of the step from device to device',
        source,
        SPREAD,
      ),
    ),
    dwMinStd: ofDevice(
      fault(
        0,
        p.dwMinStd,
        '',
        p.model === 'neurosim'
          ? 'deviation of a step from pulse to pulse, as a share of the whole range'
          : 'relative deviation of a step from pulse to pulse',
        source,
        [0, 100],
      ),
    ),
    wMin: ofDevice(below('wMax', design(p.wMin, '', 'lower end of the weight', source, [-1e9, 0]))),
    wMax: ofDevice(design(p.wMax, '', 'upper end of the weight', source, [0, 1e9])),
    wMinDtod: ofDevice(fault(0, p.wMinDtod, '', 'relative spread of the lower end', source, SPREAD)),
    wMaxDtod: ofDevice(fault(0, p.wMaxDtod, '', 'relative spread of the upper end', source, SPREAD)),
    ...(hasBounds(p)
      ? {
          bounds: ofDevice(
            whole(
              fault(
                0,
                1,
                '',
                '1: the weight stays between its ends; 0: nothing ends it',
                'chosen: the model with its ends',
                [0, 1],
              ),
            ),
          ),
        }
      : {
          nonlinearity: ofDevice(
            fault(
              0,
              1,
              '',
              'how much of the curve of the steps acts, its ends included; 0: every step is dwMin and nothing ends it',
              'chosen: the model with its ends',
              SHARE,
            ),
          ),
        }),
    upDown: ofDevice(
      fault(
        0,
        p.upDown,
        '',
        'how much smaller steps down are than steps up; below 0 the other way',
        source,
        [-1, 1],
      ),
    ),
    upDownDtod: ofDevice(
      fault(0, p.upDownDtod, '', 'spread of that imbalance from device to device', source, SPREAD),
    ),
    ...modelNumbers[p.model](p, source),
    writeNoise: ofDevice(
      fault(
        0,
        p.writeNoise,
        'steps',
        'how far the weight that is seen lies from the one that was written, drawn anew after each pulse train',
        source,
        [0, 1e4],
      ),
    ),
    stuck: ofDevice(fault(0, p.stuck, '', 'share of devices that never move', source, SHARE)),
    stuckRange: ofDevice(
      design(p.stuckRange, '', 'stuck devices stand anywhere within this either way', source, [0, 1e9]),
    ),
    decay: ofDevice(
      fault(0, p.decay, '', 'share of the weight lost from one presentation to the next', source, SHARE),
    ),
    decayDtod: ofDevice(
      fault(0, p.decayDtod, '', 'relative spread of the time after which a weight is lost', source, SPREAD),
    ),
    readNoise: fault(
      0,
      0,
      '',
      'relative fluctuation of a sensed conductance, one draw a presentation',
      'chosen; no published value found',
      SHARE,
    ),
    pulseJoules: ofDevice(design(pulseJoules, 'J', 'energy of one pulse', pulseSource, [0, 1e3])),
    stuckCell: cell('that no longer changes'),
    openCell: cell('whose wire is broken'),
  };
}

/** The device's parameters as its settings have them. */
function parametersOf(p: PulsedParameters, get: (name: string) => number): PulsedParameters {
  const common: PulsedParameters = {
    ...p,
    dwMin: get('dwMin'),
    dwMinDtod: get('dwMinDtod'),
    dwMinStd: get('dwMinStd'),
    wMin: get('wMin'),
    wMax: get('wMax'),
    wMinDtod: get('wMinDtod'),
    wMaxDtod: get('wMaxDtod'),
    upDown: get('upDown'),
    upDownDtod: get('upDownDtod'),
    writeNoise: get('writeNoise'),
    stuck: get('stuck'),
    stuckRange: get('stuckRange'),
    decay: get('decay'),
    decayDtod: get('decayDtod'),
  };
  switch (p.model) {
    case 'linear':
    case 'power':
      return {
        ...common,
        gammaUp: get('gammaUp'),
        gammaDown: get('gammaDown'),
        gammaUpDtod: get('gammaUpDtod'),
        gammaDownDtod: get('gammaDownDtod'),
      };
    case 'soft-bounds':
      return { ...common, softBounds: { pulses: get('curvePulses'), alpha: get('curveAlpha') } };
    case 'soft-bounds-reference':
      return {
        ...common,
        reference: {
          ...p.reference,
          mean: get('referenceMean'),
          dtod: get('referenceDtod'),
          slopeUpDtod: get('slopeUpDtod'),
          slopeDownDtod: get('slopeDownDtod'),
        },
      };
    case 'exponential':
      return {
        ...common,
        exponential: {
          aUp: get('aUp'),
          aDown: get('aDown'),
          gammaUp: get('gammaUp'),
          gammaDown: get('gammaDown'),
          a: get('slopeOfZ'),
          b: get('offsetOfZ'),
          noiseAdd: get('noiseAdd'),
          noiseSlope: get('noiseSlope'),
        },
      };
    case 'neurosim':
      return {
        ...common,
        neurosim: {
          aUp: get('curveUp'),
          aDown: get('curveDown'),
          pulsesUp: get('pulsesUp'),
          pulsesDown: get('pulsesDown'),
        },
      };
    case 'constant':
    case 'piecewise':
      return common;
  }
}

/** n pulsed devices from their lines to the summing bus; `control` carries pulses a second, signed. */
const pulsedCells = (n: number, device: PulsedDevice) =>
  definePart<CellPorts>({
    type: device.title,
    ports: cellPorts(n),
    settings: cellSettings(n, device),
    elements: (at, get, internal) => {
      const parameters = parametersOf(device.parameters, get);
      const law: PulsedCells = {
        device: 'pulsed',
        parameters,
        bounds: hasBounds(parameters) && get('bounds') > 0,
        nonlinearity: hasBounds(parameters) ? 1 : get('nonlinearity'),
        stepwise: get('stepwise') > 0,
        freeRunning: get('freeRunning') > 0,
        reference: get('reference'),
        scale: get('unit') * get('weightScale'),
        pulseJoules: get('pulseJoules'),
        readNoise: get('readNoise'),
        stuckCell: get('stuckCell'),
        openCell: get('openCell'),
        leadOhms: get('leads'),
      };
      return [cells(at, law, isDisturbed(law) ? { sensed: internal('sensed', n) } : {})];
    },
  });

/** Two swings from end to end: what nulling waits for at most, where nothing else is said. */
const SWINGS = 2;

/** How pulsed devices are the weights of a neuron. */
export const pulsedWeightKind: WeightKind<PulsedDevice> = {
  kind: 'pulsed',
  byPulses: true,
  shared: ({ reference, unit, conductanceSource, parameters: p, source, period, pulseSource }) => ({
    ...deviceScale({ reference, unit, conductanceSource }),
    dwMin: ofDevice(
      design(
        p.dwMin,
        '',
        "step of the device's weight by one pulse, where its curve is 1",
        source,
        [1e-12, 1e6],
      ),
    ),
    weightScale: ofDevice(
      design(1, '', "weights of full scale for the device's weight of one", 'chosen', [1e-9, 1e9]),
    ),
    period: ofDevice(
      design(period, 's', 'from one pulse to the next, for a full input', pulseSource, [1e-12, 1e3]),
    ),
  }),
  cells: pulsedCells,
  driveSettings: {
    dwMin: inherit('dwMin'),
    weightScale: inherit('weightScale'),
    period: inherit('period'),
  },
  drive: (get) => ({
    full: 1 / get('period'),
    perSecond: (get('weightScale') * get('dwMin')) / get('period'),
    period: get('period'),
  }),
  longest: ({ parameters: p, period }) => (SWINGS * (p.wMax - p.wMin) * period) / p.dwMin,
  compile: (e, build) => {
    pulsedWeights(e, e.law as PulsedCells, build);
  },
  say: {
    adapt: 'Pulses go to every device: up where the weight shall grow, down where it shall fall.',
    'adapt, done': 'The pulse train has ended.',
    rest: 'No pulse comes. The devices keep the weights.',
  },
};
