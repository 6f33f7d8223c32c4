import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { endlessRun, measureSmoothness, smoothnessInWords } from '../bench/page.ts';
import { siteInChromium } from './helpers.ts';

const site = siteInChromium('/bench/of/1960/');
const SECONDS = 2;

// Frames and tasks are printed here and by `npm run bench`, and not asserted: how many a shared machine
// gets to draw is not ours. What is asserted is that the page lives and obeys.
describe('while running at full speed', () => {
  test.each(circuits.map((c) => c.id))('%s draws, and stops when it is told to', async (machine) => {
    const { page, problems } = await site.open({ hash: endlessRun(machine), reducedMotion: false });
    const measured = await measureSmoothness(page, SECONDS);
    console.log(`${machine}: ${smoothnessInWords(measured)}`);
    expect(measured.presentationsPerSecond).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Run' }).waitFor();
    const stands = await page.locator('.position').textContent();
    await page.waitForTimeout(300);
    expect(await page.locator('.position').textContent()).toBe(stands);
    expect(problems).toEqual([]);
  });
});
