/**
 * The step of a whole array on vectors, as WebAssembly. Sixteen devices a turn: four hashes side by
 * side give sixteen half words, each picks a quantile, and the devices follow two by two:
 *   f = base + slope w,  w <- w + (f + amplitude (sigma z)), held within low and high
 * with base and slope of the direction, and amplitude f or the device's own.
 */
import { purposes } from '../../base/random.ts';
import {
  type Code,
  defineFunction,
  instantiate,
  type Local,
  PAGE_BYTES,
  writeModule,
} from '../../base/wasm.ts';
import type { AffineSteps } from './affine.ts';
import { QUANTILES, quantileTable } from './quantiles.ts';

export interface ArrayKernel {
  readonly weights: Float64Array;
  readonly directions: Float64Array;
  readonly pulse: (seed: number, pulse: number) => void;
}

/** Devices in one turn of the loop. */
const TURN = 16;
const BYTES = 8;

/** @returns null where the engine has no WebAssembly, or none with vectors */
export function arrayKernel(
  steps: AffineSteps,
  low: Float64Array,
  high: Float64Array,
  sigma: number,
): ArrayKernel | null {
  const n = low.length;
  // filled up to whole turns with devices that get no pulse
  const padded = Math.ceil(n / TURN) * TURN;
  const fields = [
    'weight',
    'direction',
    'baseUp',
    'slopeUp',
    'baseDown',
    'slopeDown',
    'low',
    'high',
    'noiseUp',
    'noiseDown',
  ] as const;
  const table = 0;
  const halves = table + QUANTILES * BYTES;
  const first = halves + 2 * TURN;
  const place = Object.fromEntries(fields.map((field, k) => [field, first + k * padded * BYTES])) as Record<
    (typeof fields)[number],
    number
  >;
  const pages = Math.ceil((first + fields.length * padded * BYTES) / PAGE_BYTES);

  const step = defineFunction('step', { parameters: ['i32', 'i32', 'i32'] }, (code, seed, purpose, pulse) => {
    const k = [code.local('v128'), code.local('v128'), code.local('v128')] as const;
    code.get(seed).op('i32x4.splat').set(k[0]);
    code.get(purpose).op('i32x4.splat').set(k[1]);
    code.i32x4(0x1bd11bda).get(k[0]).op('v128.xor').get(k[1]).op('v128.xor').set(k[2]);
    const groups = code.local('v128');
    const pulses = code.local('v128');
    code.v128([0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]).set(groups);
    code.get(pulse).op('i32x4.splat').set(pulses);
    const at = code.local('i32');
    const end = padded * BYTES;
    const a = code.local('v128');
    const b = code.local('v128');
    const w = code.local('v128');
    const up = code.local('v128');
    const f = code.local('v128');
    const d = code.local('v128');
    code.loop((again) => {
      code.get(groups).get(k[0]).op('i32x4.add').set(a);
      code.get(pulses).get(k[1]).op('i32x4.add').set(b);
      hash(code, a, b, k);
      // half words in the order of the devices: group by group the word a, then the word b
      const words = (group: number): number[] =>
        [0, 16, 4, 20].flatMap((from) => [0, 1, 2, 3].map((byte) => from + 4 * group + byte));
      code.i32(0).get(a).get(b).shuffle(words(0)).store('v128.store', halves);
      code
        .i32(0)
        .get(a)
        .get(b)
        .shuffle(words(2))
        .store('v128.store', halves + 16);
      for (let pair = 0; pair < TURN / 2; pair++) twoDevices(code, at, pair);
      code
        .get(groups)
        .i32x4(TURN / 4)
        .op('i32x4.add')
        .set(groups);
      code
        .get(at)
        .i32(TURN * BYTES)
        .op('i32.add')
        .tee(at)
        .i32(end)
        .op('i32.lt_u')
        .branchIf(again);
    });

    function twoDevices(code: Code, at: Local, pair: number): void {
      const offset = pair * 2 * BYTES;
      const field = (name: (typeof fields)[number]): Code =>
        code.get(at).load('v128.load', place[name] + offset);
      const chosen = (whenUp: (typeof fields)[number], whenDown: (typeof fields)[number]): Code => {
        field(whenUp);
        field(whenDown);
        return code.get(up).op('v128.bitselect');
      };
      const quantile = (device: number): Code =>
        code
          .i32(0)
          .load('i32.load16_u', halves + 2 * device)
          .i32(3)
          .op('i32.shl')
          .load('f64.load', table);
      field('direction').tee(d).f64x2(0).op('f64x2.gt').set(up);
      field('weight').set(w);
      chosen('baseUp', 'baseDown');
      chosen('slopeUp', 'slopeDown').get(w).op('f64x2.mul', 'f64x2.add').set(f);
      code.get(at);
      code.get(w).get(f);
      if (steps.multiplies) code.get(f);
      else chosen('noiseUp', 'noiseDown');
      code.f64x2(sigma);
      quantile(2 * pair).op('f64x2.splat');
      quantile(2 * pair + 1).lane('f64x2.replace_lane', 1);
      code.op('f64x2.mul', 'f64x2.mul', 'f64x2.add', 'f64x2.add');
      field('low').op('f64x2.pmax');
      field('high').op('f64x2.pmin');
      code.get(w).get(d).f64x2(0).op('f64x2.ne').op('v128.bitselect');
      code.store('v128.store', place.weight + offset);
    }
  });

  let running: ReturnType<typeof instantiate>;
  try {
    running = instantiate(writeModule({ memory: { pages }, functions: [step] }));
  } catch {
    // an engine from before vectors
    return null;
  }
  if (!running) return null;
  const { memory, functions } = running;
  const view = (name: (typeof fields)[number]): Float64Array => new Float64Array(memory, place[name], n);
  new Float64Array(memory, table, QUANTILES).set(quantileTable());
  for (const name of ['baseUp', 'slopeUp', 'baseDown', 'slopeDown', 'noiseUp', 'noiseDown'] as const)
    view(name).set(steps[name]);
  view('low').set(low);
  view('high').set(high);
  const run = functions['step']!;
  return {
    weights: view('weight'),
    directions: view('direction'),
    pulse: (seed, pulse) => {
      run(seed, purposes.arrayCycle, pulse);
    },
  };
}

/** Threefry-2x32 with 20 rounds on four counters at once: random.ts's `threefry`, lane by lane. */
function hash(code: Code, a: Local, b: Local, k: readonly [Local, Local, Local]): void {
  const rotations = [
    [13, 15, 26, 6],
    [17, 29, 16, 24],
  ] as const;
  for (let block = 0; block < 5; block++) {
    for (const r of rotations[block % 2]!) {
      code.get(a).get(b).op('i32x4.add').set(a);
      code
        .get(b)
        .i32(r)
        .op('i32x4.shl')
        .get(b)
        .i32(32 - r)
        .op('i32x4.shr_u', 'v128.or');
      code.get(a).op('v128.xor').set(b);
    }
    code
      .get(a)
      .get(k[(block + 1) % 3]!)
      .op('i32x4.add')
      .set(a);
    code
      .get(b)
      .get(k[(block + 2) % 3]!)
      .op('i32x4.add')
      .i32x4(block + 1)
      .op('i32x4.add')
      .set(b);
  }
}
