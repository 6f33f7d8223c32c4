import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './project.mjs';

/**
 * Installs Debian packages, where there is apt-get and the right to use it.
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>} whether apt-get was there and succeeded
 */
export async function aptInstall(packages) {
  const prefix = await commandPrefix();
  if (prefix === null) return false;
  const names = packages.join(' and ');
  console.error(`Installing with apt-get: ${names}.`);
  const apt = async (/** @type {string[]} */ ...words) => {
    const [program, ...rest] = [...prefix, 'apt-get', ...words];
    return run(/** @type {string} */ (program), rest, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      quiet: true,
    });
  };
  await apt('update');
  return (await apt('install', '-y', ...packages)) === 0;
}

/** @returns {Promise<string[] | null>} words to put before apt-get, null when it cannot be used */
async function commandPrefix() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const onPath = (/** @type {string} */ name) => folders.some((folder) => isExecutable(join(folder, name)));
  if (!onPath('apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  if (onPath('sudo') && (await run('sudo', ['-n', 'true'], { quiet: true })) === 0) return ['sudo', '-n'];
  return null;
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
