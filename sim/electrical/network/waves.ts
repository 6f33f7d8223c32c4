/** What sources do in time: their levels, and the instants at which they bend. */
import sin from '@stdlib/math-base-special-sin';
import type { Seconds } from '../../base/units.ts';
import type { Wave } from './types.ts';

/** Two instants this much apart, as a part of their size, are one. */
const SAME = 1e-12;

/**
 * The level at time t, 0 or later. Where a wave jumps at t, `side` says which level is meant:
 * 1 what it jumps to, -1 what it comes from.
 */
export function levelAt(wave: Wave, t: Seconds, side: 1 | -1 = 1): number {
  if (typeof wave === 'number') return wave;
  // which stretch of the wave counts is decided a rounding later, or earlier
  const near = t + side * SAME * t;
  switch (wave.shape) {
    case 'sine': {
      const { offset = 0, amplitude, hertz, delay = 0, phase = 0 } = wave;
      return offset + amplitude * sin(t < delay ? phase : 2 * Math.PI * hertz * (t - delay) + phase);
    }
    case 'piecewise-linear': {
      const { points } = wave;
      const [first] = points;
      if (!first) return 0;
      if (near < first[0]) return first[1];
      let low = 0;
      let high = points.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (points[middle]![0] <= near) low = middle;
        else high = middle;
      }
      const [from, level] = points[low]!;
      const next = points[low + 1];
      return next ? level + ((next[1] - level) * (t - from)) / (next[0] - from) : level;
    }
    case 'pulse': {
      const { low, high, delay, rise, fall, width, period } = wave;
      if (near < delay) return low;
      const u = near - delay - Math.floor((near - delay) / period) * period;
      if (u < rise) return low + (high - low) * part(u, rise);
      if (u < rise + width) return high;
      if (u < rise + width + fall) return high + (low - high) * part(u - rise - width, fall);
      return low;
    }
  }
}

const part = (u: Seconds, whole: Seconds): number => (u > whole ? 1 : u > 0 ? u / whole : 0);

/** The first instant after t at which the wave bends or jumps; Infinity when there is none. */
export function nextCorner(wave: Wave, t: Seconds): Seconds {
  if (typeof wave === 'number') return Number.POSITIVE_INFINITY;
  const later = (at: Seconds): boolean => at - t > SAME * at;
  switch (wave.shape) {
    case 'sine':
      return wave.delay !== undefined && later(wave.delay) ? wave.delay : Number.POSITIVE_INFINITY;
    case 'piecewise-linear':
      return wave.points.find(([at]) => later(at))?.[0] ?? Number.POSITIVE_INFINITY;
    case 'pulse': {
      const { delay, rise, fall, width, period } = wave;
      if (later(delay)) return delay;
      const base = delay + Math.floor((t - delay) / period) * period;
      for (const start of [base, base + period]) {
        for (const offset of [0, rise, rise + width, rise + width + fall]) {
          if (later(start + offset)) return start + offset;
        }
      }
      return base + 2 * period;
    }
  }
}

/** The first instant after t at which a wave that works a switch passes 1/2, or a corner before it. */
export function nextThrow(wave: Wave, t: Seconds): Seconds {
  const corner = nextCorner(wave, t);
  if (!Number.isFinite(corner)) return corner;
  const from = levelAt(wave, t) - 0.5;
  // just before the corner, for the wave may jump there
  const near = corner - SAME * Math.max(corner, 1e-300) * 0.5;
  const to = levelAt(wave, near) - 0.5;
  if (from * to >= 0) return corner;
  const at = t + ((near - t) * from) / (from - to);
  return at - t > SAME * at ? at : corner;
}
