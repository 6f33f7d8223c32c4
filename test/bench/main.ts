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
import { type Case, cases } from './cases.ts';
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

function measure(script: string, one: Case): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(script, [one.name], { execArgv: [] });
    child.on('message', (measured) => resolve(measured as Measured));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code !== 0) reject(new Error(`bench: ${one.name} ended with ${code}.`));
    });
  });
}

const widths = [38, 9, 14, 9, 9, 22];
const line = (cells: readonly string[]): string =>
  cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join('');
const count = (n: number): string => Math.round(n).toLocaleString('en');

const script = await bundle();
console.log('17 weights, random patterns of +/-1, random targets of +/-1; medians of 31 warm rounds');
console.log(line(['', 'ns', 'per second', 'by hand', 'ratio', 'target']));
for (const one of cases) {
  const { hand, nanoseconds, ratio } = await measure(script, one);
  const { target } = one;
  const met = 'ratio' in target ? ratio <= target.ratio : 1e9 / nanoseconds >= target.perSecond;
  const wanted = 'ratio' in target ? `<= ${target.ratio} x` : `>= ${count(target.perSecond)}/s`;
  console.log(
    line([
      one.name,
      nanoseconds.toFixed(0),
      count(1e9 / nanoseconds),
      `${hand.toFixed(1)} ns`,
      `${ratio.toFixed(1)} x`,
      `${wanted} ${met ? 'met' : 'MISSED'}`,
    ]),
  );
}

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
