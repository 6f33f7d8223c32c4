import { delimiter, join } from 'node:path';
import { aptInstall, isExecutable } from './apt.mjs';

/** Programs that tests compare with, and the Debian packages that hold them. */
const programs = { ngspice: 'ngspice', iverilog: 'iverilog' };

/**
 * Installs the circuit tools that are missing, where that can be done. Tests that need one which is
 * still missing are skipped and say so.
 * @returns {Promise<string>} one line that says what is there and what is not
 */
export async function ensureCircuitTools() {
  const missing = Object.keys(programs).filter((name) => !isOnPath(name));
  if (missing.length > 0) {
    await aptInstall(missing.map((name) => programs[/** @type {keyof typeof programs} */ (name)]));
  }
  return Object.keys(programs)
    .map((name) => `${name}: ${isOnPath(name) ? 'there' : 'not there, its tests are skipped'}`)
    .join('; ');
}

/** @param {string} name */
function isOnPath(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return folders.some((folder) => isExecutable(join(folder, name + suffix)));
}
