import { delimiter, join } from 'node:path';
import { aptInstall, isExecutable } from './apt.mjs';

/**
 * Flags for an offline, repeatable browser: no sandbox (the tests may run as root in a container), no GPU,
 * and none of the connections that a browser opens on its own.
 */
export const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].flatMap(
    (folder) => (folder ? [join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')] : []),
  ),
];

/**
 * Looks for a Chrome or Chromium: CHROME_PATH first, then the usual names on PATH, then the usual places.
 * @returns {string | null} path of the program
 * @throws  {Error} when CHROME_PATH is set and is not a program: silently taking another would mislead
 */
export function findChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(`CHROME_PATH is ${chosen}, which is not an executable file.`);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const candidates = namesOnPath.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  return [...candidates, ...usualPlaces].find(isExecutable) ?? null;
}

/**
 * Finds a Chrome or Chromium, and installs Debian's where there is none and the rights to do so.
 * @returns {Promise<string>} path of the program
 * @throws  {Error} one line that says how to get one
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (await aptInstall(['chromium'])) {
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  throw new Error(
    'No Chrome or Chromium found: install one (Debian: apt-get install chromium) or set CHROME_PATH to its program.',
  );
}
