// npm run layouts
// Lays out the logic drawings that most people open, and stores them in ui/components/logic-layouts.json:
// ELK takes a second or two for each, and it is the same every time. Run it when such a drawing has changed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSiteIfStale } from './lib/build.mjs';
import { ensureChromium, launchArguments } from './lib/chromium.mjs';
import { root } from './lib/project.mjs';
import { serveSite } from './lib/serve.mjs';

const file = join(root, 'ui/components/logic-layouts.json');
/** The machines with their opening patterns, and the ADALINE with timed pulses. */
const drawings = ['#circuit=adaline', '#circuit=adaline&rule=mu-lms&step=0.005', '#circuit=digital-adaline'];

try {
  // without stored layouts the page asks ELK
  writeFileSync(file, '{}\n');
  if (!(await buildSiteIfStale())) throw new Error('The build failed; see its messages above.');
  const layouts = await layOutAll();
  writeFileSync(file, `${JSON.stringify(layouts)}\n`);
  console.log(`${Object.keys(layouts).length} layouts stored in ${file}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @returns {Promise<Record<string, { boxes: number[][], bends: number[][] }>>} */
async function layOutAll() {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: launchArguments });
  const { address, close } = await serveSite();
  try {
    /** @type {Awaited<ReturnType<typeof layOutAll>>} */
    const layouts = {};
    for (const hash of drawings) {
      const page = await browser.newPage();
      await page.addInitScript(listenToElk);
      await page.goto(address + hash);
      await page.locator('.fold > summary', { hasText: 'Control logic' }).click();
      const answer = await page.waitForFunction(() => /** @type {any} */ (globalThis).elkAnswer, null, {
        timeout: 120_000,
      });
      const { id, children, edges } = await answer.jsonValue();
      const tenth = (/** @type {number} */ x) => Math.round(x * 10) / 10;
      layouts[id] = {
        boxes: inOrder(children).map(({ x, y }) => [tenth(x), tenth(y)]),
        bends: inOrder(edges).map(({ sections }) =>
          (sections?.[0]?.bendPoints ?? []).flatMap((/** @type {any} */ p) => [tenth(p.x), tenth(p.y)]),
        ),
      };
      await page.close();
    }
    return layouts;
  } finally {
    await browser.close();
    await close();
  }
}

/** @param {any[]} things named by their numbers, with or without a letter before */
function inOrder(things) {
  const numberOf = (/** @type {any} */ { id }) => Number(id.replace(/^e/, ''));
  return [...things].sort((a, b) => numberOf(a) - numberOf(b));
}

/** Runs in the page before its own scripts: keeps the layout that ELK's worker answers with. */
function listenToElk() {
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        if (data?.data?.children) /** @type {any} */ (globalThis).elkAnswer = data.data;
      });
    }
  };
}
