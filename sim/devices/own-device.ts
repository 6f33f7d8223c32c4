/**
 * A device that somebody measured, as plain data: what was fitted to a table of pulses and
 * conductances. It is small enough for a link, and every number of it is finite.
 */
import type { Siemens } from '../base/units.ts';
import type { DevicePreset } from './presets.ts';
import { plainPulsed } from './pulsed/law.ts';
import { pulsedDevice } from './weight-presets.ts';

/** Steps between the lowest and the highest conductance that was measured, which are weights of -1 and +1. */
export interface OwnDevice {
  /** the file that it came from, and the word that names it */
  readonly name: string;
  readonly lowSiemens: Siemens;
  readonly highSiemens: Siemens;
  /** step per pulse that the factors multiply */
  readonly dwMin: number;
  /** relative deviation of a step from pulse to pulse */
  readonly dwMinStd: number;
  /** factors of the steps up and down, at equidistant weights from -1 to +1 */
  readonly up: readonly number[];
  readonly down: readonly number[];
}

const MOST_NODES = 1000;
/** Steps smaller than this would take millions of pulses; larger ones leave the range at once. */
const LEAST_STEP = 1e-7;
const MOST_STEP = 2;
const MOST_FACTOR = 1e6;

/**
 * What is wrong with data that claim to be a device, in words; null when nothing is. Links and files
 * bring such data, so every number is looked at.
 */
export function faultOfOwnDevice(own: OwnDevice): string | null {
  if (typeof own !== 'object' || own === null) return 'found no device, expected its numbers';
  const { name, lowSiemens, highSiemens, dwMin, dwMinStd, up, down } = own;
  if (typeof name !== 'string' || name === '') return 'found no name, expected one';
  const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x);
  // both the middle and half the range become settings of the circuit
  const isRange = isNumber(lowSiemens) && isNumber(highSiemens) && lowSiemens >= 0 && highSiemens <= 1e3;
  if (!isRange || !(highSiemens - lowSiemens >= 1e-14))
    return `found conductances from ${lowSiemens} to ${highSiemens} S, expected two numbers of 0 to 1000, the lower first and 1e-14 apart`;
  if (!isNumber(dwMin) || dwMin < LEAST_STEP || dwMin > MOST_STEP)
    return `found a step of ${dwMin}, expected a number from ${LEAST_STEP} to ${MOST_STEP}`;
  if (!isNumber(dwMinStd) || dwMinStd < 0 || dwMinStd > 100)
    return `found a deviation of ${dwMinStd}, expected a number from 0 to 100`;
  const isList = (list: unknown): list is readonly number[] =>
    Array.isArray(list) && list.length >= 2 && list.length <= MOST_NODES && list.every(isNumber);
  if (!isList(up) || !isList(down) || up.length !== down.length)
    return `expected as many factors up as down, 2 to ${MOST_NODES}`;
  const wrong = [...up, ...down].find((x) => x < 0 || x > MOST_FACTOR);
  if (wrong !== undefined)
    return `found a factor of ${wrong}, expected steps that lead one way, 0 to ${MOST_FACTOR}`;
  return null;
}

/** The device as a preset. */
export function ownDevicePreset(own: OwnDevice): DevicePreset {
  const { name, lowSiemens, highSiemens, dwMin, dwMinStd, up, down } = own;
  const source = `found: measured, ${name}`;
  return {
    id: name,
    title: name,
    summary: `your own device, fitted by ${up.length} factors each way`,
    base: 'ideal',
    settings: {},
    device: pulsedDevice({
      title: name,
      source,
      siemens: { low: lowSiemens, high: highSiemens },
      pulse: null,
      parameters: { ...plainPulsed, model: 'piecewise', dwMin, dwMinStd, piecewise: { up, down } },
    }),
    source,
  };
}
