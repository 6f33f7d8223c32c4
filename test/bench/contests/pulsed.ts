/** Pulsed update of an array, every device one noisy step, beside the same law as a loop over typed arrays. */
import { pulsedArray } from '../../../sim/devices/pulsed/array.ts';
import { quantileTable } from '../../../sim/devices/pulsed/quantiles.ts';
import { pulsedPreset } from '../../../sim/devices/pulsed-presets.ts';
import type { Contest, Side } from '../contest.ts';

const SIDE = 100;
const DEVICES = SIDE * SIDE;
const MAKING = { seed: 1960, device: 0 };

/** The kernel: each device up or down, noise from 65,536 quantiles, counted draws. */
function kernel(id: string): Side {
  const array = pulsedArray(pulsedPreset(id).parameters, SIDE, SIDE, MAKING);
  if (!array.isVectorized) throw new Error(`bench: ${id} does not run on vectors here.`);
  let pulse = 0;
  let turned = 1;
  return {
    name: 'the kernel',
    amount: 1000 * DEVICES,
    work: (amount) => {
      // half of them up, half down, turned round every time
      turned = -turned;
      for (let i = 0; i < DEVICES; i++) array.directions[i] = i % 2 === 0 ? turned : -turned;
      for (let k = 0; k < amount / DEVICES; k++) array.pulse(pulse++);
    },
  };
}

/** Linear steps as one would write them by hand: a small generator with one state, the same table of normals. */
function byHand(): Side {
  const { bank } = pulsedArray(pulsedPreset('ecram').parameters, SIDE, SIDE, MAKING, false);
  const { low, high } = bank;
  const of = (w: number, direction: 1 | -1): Float64Array =>
    Float64Array.from({ length: DEVICES }, (_, i) => bank.meanStep(i, w, direction));
  const [up, down] = [of(0, 1), of(0, -1)];
  const slopeUp = of(0.1, 1).map((s, i) => (s - up[i]) * 10);
  const slopeDown = of(0.1, -1).map((s, i) => (s - down[i]) * 10);
  const w = bank.start.slice();
  const directions = new Int8Array(DEVICES).map((_, i) => (i % 2 === 0 ? 1 : -1));
  const normals = quantileTable();
  const sigma = pulsedPreset('ecram').parameters.dwMinStd;
  let state = 1960;
  return {
    name: 'a loop over typed arrays',
    amount: 100 * DEVICES,
    work: (amount) => {
      for (let k = 0; k < amount / DEVICES; k++) {
        for (let i = 0; i < DEVICES; i++) {
          state ^= state << 13;
          state ^= state >>> 17;
          state ^= state << 5;
          const z = normals[state & 65535];
          const step = directions[i] > 0 ? up[i] + slopeUp[i] * w[i] : down[i] + slopeDown[i] * w[i];
          const moved = w[i] + step * (1 + sigma * z);
          w[i] = moved < low[i] ? low[i] : moved > high[i] ? high[i] : moved;
        }
      }
    },
  };
}

/** The law that the kernel is held to, device by device. */
function law(id: string): Side {
  const array = pulsedArray(pulsedPreset(id).parameters, SIDE, SIDE, MAKING, false);
  array.directions.fill(1);
  let pulse = 0;
  return {
    name: 'the law one by one',
    amount: 20 * DEVICES,
    work: (amount) => {
      for (let k = 0; k < amount / DEVICES; k++) array.pulse(pulse++);
    },
  };
}

const target = { perSecond: 1e8 };
export const contests: readonly Contest[] = [
  {
    name: 'pulsed update of 100x100 devices, ECRAM',
    unit: 'device updates',
    target,
    prepare: () => ({ own: kernel('ecram'), rival: byHand() }),
  },
  {
    name: 'pulsed update of 100x100 devices, capacitor (noise that adds)',
    unit: 'device updates',
    target,
    prepare: () => ({ own: kernel('capacitor'), rival: law('capacitor') }),
  },
];
