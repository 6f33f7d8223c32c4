/**
 * Compact models of memristors as the weights of a circuit. They are written by pulses of a fixed
 * voltage, one for each direction, and read by a voltage so small that nothing moves. What a pulse does
 * is integrated from the model once, at conductances that lie evenly between its ends, and taken
 * straight in between: from there on the memristor is a pulsed device like any other.
 *
 * The weight is linear in the conductance, -1 at the lower end and +1 at the upper one. The pulses are
 * as wide as it takes to move a weight of zero by a hundredth, up and down.
 */
import type { Siemens, Volts } from '../base/units.ts';
import type { CompactModel } from '../electrical/network/types.ts';
import { hp } from './compact/hp.ts';
import { driveAlone } from './compact/integrate.ts';
import { vteam } from './compact/vteam.ts';
import { yakopcic } from './compact/yakopcic.ts';
import type { DevicePreset } from './presets.ts';
import { plainPulsed } from './pulsed/law.ts';
import type { PulsedDevice } from './weight-device.ts';

/** How far a pulse moves a weight of zero. */
const STEP = 0.01;
const NODES = 129;

/** A model as a weight. */
interface CompactWeight {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly model: CompactModel;
  /** pulses that raise and lower the conductance */
  readonly upVolts: Volts;
  readonly downVolts: Volts;
  readonly source: string;
}

/** What one pulse of a compact model does, by where its weight stands. */
export interface PulseResponse {
  readonly low: Siemens;
  readonly high: Siemens;
  /** widths of the pulses, s */
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** steps of the weight, 0 or more, at equidistant weights from -1 to +1 */
  readonly up: readonly number[];
  readonly down: readonly number[];
}

/**
 * Integrates the pulses of a model whose small-signal conductance is monotonic in its state.
 * @throws Error when the model has no conductance, or a pulse moves it the wrong way
 */
export function pulseResponse(model: CompactModel, upVolts: Volts, downVolts: Volts): PulseResponse {
  const [first, last] = model.bounds;
  const { conductance } = model;
  if (!conductance) throw new Error(`${model.name}: the model does not say its small-signal conductance.`);
  const at = (x: number): Siemens => conductance(0, x);
  const low = Math.min(at(first), at(last));
  const high = Math.max(at(first), at(last));
  const weightAt = (x: number): number => (2 * (at(x) - low)) / (high - low) - 1;
  const rises = at(last) > at(first);
  const stateAt = (w: number): number => {
    // halving to the last bit: the conductance is monotonic in the state
    let [a, b] = [first, last];
    for (let k = 0; k < 60; k++) {
      const middle = (a + b) / 2;
      if (weightAt(middle) < w === rises) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  };
  const after = (w: number, volts: Volts, seconds: number): number => {
    const { states } = driveAlone(model, () => volts, {
      times: Float64Array.of(0, seconds),
      state: stateAt(w),
    });
    return weightAt(states[1]!);
  };
  /** the width that moves a weight of zero by STEP */
  const width = (volts: Volts, direction: 1 | -1): number => {
    const x = stateAt(0);
    const shift = 1e-6 * (last - first);
    const slope = (weightAt(x + shift) - weightAt(x - shift)) / (2 * shift);
    const speed = direction * slope * model.rate(volts, x);
    if (!(speed > 0))
      throw new Error(`${model.name}: a pulse of ${volts} V does not move a weight of zero its way.`);
    return STEP / speed;
  };
  const upSeconds = width(upVolts, 1);
  const downSeconds = width(downVolts, -1);
  const nodes = Array.from({ length: NODES }, (_, k) => (2 * k) / (NODES - 1) - 1);
  return {
    low,
    high,
    upSeconds,
    downSeconds,
    up: nodes.map((w) => Math.max(0, after(w, upVolts, upSeconds) - w)),
    down: nodes.map((w) => Math.max(0, w - after(w, downVolts, downSeconds))),
  };
}

function deviceOf({ title, model, upVolts, downVolts, source }: CompactWeight): PulsedDevice {
  const { low, high, upSeconds, downSeconds, up, down } = pulseResponse(model, upVolts, downVolts);
  const middle = (NODES - 1) / 2;
  const dwMin = (up[middle]! + down[middle]!) / 2;
  const reference = (low + high) / 2;
  return {
    kind: 'pulsed',
    title,
    parameters: {
      ...plainPulsed,
      model: 'piecewise',
      dwMin,
      piecewise: { up: up.map((s) => s / dwMin), down: down.map((s) => s / dwMin) },
    },
    source,
    reference,
    unit: (high - low) / 2,
    conductanceSource: source,
    period: 1e-3,
    pulseJoules: (reference * (upVolts * upVolts * upSeconds + downVolts * downVolts * downSeconds)) / 2,
    pulseSource: 'chosen: 1 ms; computed: the energy, V^2 G t in the middle of the range',
  };
}

const MEMTORCH = 'found: as in MemTorch (Lammie et al., Neurocomputing 485, 2022)';
const PULSES = 'chosen: the pulses';
const weights: readonly CompactWeight[] = [
  {
    id: 'hp-joglekar',
    title: 'HP memristor, Joglekar window',
    summary: 'a moving boundary; its window is symmetric, so steps vanish at both ends',
    model: hp({ window: 'joglekar' }),
    upVolts: 1,
    downVolts: -1,
    source: `${MEMTORCH}; Strukov et al. 2008, Joglekar & Wolf 2009; ${PULSES}`,
  },
  {
    id: 'hp-biolek',
    title: 'HP memristor, Biolek window',
    summary: 'a moving boundary; its window lets it leave an end again',
    model: hp({ window: 'biolek' }),
    upVolts: 1,
    downVolts: -1,
    source: `${MEMTORCH}; Strukov et al. 2008, Biolek et al. 2009; ${PULSES}`,
  },
  {
    id: 'vteam',
    title: 'VTEAM memristor',
    summary: 'moves only beyond a threshold, on a thousand times faster than off',
    model: vteam(),
    upVolts: -0.3,
    downVolts: 0.04,
    source: `${MEMTORCH}; Kvatinsky et al. 2015; ${PULSES}`,
  },
  {
    id: 'yakopcic',
    title: 'Yakopcic memristor',
    summary: 'conductance linear in its state, thresholds, slow near the ends',
    model: yakopcic(),
    upVolts: 0.3,
    downVolts: -0.3,
    source: `found: Yakopcic et al. 2011 and 2013; ${PULSES}`,
  },
];

/** Compact models as presets. A pulse response is integrated when somebody asks for its device. */
export const compactPresets: readonly DevicePreset[] = weights.map((weight) => {
  const { id, title, summary, source } = weight;
  let device: PulsedDevice | null = null;
  return {
    id,
    title,
    summary,
    base: 'ideal',
    settings: {},
    get device() {
      device ??= deviceOf(weight);
      return device;
    },
    source,
  };
});
