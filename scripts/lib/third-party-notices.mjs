import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const marker = `${sep}node_modules${sep}`;

/**
 * Two Vite plugins that find out which packages end up in the bundles and write their licences to NOTICES.txt.
 * `collect` only looks and is for the workers, whose bundles are made by a build of their own; `write` looks
 * too, and writes the file when the site's bundle, which is the last, is made.
 */
export function thirdPartyNotices() {
  /** @type {Set<string>} folders of packages */
  const packages = new Set();

  /** @param {Record<string, { type: string, modules?: Record<string, { renderedLength: number }> }>} bundle */
  const look = (bundle) => {
    for (const output of Object.values(bundle)) {
      for (const [id, module] of Object.entries(output.modules ?? {})) {
        // A module that was shaken out entirely is not distributed; a style sheet leaves no script behind.
        if (module.renderedLength > 0 || /\.css(\?|$)/.test(id)) addPackageOf(id, packages);
      }
    }
  };

  return {
    /** @returns {import('vite').Plugin} */
    collect: () => ({
      name: 'third-party-notices:collect',
      generateBundle(_options, bundle) {
        look(/** @type {any} */ (bundle));
      },
    }),
    /** @returns {import('vite').Plugin} */
    write: () => ({
      name: 'third-party-notices:write',
      // Style sheets are taken out of the chunks by Vite's own plugins, so their packages are noted on loading.
      transform(_code, id) {
        if (/\.css(\?|$)/.test(id)) addPackageOf(id, packages);
      },
      generateBundle(_options, bundle) {
        look(/** @type {any} */ (bundle));
        this.emitFile({ type: 'asset', fileName: 'NOTICES.txt', source: noticesText([...packages]) });
      },
    }),
  };
}

/**
 * @param {string} id a module, as the bundler names it
 * @param {Set<string>} packages
 */
function addPackageOf(id, packages) {
  const path = id.replace(/^\0+/, '').replace(/\?.*$/, '').split('/').join(sep);
  const at = path.lastIndexOf(marker);
  if (at < 0) return;
  const start = at + marker.length;
  const words = path.slice(start).split(sep);
  const name = words.slice(0, words[0]?.startsWith('@') ? 2 : 1).join(sep);
  const folder = path.slice(0, start) + name;
  if (existsSync(join(folder, 'package.json'))) packages.add(folder);
}

/**
 * Lists the packages by licence text, each text once: dozens of small packages share the same one.
 * @param {string[]} folders
 */
function noticesText(folders) {
  /** @type {Map<string, string[]>} licence text to the packages under it */
  const packagesByText = new Map();
  for (const folder of folders.sort()) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
    const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim());
    const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
    const text = texts.join('\n\n') || `The package holds no licence text. Author: ${author ?? 'not stated'}`;
    const name = `${manifest.name} ${manifest.version} (${manifest.license ?? 'licence not stated'})`;
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), name]);
  }
  const rule = '='.repeat(80);
  const sections = [...packagesByText].map(([text, names]) => `${rule}\n${names.join('\n')}\n\n${text}\n`);
  return [
    'This site bundles the following packages, under the licences that follow their names.\n',
    ...sections,
  ].join('\n');
}
