/** The word after `--device`: the name of a preset, or a file with somebody's own device. */
import { type FittedDevice, fitOwnDevice } from '../compare/own-device.ts';
import { readTextFile } from './pattern-source.ts';

/**
 * Reads and fits the device, when the word means a file: it has a dot or a slash, which no preset has.
 * @returns undefined when the word is a name
 * @throws  InputError when the file cannot be read or is no table of a device
 */
export const deviceFromFile = (word: string): FittedDevice | undefined =>
  /[./\\]/.test(word) ? fitOwnDevice(readTextFile(word), word) : undefined;
