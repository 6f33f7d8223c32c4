import { sep } from 'node:path';

/**
 * Vite plugins that make libraries fit for a static page under a strict content security policy. They only
 * leave out or move what the page never runs; none changes how a library computes.
 */

/** What DigitalJS imports and the page does without, by the end of the import's words. */
const unusedByThePage = {
  // A UMD file that looks for a global jQuery; the page opens no dialogs.
  'jquery-ui/ui/widgets/dialog.js': '',
  'jquery-ui/themes/base/all.css': '',
  // It sets the font of the whole page; ui/styles has its own rules for the drawing.
  './style.css': '',
  // 600 kB for a second engine; the page steps the synchronous one.
  './engines/worker.mjs': 'export class WorkerEngine {}',
  // Layout is asked for by the page, in a worker of its own.
  './elkjs.mjs': 'export function elk_layout() {}',
};

/**
 * Leaves out what DigitalJS imports for its own demo page.
 * @returns {import('vite').Plugin}
 */
export function digitaljsForPages() {
  const mark = '\0unused-by-the-page:';
  return {
    name: 'digitaljs-for-pages',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer?.split(sep).join('/').includes('/node_modules/digitaljs/')) return null;
      const end = Object.keys(unusedByThePage).find((name) => source.endsWith(name.replace('./engines', '')));
      return end === undefined ? null : mark + end;
    },
    load(id) {
      if (!id.startsWith(mark)) return null;
      return unusedByThePage[/** @type {keyof typeof unusedByThePage} */ (id.slice(mark.length))];
    },
  };
}

/** What @stdlib brings for engines older than any that runs the page, by package: CommonJS, as the rest of it. */
const oldEngines = {
  '@stdlib/array-uint8': 'module.exports = Uint8Array;',
  '@stdlib/array-uint16': 'module.exports = Uint16Array;',
  '@stdlib/array-uint32': 'module.exports = Uint32Array;',
  '@stdlib/array-float64': 'module.exports = Float64Array;',
  '@stdlib/assert-is-little-endian': 'module.exports = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;',
  '@stdlib/utils-define-nonenumerable-read-only-property':
    'module.exports = (thing, name, value) => Object.defineProperty(thing, name, { value });',
};

/**
 * Leaves out what @stdlib's functions carry to work without typed arrays and properties; their arithmetic stays.
 * @returns {import('vite').Plugin}
 */
export function stdlibForPages() {
  const mark = '\0engine-of-today:';
  return {
    name: 'stdlib-for-pages',
    apply: 'build',
    enforce: 'pre',
    resolveId(source) {
      return Object.hasOwn(oldEngines, source) ? mark + source : null;
    },
    load(id) {
      if (!id.startsWith(mark)) return null;
      return oldEngines[/** @type {keyof typeof oldEngines} */ (id.slice(mark.length))];
    },
  };
}

const embeddedWasm = /new URL\("data:application\/wasm;base64,([A-Za-z0-9+/=]+)", "" \+ import\.meta\.url\)/g;
const modelCard =
  /(writeFile\("\/(?:modelcard|sm141064)[^"]*", )(?:"(?:[^"\\]|\\.)*"|[\w$]+(?: \+ "(?:[^"\\]|\\.)*")?)\)/g;

/**
 * Takes ngspice's WebAssembly out of eecircuit-engine's script, where it stands as a data: address that the
 * page's policy forbids to fetch and that is a third larger than the bytes, and puts it beside the script.
 * Leaves the foundries' model cards empty: no deck of ours names one.
 * @returns {import('vite').Plugin}
 */
export function ngspiceForPages() {
  return {
    name: 'ngspice-for-pages',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /eecircuit-engine\.mjs$/ },
      handler(code) {
        const bytes = embeddedWasm.exec(code)?.[1];
        embeddedWasm.lastIndex = 0;
        if (bytes === undefined) {
          throw new Error('eecircuit-engine no longer holds its WebAssembly as a data: address; adapt this.');
        }
        const file = this.emitFile({
          type: 'asset',
          name: 'ngspice.wasm',
          source: Buffer.from(bytes, 'base64'),
        });
        return {
          code: code
            .replaceAll(embeddedWasm, `new URL(import.meta.ROLLUP_FILE_URL_${file})`)
            .replaceAll(modelCard, '$1"")'),
          map: null,
        };
      },
    },
  };
}
