/**
 * `npm run bench`: how fast the ideal rules and the hardware kernel are, beside LMS written by hand,
 * and how smoothly the page draws while it runs at full speed.
 * Figures, not a test: the machine's mood is in them. Every case has a process of its own, as a run
 * in the lab has, where the hand-written loop and the case take turns.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { circuits } from '../../circuits/index.ts';
import { buildSiteIfStale } from '../../scripts/lib/build.mjs';
import { ensureChromium, launchArguments } from '../../scripts/lib/chromium.mjs';
import { serveSite } from '../../scripts/lib/serve.mjs';
import { cases } from './cases.ts';
import type { Contest, Result } from './contest.ts';
import { contests } from './contests/index.ts';
import type { Measured } from './measure.ts';
import { endlessRun, measureSmoothness, smoothnessInWords } from './page.ts';

const source = fileURLToPath(new URL('./measure.ts', import.meta.url));
const outDir = fileURLToPath(new URL('../../node_modules/.cache/bench', import.meta.url));

/** Bundles what is measured, as it is shipped: code that tsx has been at runs half as fast again. */
async function bundle(): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: source,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'measure.mjs' } },
    },
  });
  return `${outDir}/measure.mjs`;
}

/** Measures one case or contest in a process of its own. */
function measure<T>(script: string, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(script, [name], { execArgv: [] });
    child.on('message', (measured) => resolve(measured as T));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code !== 0) reject(new Error(`bench: ${name} ended with ${code}.`));
    });
  });
}

const widths = [38, 9, 14, 9, 9, 22];
const line = (cells: readonly string[]): string =>
  cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join('');
const count = (n: number): string => Math.round(n).toLocaleString('en');

const time = (ns: number): string =>
  ns < 1e3 ? `${ns.toFixed(1)} ns` : ns < 1e6 ? `${(ns / 1e3).toFixed(2)} us` : `${(ns / 1e6).toFixed(2)} ms`;

function told({ name, unit, target }: Contest, result: Result): string {
  const { own, rival, rivalName, timesFaster, note } = result;
  const perSecond = 1e9 / own;
  const beside =
    rival === null || timesFaster === null
      ? ''
      : `; ${rivalName} ${time(rival)}: ${timesFaster >= 100 ? count(timesFaster) : timesFaster.toFixed(2)} times faster`;
  const [wanted, met] =
    'timesFaster' in target
      ? [
          `>= ${count(target.timesFaster)} times`,
          timesFaster === null ? null : timesFaster >= target.timesFaster,
        ]
      : 'perSecond' in target
        ? [`>= ${count(target.perSecond)}/s`, perSecond >= target.perSecond]
        : [`<= ${target.milliseconds} ms`, own / 1e6 <= target.milliseconds];
  const verdict = met === null ? 'no rival here' : met ? 'met' : 'MISSED';
  return `${name}\n    ${time(own)}, ${count(perSecond)} ${unit}/s${beside}; ${wanted} ${verdict}${note ? `\n    ${note}` : ''}`;
}

// words on the command line choose what is measured: npm run bench -- crossbar
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((word) => name.includes(word));

const script = await bundle();
const chosen = cases.filter(({ name }) => isWanted(name));
if (chosen.length > 0) {
  console.log('17 weights, random patterns of +/-1, random targets of +/-1; medians of 31 warm rounds');
  console.log(line(['', 'ns', 'per second', 'by hand', 'ratio', 'target']));
}
for (const one of chosen) {
  const { hand, nanoseconds, ratio } = await measure<Measured>(script, one.name);
  const { target } = one;
  const met = 'ratio' in target ? ratio <= target.ratio : 1e9 / nanoseconds >= target.perSecond;
  const aim = 'ratio' in target ? `<= ${target.ratio} x` : `>= ${count(target.perSecond)}/s`;
  console.log(
    line([
      one.name,
      nanoseconds.toFixed(0),
      count(1e9 / nanoseconds),
      `${hand.toFixed(1)} ns`,
      `${ratio.toFixed(1)} x`,
      `${aim} ${met ? 'met' : 'MISSED'}`,
    ]),
  );
}

console.log('\nAlone, or beside a rival that does the same work in turns with it');
for (const contest of contests.filter(({ name }) => isWanted(name)))
  console.log(told(contest, await measure<Result>(script, contest.name)));
if (!isWanted('page')) process.exit(0);

console.log('\nThe page at full speed; 60 frames/s and no task over 50 ms are aimed at');
if (!(await buildSiteIfStale())) throw new Error('bench: the site does not build; see the messages above.');
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: launchArguments });
const site = await serveSite();
try {
  for (const { id } of circuits) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // tsx marks every function with this helper, also those that run in the page
    await page.addInitScript('globalThis.__name = (f) => f');
    await page.goto(site.address + endlessRun(id), { waitUntil: 'load' });
    console.log(`${id.padEnd(widths[0])}${smoothnessInWords(await measureSmoothness(page, 3))}`);
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
