/**
 * A bank of pulsed devices: what one pulse does to each.
 *
 * | model | step up, without noise (down: see affine.ts and shapeOf) |
 * |---|---|
 * | constant | s+ |
 * | linear | s+ (1 - gamma+ w / wMax) |
 * | soft-bounds | s+ (1 - w / own wMax) |
 * | soft-bounds-reference | s+ (1 - (w + r) / own wMax) |
 * | exponential | s+ max(1 - A+ e^(gamma+ z), 0), z = 2 w a / (wMax - wMin) + b |
 * | power | s+ ((wMax - w) / (wMax - wMin))^gamma+ |
 * | piecewise | s+ times the factor between the two nodes beside w |
 * | neurosim | one pulse along G(p) = B (1 - e^(-p/A)) |
 *
 * A step is then multiplied by 1 + sigma z, and the weight is held within the device's own ends.
 *
 * @see Rasch et al., AIHWKit, arXiv:2104.02184, and its devices as coded; Chen, Peng & Yu, NeuroSim
 */
import exp from '@stdlib/math-base-special-exp';
import pow from '@stdlib/math-base-special-pow';
import { affineSteps, isAffine } from './affine.ts';
import type { PulsedBank, PulsedParameters } from './law.ts';
import { type MadeDevices, type Making, makeDevices } from './made.ts';

/** The step of device i at w in one direction: positive up, negative down. */
type Shape = (i: number, w: number, direction: 1 | -1) => number;

/**
 * Makes n devices.
 * @param p      the kind of device
 * @param making seed and the number of the first device, which choose the spread
 * @throws       Error when the parameters contradict each other
 */
export function pulsedBank(p: PulsedParameters, n: number, making: Making): PulsedBank {
  const made = makeDevices(p, n, making);
  const { low, high, kept } = made;
  const { meanStep, amplitude } = isAffine(p.model) ? affine(p, made) : curved(p, made);
  const sigma = p.dwMinStd;
  const write = p.writeNoise * p.dwMin;
  const hold = (i: number, w: number): number => (w < low[i]! ? low[i]! : w > high[i]! ? high[i]! : w);
  return {
    n,
    low,
    high,
    isStuck: made.isStuck,
    start: made.start,
    meanStep,
    step: (i, w, direction, z) => {
      const f = meanStep(i, w, direction);
      // noise first, then the sum: array.ts does the same in the same order, to the bit
      return hold(i, w + (f + amplitude(i, w, f, direction) * (sigma * z)));
    },
    visible: (_i, w, z) => w + write * z,
    rested: (i, w) => hold(i, w * kept[i]!),
  };
}

interface Steps {
  readonly meanStep: Shape;
  /** what the cycle noise multiplies */
  readonly amplitude: (i: number, w: number, f: number, direction: 1 | -1) => number;
}

/** Steps that are straight lines of w. */
function affine(p: PulsedParameters, made: MadeDevices): Steps {
  const { baseUp, slopeUp, baseDown, slopeDown, noiseUp, noiseDown, multiplies } = affineSteps(p, made);
  return {
    meanStep: (i, w, direction) =>
      direction > 0 ? baseUp[i]! + slopeUp[i]! * w : baseDown[i]! + slopeDown[i]! * w,
    amplitude: multiplies
      ? (_i, _w, f) => f
      : (i, _w, _f, direction) => (direction > 0 ? noiseUp[i]! : noiseDown[i]!),
  };
}

/** Steps that are curves of w. */
function curved(p: PulsedParameters, made: MadeDevices): Steps {
  const shape = shapeOf(p, made);
  const { low, high } = made;
  const { noiseAdd, noiseSlope } = p.exponential;
  const isComplex = p.model === 'exponential' && (noiseAdd > 0 || noiseSlope > 0);
  return {
    meanStep: (i, w, direction) => (high[i]! > low[i]! ? shape(i, w, direction) : 0),
    amplitude: isComplex
      ? (i, w, f) => (high[i]! > low[i]! ? Math.abs(f) + noiseAdd + noiseSlope * Math.abs(w) : 0)
      : (_i, _w, f) => f,
  };
}

function shapeOf(p: PulsedParameters, made: MadeDevices): Shape {
  const { up, down, low, high, gammaUp, gammaDown } = made;
  switch (p.model) {
    case 'exponential': {
      const { aUp, aDown, gammaUp: gUp, gammaDown: gDown, a, b } = p.exponential;
      return (i, w, direction) => {
        const z = ((2 * w) / (high[i]! - low[i]!)) * a + b;
        return direction > 0
          ? up[i]! * Math.max(1 - aUp * exp(gUp * z), 0)
          : -down[i]! * Math.max(1 - aDown * exp(-gDown * z), 0);
      };
    }
    case 'power':
      return (i, w, direction) => {
        const range = high[i]! - low[i]!;
        return direction > 0
          ? up[i]! * pow((high[i]! - w) / range, gammaUp[i]!)
          : -down[i]! * pow((w - low[i]!) / range, gammaDown[i]!);
      };
    case 'piecewise': {
      const factorsUp = Float64Array.from(p.piecewise.up);
      const factorsDown = Float64Array.from(p.piecewise.down);
      const sections = factorsUp.length - 1;
      return (i, w, direction) => {
        const along = Math.max(((w - low[i]!) / (high[i]! - low[i]!)) * sections, 0);
        const node = Math.min(Math.floor(along), sections - 1);
        const t = Math.min(along - node, 1);
        const factors = direction > 0 ? factorsUp : factorsDown;
        const factor = (1 - t) * factors[node]! + t * factors[node + 1]!;
        return direction > 0 ? up[i]! * factor : -down[i]! * factor;
      };
    }
    default:
      throw new Error(`pulsed device: no model is called ${p.model}.`);
  }
}
