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

/**
 * What is wrong with data that claim to be a device, in words; null when nothing is. Links and files
 * bring such data, so every number is looked at.
 */
export function faultOfOwnDevice(own: OwnDevice): string | null {
  const { name, lowSiemens, highSiemens, dwMin, dwMinStd, up, down } = own;
  if (typeof name !== 'string' || name === '') return 'found no name, expected one';
  const isNumber = (x: unknown): x is number => typeof x === 'number' && Number.isFinite(x);
  if (!isNumber(lowSiemens) || !isNumber(highSiemens) || !(lowSiemens >= 0 && highSiemens > lowSiemens))
    return `found conductances from ${lowSiemens} to ${highSiemens} S, expected two numbers, the lower first`;
  if (!isNumber(dwMin) || !(dwMin > 0)) return `found a step of ${dwMin}, expected a number above 0`;
  if (!isNumber(dwMinStd) || dwMinStd < 0 || dwMinStd > 100)
    return `found a deviation of ${dwMinStd}, expected a number from 0 to 100`;
  const isList = (list: unknown): list is readonly number[] =>
    Array.isArray(list) && list.length >= 2 && list.length <= MOST_NODES && list.every(isNumber);
  if (!isList(up) || !isList(down) || up.length !== down.length)
    return `expected as many factors up as down, 2 to ${MOST_NODES}`;
  if (up.some((x) => x < 0) || down.some((x) => x < 0))
    return 'found a factor below 0, expected steps that lead one way';
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
