/** How smoothly the page draws while the machine runs as fast as it can. Used by `npm run bench` and printed by the end-to-end test. */
import type { Page } from 'playwright-core';

export interface Smoothness {
  readonly framesPerSecond: number;
  /** longest task of the main thread, ms; tasks under 50 ms do not count */
  readonly longestTask: number;
  readonly tasksOver50: number;
  readonly presentationsPerSecond: number;
}

/** Address of a machine with a run that does not end while it is measured. */
export const endlessRun = (machine: string): string => `#circuit=${machine}&epochs=1000000000`;

/** Starts the run on an opened page and watches it for so many seconds. */
export async function measureSmoothness(page: Page, seconds: number): Promise<Smoothness> {
  await page.waitForSelector('.curve canvas');
  await page.getByLabel('Speed').selectOption('full');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.waitForTimeout(500);
  return page.evaluate(watch, seconds);
}

/** One line for people. */
export const smoothnessInWords = (s: Smoothness): string =>
  `${s.framesPerSecond.toFixed(1)} frames/s, longest task ${s.longestTask.toFixed(0)} ms, ${s.tasksOver50} over 50 ms, ` +
  `${Math.round(s.presentationsPerSecond).toLocaleString('en')} presentations/s`;

/** Runs in the page. */
async function watch(seconds: number): Promise<Smoothness> {
  const position = (): number =>
    Number(
      (document.querySelector('.position')?.textContent ?? '')
        .replaceAll('\u202f', '')
        .match(/presentation (\d+)/)?.[1],
    );
  const tasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration);
  });
  observer.observe({ type: 'longtask' });
  const from = position();
  const begun = performance.now();
  let frames = 0;
  await new Promise<void>((resolve) => {
    const frame = (now: number): void => {
      frames++;
      if (now - begun < seconds * 1000) requestAnimationFrame(frame);
      else resolve();
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  const passed = (performance.now() - begun) / 1000;
  return {
    framesPerSecond: frames / passed,
    longestTask: Math.max(0, ...tasks),
    tasksOver50: tasks.length,
    presentationsPerSecond: (position() - from) / passed,
  };
}
