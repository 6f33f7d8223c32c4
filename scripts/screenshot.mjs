// npm run screenshot -- [--hash '#...'] (an empty one opens the page as a visitor meets it) [--width 1440] [--height 900] [--theme light|dark] [--full] [--out FILE]
// Builds when a source has changed, and takes a picture of the page in Chromium.
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSiteIfStale } from './lib/build.mjs';
import { ensureChromium, launchArguments } from './lib/chromium.mjs';
import { root } from './lib/project.mjs';
import { serveSite } from './lib/serve.mjs';

/** What the README's picture shows: cells being plated, as built, in the fourth epoch. */
const readmeMoment = '#circuit=adaline&step=1&device=as-built&ticks=64&at=18.3.2';

try {
  await takeScreenshot(readOptions());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      hash: { type: 'string', default: readmeMoment },
      width: { type: 'string', default: '1440' },
      height: { type: 'string', default: '900' },
      theme: { type: 'string', default: 'light' },
      full: { type: 'boolean', default: false },
      out: { type: 'string', default: 'docs/bench.png' },
    },
  });
  const [width, height] = [Number(values.width), Number(values.height)];
  if (!Number.isInteger(width) || width < 1) throw new Error(`--width is ${values.width}; it takes pixels.`);
  if (!Number.isInteger(height) || height < 1)
    throw new Error(`--height is ${values.height}; it takes pixels.`);
  const theme = /** @type {const} */ (['light', 'dark']).find((name) => name === values.theme);
  if (theme === undefined) throw new Error(`--theme is ${values.theme}; it takes light or dark.`);
  const hash = values.hash.replace(/^#?(?=.)/, '#');
  // A name without a folder is meant relative to where the command was typed, not to the project.
  const folder = process.env['INIT_CWD'] ?? process.cwd();
  const out = resolve(values.out === 'docs/bench.png' ? root : folder, values.out);
  return { hash, width, height, theme, full: values.full, out };
}

/** @param {ReturnType<typeof readOptions>} options */
async function takeScreenshot({ hash, width, height, theme, full, out }) {
  if (!(await buildSiteIfStale())) throw new Error('The build failed; see its messages above.');
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: launchArguments });
  const { address, close } = await serveSite();
  try {
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
    });
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(`page: ${message.text()}`);
    });
    page.on('pageerror', (error) => console.error(`page: ${error.message}`));
    await page.goto(address + hash, { waitUntil: 'networkidle' });
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    mkdirSync(dirname(out), { recursive: true });
    await page.screenshot({ path: out, fullPage: full });
    console.log(out);
  } finally {
    await browser.close();
    await close();
  }
}
