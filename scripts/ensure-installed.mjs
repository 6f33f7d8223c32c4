// Installs what is missing. Runs on a bare Node, before anything is installed, so it imports only Node's own.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './lib/project.mjs';

/**
 * Installs node_modules when it is missing or differs from package-lock.json; otherwise returns at once.
 * @returns {Promise<void>}
 * @throws  {Error} when npm fails
 */
export async function ensureInstalled() {
  const missing = whatIsMissing();
  if (missing === null) return;
  console.error(`Installing dependencies (${missing}); this needs the network once.`);
  // Development packages are wanted even where NODE_ENV says production: they build the site.
  const common = ['--include=dev', '--no-audit', '--no-fund'];
  if ((await npm(['ci', ...common])) === 0) return;
  console.error('npm ci failed, trying npm install.');
  if ((await npm(['install', ...common])) !== 0) {
    throw new Error('Dependencies could not be installed; see the messages of npm above.');
  }
}

/**
 * Compares package.json and package-lock.json with npm's own record of what it installed.
 * @returns {string | null} why an installation is needed, null when none is
 */
function whatIsMissing() {
  const wanted = readJson('package-lock.json');
  const installed = readJson('node_modules/.package-lock.json');
  if (installed === null) return 'node_modules is missing';
  if (wanted === null) return 'package-lock.json is missing';
  const manifest = readJson('package.json');
  for (const group of ['dependencies', 'devDependencies']) {
    if (sortedText(manifest[group]) !== sortedText(wanted.packages[''][group])) {
      return `package.json has other ${group} than package-lock.json`;
    }
  }
  for (const [path, entry] of Object.entries(wanted.packages)) {
    const present = installed.packages[path];
    // The binaries of other platforms are listed in the lock file and rightly absent here.
    if (path === '' || (entry.optional && present === undefined)) continue;
    if (present?.version !== entry.version) {
      return `${path} is ${present?.version ?? 'absent'}, the lock file wants ${entry.version}`;
    }
  }
  return null;
}

/** @param {Record<string, string>} [versions] */
function sortedText(versions = {}) {
  return JSON.stringify(Object.entries(versions).sort());
}

/** @param {string} path @returns {any} null when there is no such file */
function readJson(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** @param {string[]} npmArguments @returns {Promise<number>} exit code */
function npm(npmArguments) {
  // Inside an npm script this names npm's own program, which works on Windows too, where npm is a .cmd file.
  const program = process.env['npm_execpath'];
  return program?.endsWith('.js')
    ? run(process.execPath, [program, ...npmArguments])
    : run('npm', npmArguments);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await ensureInstalled();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
