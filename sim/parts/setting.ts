import type { Setting } from '../circuit.ts';

const ANY: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

/** A number that is the same in the ideal and in the realistic machine: a choice of design. */
export const design = (
  value: number,
  unit: string,
  meaning: string,
  source: string,
  range = ANY,
): Setting => ({
  default: value,
  ideal: value,
  unit,
  range,
  meaning,
  source,
});

/** A non-ideality: `ideal` switches it off exactly, `asBuilt` is what the preset as-built has. */
export const fault = (
  ideal: number,
  asBuilt: number,
  unit: string,
  meaning: string,
  source: string,
  range = ANY,
): Setting => ({ default: asBuilt, ideal, unit, range, meaning, source });

export const OFF = Number.POSITIVE_INFINITY;
export const SHARE: readonly [number, number] = [0, 1];
export const SIGNED: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
