import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureInstalled } from '../ensure-installed.mjs';
import { root, runTool, siteFolder } from './project.mjs';

const libraryFolders = ['sim', 'circuits', 'src'];
const sharedSources = [...libraryFolders, 'package.json', 'package-lock.json', 'scripts/lib'];

/**
 * The two things that are built. Each has a stamp of the sources that it was last built from, so that nothing
 * is built twice, and the page can be looked at while the library still has type errors.
 */
const library = {
  sources: [...sharedSources, 'tsconfig.base.json', 'tsconfig.kernels.json', 'tsconfig.lab.json'],
  stamp: join(root, 'dist', '.library-stamp'),
  make: makeLibrary,
};
const site = {
  sources: [...sharedSources, 'ui', 'vite.config.ts'],
  stamp: join(root, 'dist', '.site-stamp'),
  make: makeSite,
};

/**
 * Installs what is missing and builds the library (dist/sim, dist/circuits, dist/src) and the static site
 * (dist/site). The second is built even when the first fails, so that both are reported.
 * @returns {Promise<boolean>} whether both succeeded
 */
export async function build() {
  await ensureInstalled();
  const libraryBuilt = await buildOne(library);
  return (await buildOne(site)) && libraryBuilt;
}

/**
 * Builds what has changed since its last successful build.
 * @returns {Promise<boolean>} whether both are up to date now
 */
export async function buildIfStale() {
  await ensureInstalled();
  const libraryBuilt = isUpToDate(library) || (await buildOne(library));
  return (isUpToDate(site) || (await buildOne(site))) && libraryBuilt;
}

/**
 * Builds the site alone when it has changed since its last successful build: all that the browser needs.
 * @returns {Promise<boolean>} whether it is up to date now
 */
export async function buildSiteIfStale() {
  await ensureInstalled();
  return isUpToDate(site) || buildOne(site);
}

/** @param {typeof library} target */
function isUpToDate({ stamp, sources }) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(sources);
}

/** @param {typeof library} target */
async function buildOne({ stamp, sources, make }) {
  rmSync(stamp, { force: true });
  // Taken before: a source that is saved while we build then differs from the stamp, and is built next time.
  const before = fingerprint(sources);
  const made = await make();
  if (made) writeFileSync(stamp, before);
  return made;
}

async function makeLibrary() {
  // Emptied first, so that a source that was renamed or deleted leaves nothing behind in the package.
  for (const name of [...libraryFolders, 'kernels.tsbuildinfo', 'lab.tsbuildinfo']) {
    rmSync(join(root, 'dist', name), { recursive: true, force: true });
  }
  const compiled = (await runTool('typescript', ['-b', 'tsconfig.lab.json'])) === 0;
  for (const path of filesUnder(libraryFolders)) {
    if (/\.tsx?$/.test(path)) continue;
    // What the code reads beside itself (about.md, tables) has to stand beside the compiled code too.
    const target = join(root, 'dist', path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, path), target);
  }
  const command = join(root, 'dist/src/cli/main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
  return compiled;
}

async function makeSite() {
  // Gone first, so that a failed build cannot be mistaken for the page it failed to replace.
  rmSync(siteFolder, { recursive: true, force: true });
  // Under a test runner NODE_ENV says test, and the site would then bundle React's far larger development build.
  const env = { ...process.env, NODE_ENV: 'production' };
  return (await runTool('vite', ['build'], { env })) === 0;
}

/**
 * @param {string[]} sources files and folders, relative to the root
 * @returns {string} a digest of every file's path, size and time of change; a deleted file changes it too
 */
function fingerprint(sources) {
  const digest = createHash('sha256');
  for (const path of filesUnder(sources)) {
    const { size, mtimeMs } = statSync(join(root, path));
    digest.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return digest.digest('hex');
}

/**
 * @param {string[]} paths files and folders, relative to the root; what does not exist is left out
 * @returns {string[]} the files, sorted
 */
function filesUnder(paths) {
  return paths
    .filter((path) => existsSync(join(root, path)))
    .flatMap((path) => {
      if (!statSync(join(root, path)).isDirectory()) return [path];
      return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
    })
    .sort();
}
