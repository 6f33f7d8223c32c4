import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** What a package carries of others without their licence, by the package's name. */
const carried = {
  'eecircuit-engine': `ngspice, compiled to WebAssembly in eecircuit-engine (BSD-3-Clause; https://ngspice.sourceforge.io)

Copyright 1985-2018, Regents of the University of California and others
Copyright 1999-2025, the ngspice development team

Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice,
   this list of conditions and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice,
   this list of conditions and the following disclaimer in the documentation
   and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors
   may be used to endorse or promote products derived from this software
   without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

Some parts of ngspice are under other free licences; its file COPYING lists them.`,
};

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
  const others = Object.entries(carried)
    .filter(([name]) => folders.some((folder) => folder.endsWith(`${marker}${name}`)))
    .map(([, text]) => `${rule}\n${text}\n`);
  const sections = [...packagesByText].map(([text, names]) => `${rule}\n${names.join('\n')}\n\n${text}\n`);
  return [
    'This site bundles the following packages, under the licences that follow their names.\n',
    ...sections,
    ...others,
  ].join('\n');
}
