/** A user's own device: from a table of pulses and conductances to what a spec carries. */
import { fitPiecewise, type PiecewiseFit } from '../../sim/devices/fit/piecewise.ts';
import type { OwnDevice } from '../../sim/devices/own-device.ts';
import { parseDeviceCsv } from '../data/device-csv.ts';

/** The device as data, and the fit it comes from, to be looked at. */
export interface FittedDevice {
  readonly device: OwnDevice;
  readonly fit: PiecewiseFit;
}

/** The name that a spec gives to the device of a file: its own, without folders. */
export const ownDeviceName = (file: string): string => file.split(/[/\\]/).at(-1) || file;

/**
 * Reads a table and fits a piecewise device to it. The curve is one measurement, so it says nothing
 * of the noise of a pulse: that is 0, and a setting.
 * @param text CSV of pulse number and conductance, up and down
 * @param file its name, as messages give it
 * @throws     CsvError when the text is no such table
 */
export function fitOwnDevice(text: string, file: string): FittedDevice {
  const { up, down } = parseDeviceCsv(text, file);
  const fit = fitPiecewise(up, down);
  const { parameters, low, high } = fit;
  return {
    device: {
      name: ownDeviceName(file),
      lowSiemens: low,
      highSiemens: high,
      dwMin: parameters.dwMin,
      dwMinStd: parameters.dwMinStd,
      up: parameters.piecewise.up,
      down: parameters.piecewise.down,
    },
    fit,
  };
}
