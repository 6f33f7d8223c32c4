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
): Setting => ({ default: asBuilt, ideal, unit, range, meaning, source, fault: true });

/** A setting of whole numbers: a switch, or the number of a cell. */
export const whole = (setting: Setting): Setting => ({ ...setting, whole: true });
/** A setting that has to be smaller than the one of that name beside it. */
export const below = (name: string, setting: Setting): Setting => ({ ...setting, below: name });

/** The value at which a limit or a time constant is not there. */
export const OFF = Number.POSITIVE_INFINITY;
export const SHARE: readonly [number, number] = [0, 1];
/** An error voltage either way. */
export const OFFSET: readonly [number, number] = [-10, 10];
