import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityViolations, siteInChromium } from './helpers.ts';

const site = siteInChromium();
const machines = ['adaline', 'knobby-adaline', 'madaline-xor', 'digital-adaline'] as const;

/** Opens the bench and waits until the first picture stands. */
async function openBench(options: Parameters<typeof site.open>[0] = {}) {
  const opened = await site.open(options);
  await opened.page.waitForSelector('.time .position');
  // what comes later to the front panel is there
  await opened.page.waitForSelector('.face .waiting', { state: 'detached' });
  await settle(opened.page);
  return opened;
}
/** Waits until the worker has answered and the page has drawn it. */
const settle = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => document.querySelector('progress') === null);
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 120))),
  );
};
const click = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
  await settle(page);
};
const position = (page: Page): Promise<string> => page.locator('.position').innerText();
const phase = (page: Page): Promise<string | null> =>
  page.locator('[data-here=true]').getAttribute('data-state');
/** All numbers of the table of weights. */
async function weightTable(page: Page): Promise<number[][]> {
  const details = page.locator('.table-fold');
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await page.waitForSelector('.weight-table td');
  const texts = await page.locator('.weight-table td').allInnerTexts();
  const numbers = texts.map((text) => Number(text.replace('−', '-')));
  return Array.from({ length: numbers.length / 3 }, (_, k) => numbers.slice(3 * k, 3 * k + 3));
}
/** Everything that the page shows of a moment, as text. */
async function picture(page: Page): Promise<string> {
  // what a screen reader was told last comes a moment later than what is seen
  const parts = ['.face', '.path', '.sentence > :not([aria-live])', '.states', '.compare', '.position'];
  const texts = await Promise.all(parts.map((part) => page.locator(part).allTextContents()));
  return texts.flat().join('\n');
}

describe('the bench', () => {
  test('opens on the ADALINE with the patterns of 1960, without a problem', async () => {
    const { page, problems } = await openBench();
    expect(await page.getByLabel('Machine').inputValue()).toBe('adaline');
    expect(await page.getByLabel('Patterns').inputValue()).toBe('tgf');
    expect(await page.getByRole('switch').count()).toBe(16);
    expect(await page.locator('.cell').count()).toBe(17);
    expect(await page.locator('.sentence').innerText()).toContain('Presentation 1, T, present: sum 0.0');
    await page.waitForSelector('.curve canvas');
    expect(problems).toEqual([]);
  });

  test('steps phase by phase through the state diagram, and round again', async () => {
    const { page } = await openBench();
    const seen = [await phase(page)];
    for (let k = 0; k < 5; k++) {
      await click(page, 'Forward one phase');
      seen.push(await phase(page));
      expect(await page.locator('[data-now]').getAttribute('data-now')).toBe(seen.at(-1));
    }
    expect(seen).toEqual(['present', 'sense', 'compare', 'adapt', 'rest', 'present']);
  });

  test('steps back to exactly the same picture, in every unit', async () => {
    // back goes to the beginning of a unit, so each begins where its own unit does
    const { page } = await openBench();
    for (const [unit, at] of [
      ['tick', '8.2.1'],
      ['phase', '8.3.0'],
      ['presentation', '13'],
      ['epoch', '12'],
    ]) {
      await openAt(page, `device=as-built&ticks=4&at=${at}`);
      await weightTable(page);
      const before = await picture(page);
      await click(page, `Forward one ${unit}`);
      expect(await picture(page)).not.toBe(before);
      await click(page, `Back one ${unit}`);
      expect(await picture(page)).toBe(before);
    }
  });

  test('after 73 presentations at alpha 1 all six patterns are below one division, in both tracks', async () => {
    const { page } = await openBench({ hash: 'step=1&at=60' });
    for (let k = 0; k < 13; k++) await click(page, 'Forward one presentation');
    expect(await position(page)).toContain('presentation 74 of 120');
    const weights = await weightTable(page);
    for (const [hardware, ideal] of weights) expect(hardware).toBe(ideal);
    expect(await page.locator('.figures').innerText()).toMatch(/weight distance, rms\s+0 divisions/);
    // the six patterns of the set, by the weights that the page shows
    const pictures = ['###..#...#...#..', '.###..#...#...#.', '###.#...###.###.', '.###.#...###.###'];
    pictures.push('###.##..#...#...', '.###.##..#...#..');
    const desired = [60, 60, 0, 0, -60, -60];
    pictures.forEach((rows, k) => {
      const x = [1, ...Array.from(rows, (sign) => (sign === '#' ? 1 : -1))];
      for (const track of [0, 1]) {
        const sum = x.reduce((s, xi, i) => s + xi * weights[i]![track]!, 0);
        expect(Math.abs(desired[k]! - sum)).toBeLessThan(1);
      }
    });
  });

  test('a copied link shows the same picture, acts by hand included', async () => {
    const { page } = await openBench({
      hash: 'circuit=knobby-adaline&device=as-built&at=3',
      context: { permissions: ['clipboard-read', 'clipboard-write'] },
    });
    await click(page, 'Forward one phase');
    await page.getByRole('switch').nth(5).click();
    await page.getByRole('slider', { name: 'Gain w4', exact: true }).press('PageUp');
    await settle(page);
    await click(page, 'Forward one presentation');
    await click(page, 'Forward one phase');
    const before = await picture(page);
    await click(page, 'Copy link');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('hand=');
    const { page: other } = await openBench({ hash: new URL(link).hash });
    expect(await picture(other)).toBe(before);
  });

  test('runs at full speed to the end of its epochs and stops there; Run goes on for as many', async () => {
    const { page } = await openBench({ hash: 'epochs=3' });
    await setSpeed(page, 'full');
    await click(page, 'Run');
    await page.getByRole('button', { name: 'Run' }).waitFor();
    expect(await position(page)).toContain('presentation 18 of 18');
    await click(page, 'Run');
    await page.getByRole('button', { name: 'Run' }).waitFor();
    expect(await position(page)).toContain('presentation 36 of 36');
    await click(page, 'Reset');
    expect(await position(page)).toContain('presentation 1 of 18');
  });

  test.each([
    ['knobby-adaline', '10'],
    ['adaline', '1'],
    ['madaline-xor', '1'],
  ])('%s gets through its longest phases at %s×', async (machine, speed) => {
    const { page } = await openBench({ hash: `circuit=${machine}` });
    await setSpeed(page, speed);
    await click(page, 'Run');
    // a phase may last longer than the clock ever catches up with at once
    await page.waitForFunction(() =>
      document.querySelector('.position')?.textContent?.startsWith('presentation 2 '),
    );
  });

  test('says what to do first, then what it is for, and names the picture in the title', async () => {
    const { page } = await openBench();
    const guide = page.locator('.guide');
    expect(await guide.innerText()).toMatch(/start here.*press Run/i);
    await click(page, 'Forward one presentation');
    expect(await guide.innerText()).toMatch(/task.*6 patterns/i);
    expect(await page.title()).toBe('ADALINE with memistors, tgf, after 1 presentation · adaline-lab');
    await openAt(page, 'epochs=2&at=12');
    expect(await guide.innerText()).toMatch(/paused.*after 2 epochs/i);
    await openAt(page, 'patterns=tj&bias=0&gate=0.5&rule=mu-lms&step=0.005&epochs=100&at=99');
    expect(await guide.innerText()).toMatch(/done/i);
    expect(await page.getByRole('button', { name: 'Run' }).getAttribute('aria-disabled')).toBe('true');
  });

  test('explains its words', async () => {
    const { page } = await openBench();
    await page.locator('summary', { hasText: 'Words' }).click();
    const glossary = await page.locator('.glossary').innerText();
    for (const word of ['epoch', 'division', 'memistor', 'rms', 'non-ideality', 'alpha'])
      expect(glossary).toContain(word);
  });

  test('keeps its height and its clock in place while numbers grow', async () => {
    const { page } = await openBench({ hash: 'epochs=100000000&device=as-built' });
    const places = (): Promise<number[]> =>
      page
        .locator('.time, .work > *, .compare > *, .instrument > *')
        .evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().top)));
    await page.waitForSelector('.curve canvas');
    const before = await places();
    await setSpeed(page, 'full');
    await click(page, 'Run');
    await page.waitForFunction(() => (document.querySelector('.position')?.textContent?.length ?? 0) > 60);
    await click(page, 'Pause');
    expect(await places()).toEqual(before);
  });

  test.each(machines)('shows the whole panel of %s above the clock at 1440 by 900', async (machine) => {
    const { page } = await openBench({ hash: `circuit=${machine}&at=9.3` });
    const bottom = await page.locator('.instrument').evaluate((e) => e.getBoundingClientRect().bottom);
    const clock = await page.locator('.time').evaluate((e) => e.getBoundingClientRect().top);
    expect(bottom).toBeLessThanOrEqual(clock);
  });

  test('has number fields instead of switches where any pattern is analog', async () => {
    const { page } = await openBench({ hash: 'patterns=kepler' });
    expect(await page.getByRole('switch').count()).toBe(0);
    await page.getByText('Your own patterns').click();
    // the first row alone would do with switches
    await page.getByLabel('or type it').fill('x1,x2,d\n1,1,1\n-1,.5,1\n');
    await click(page, 'Use these patterns');
    expect(await page.getByRole('switch').count()).toBe(0);
  });

  test('says when a link cannot carry the patterns', async () => {
    const { page } = await openBench({
      context: { permissions: ['clipboard-read', 'clipboard-write'] },
    });
    await page.getByText('Your own patterns').click();
    await click(page, 'Use these patterns');
    await click(page, 'Copy link');
    expect(await page.locator('.share').innerText()).toBe('Link copied without your patterns');
  });

  test('a switch thrown by hand is seen by both tracks', async () => {
    const { page } = await openBench({ hash: 'at=10.1' });
    const first = page.getByRole('switch').first();
    const before = await page.locator('.path title').textContent();
    const was = await first.getAttribute('aria-checked');
    await first.click();
    await settle(page);
    expect(await first.getAttribute('aria-checked')).not.toBe(was);
    expect(await page.locator('.path title').textContent()).not.toBe(before);
    for (const [hardware, ideal] of await weightTable(page)) expect(hardware).toBe(ideal);
    expect(await page.locator('.hand-log').innerText()).toContain('1 act by hand');
    await click(page, 'Forget');
    expect(await page.locator('.hand-log').count()).toBe(0);
    expect(await page.locator('.path title').textContent()).toBe(before);
  });

  test('tells a divergence in words, with no NaN anywhere', async () => {
    const { page } = await openBench({ hash: 'step=2.5&epochs=2000' });
    await setSpeed(page, 'full');
    await click(page, 'Run');
    await page.getByRole('button', { name: 'Run' }).waitFor();
    await settle(page);
    expect(await page.locator('.compare').innerText()).toMatch(/Both tracks diverged at presentation \d/);
    expect(await page.locator('body').innerText()).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('works with every machine and every pattern set that it offers', async () => {
    const { page, problems } = await openBench();
    for (const machine of machines) {
      await page.getByLabel('Machine').selectOption(machine);
      await settle(page);
      const names = await page.getByLabel('Patterns').locator('option').evaluateAll(values);
      for (const name of names) {
        await page.getByLabel('Patterns').selectOption(name);
        await settle(page);
        expect(await page.getByLabel('Patterns').inputValue()).toBe(name);
        await click(page, 'Forward one presentation');
        expect(await page.locator('.notice-bar').count(), `${machine} ${name}`).toBe(0);
      }
    }
    expect(problems).toEqual([]);
  }, 120_000);

  test('takes patterns of one’s own, and says in one line what is wrong with others', async () => {
    const { page } = await openBench();
    await page.getByText('Your own patterns').click();
    await page.getByLabel('or type it').fill('x1,d\n1,2\n1,nonsense\n');
    await click(page, 'Use these patterns');
    expect(await page.getByRole('alert').innerText()).toContain(
      'typed.csv: line 3, column 2 "d": found "nonsense"',
    );
    await page.getByLabel('or type it').fill('x1,x2,d\n1,2,3\n-1,.5,1\n');
    await click(page, 'Use these patterns');
    expect(await page.getByLabel('Patterns').inputValue()).toBe('typed.csv');
    await click(page, 'Forward one epoch');
    expect(await position(page)).toContain('presentation 3 of 40');
  });

  test('changing a setting repeats the run up to the same moment', async () => {
    const { page } = await openBench({ hash: 'at=20.3' });
    await page.getByText('Settings').click();
    const gain = page.getByLabel('open-loop gain', { exact: false });
    await gain.first().fill('1000');
    await gain.first().press('Enter');
    await settle(page);
    expect(await position(page)).toContain('presentation 21 of');
    await page.waitForURL(/set\.neuron\.summer\.gain=1000/);
    expect(await page.locator('.figures').innerText()).not.toMatch(/weight distance, rms\s+0 divisions/);
  });
});

describe('a hostile or damaged address', () => {
  const junk = 'x'.repeat(10_000);
  test.each([
    ['script', 'circuit=%3Cscript%3Ealert(1)%3C/script%3E&patterns=<img src=x onerror=alert(1)>'],
    ['huge numbers', 'step=1e308&seed=1e99&at=999999999999.9.9&ticks=1e9&epochs=1e30'],
    ['not numbers', 'step=NaN&seed=Infinity&gate=-1&set.neuron.unit=NaN&set.neuron.gain=0'],
    ['unknown names', 'circuit=adalin&rule=lsm&device=perfect&order=backwards&nonsense=1'],
    ['ten thousand letters', `${junk}=1`],
    ['hand events', 'hand=0.0.0c99999,1;zzz&at=-5'],
    ['prototypes', '__proto__=1&constructor=2&set.__proto__=3&set.constructor=4&toString=5'],
  ])('with %s shows notices and a working page', async (_name, hash) => {
    const { page, problems } = await openBench({ hash });
    const notices = await page.locator('.notice-bar li').allInnerTexts();
    expect(notices.length).toBeGreaterThan(0);
    for (const notice of notices) {
      expect(notice).toMatch(/^Ignored: /);
      // the page's reader has no command line
      expect(notice).not.toMatch(/adaline list| --/);
    }
    expect(await page.locator('.notices img, .notices script, body script:not([src])').count()).toBe(0);
    expect(await phase(page)).toBe('present');
    await click(page, 'Forward one phase');
    expect(await phase(page)).toBe('sense');
    await page.locator('.notice-bar').getByRole('button', { name: 'Close' }).click();
    await settle(page);
    expect(await page.locator('.notice-bar').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('that leads far shows its progress and can be stopped', async () => {
    const { page } = await site.open({ hash: 'device=as-built&at=1000000' });
    await page.getByRole('button', { name: 'Stop here' }).click();
    await settle(page);
    expect(await page.locator('progress').count()).toBe(0);
    await click(page, 'Forward one phase');
    expect(await phase(page)).not.toBeNull();
  });
});

describe('by keyboard alone', () => {
  test('Tab reaches Run; space runs and pauses; arrows step by phase', async () => {
    const { page } = await openBench();
    await page.keyboard.press('ArrowRight');
    await settle(page);
    expect(await phase(page)).toBe('sense');
    await page.keyboard.press('ArrowLeft');
    await settle(page);
    expect(await phase(page)).toBe('present');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Run' }).waitFor();
    let reached = '';
    for (let k = 0; k < 60 && !reached.includes('Run'); k++) {
      await page.keyboard.press('Tab');
      reached = await page.evaluate(() => document.activeElement?.textContent ?? '');
    }
    expect(reached).toContain('Run');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Run' }).waitFor();
  });

  test('a button that has nothing more to do keeps the focus', async () => {
    const { page } = await openBench({ hash: 'at=0.1' });
    const back = page.getByRole('button', { name: 'Back one phase' });
    await back.focus();
    await page.keyboard.press('Enter');
    await settle(page);
    expect(await back.getAttribute('aria-disabled')).toBe('true');
    expect(await back.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test('nothing that Tab reaches lies under the clock', async () => {
    const { page } = await openBench({ hash: 'circuit=knobby-adaline', width: 1280, height: 700 });
    for (const fold of ['Settings', 'Your own patterns'])
      await page.locator('summary', { hasText: fold }).click();
    await page.waitForSelector('.own-data');
    for (let k = 0; k < 60; k++) {
      await page.keyboard.press('Tab');
      const covered = await page.evaluate(() => {
        const focus = document.activeElement!;
        const clock = document.querySelector('.time')!;
        const { top, height } = focus.getBoundingClientRect();
        // a field taller than the room beside the clock has its top in sight
        const covers = top + Math.min(height, 60) > clock.getBoundingClientRect().top + 1;
        return covers && focus !== document.body && !clock.contains(focus)
          ? focus.outerHTML.slice(0, 90)
          : '';
      });
      expect(covered).toBe('');
    }
  });

  test('switches are thrown by Enter and knobs are turned by arrow keys', async () => {
    const { page } = await openBench({ hash: 'circuit=knobby-adaline' });
    await page.getByText('you', { exact: true }).click();
    await settle(page);
    const knob = page.getByRole('slider', { name: 'Gain w2', exact: true });
    const gain = async (): Promise<number> => Number(await knob.getAttribute('aria-valuenow'));
    await knob.focus();
    await page.keyboard.press('ArrowUp');
    await settle(page);
    const once = await gain();
    expect(once).toBeGreaterThan(0);
    await page.keyboard.press('ArrowDown');
    await settle(page);
    expect(await gain()).toBeCloseTo(0, 9);
    const toggle = page.getByRole('switch').first();
    const before = await toggle.getAttribute('aria-checked');
    await toggle.focus();
    await page.keyboard.press('Enter');
    await settle(page);
    expect(await toggle.getAttribute('aria-checked')).not.toBe(before);
  });
});

describe('for everybody', () => {
  test.each([
    [1440, 'adaline'],
    [390, 'knobby-adaline'],
    [320, 'madaline-xor'],
  ])('at %i pixels every control of %s is at least 24 pixels high and wide', async (width, machine) => {
    const { page } = await openBench({ width, hash: `circuit=${machine}&nonsense=1` });
    for (const fold of ['Settings', 'Your own patterns'])
      await page.locator('summary', { hasText: fold }).click();
    await page.waitForSelector('.own-data');
    const small = await page
      .locator('button:not(.skip-link), select, input, textarea, summary, [role=slider]')
      .evaluateAll((all) =>
        all
          .map((e) => (e.closest('.tick-box, .who label') ?? e).getBoundingClientRect())
          .filter(({ width: w, height: h }) => w < 24 || h < 24),
      );
    expect(small).toEqual([]);
  });

  for (const theme of ['light', 'dark'] as const)
    test.each(machines)(`%s has no violation that axe knows, ${theme}`, async (machine) => {
      const { page } = await openBench({
        theme,
        hash: `circuit=${machine}&device=as-built&at=9.3&nonsense=1`,
      });
      await page.waitForSelector('.curve canvas');
      for (const fold of ['Settings', 'Your own patterns', 'About this machine']) {
        await page.locator('summary', { hasText: fold }).click();
      }
      await page.locator('.table-fold summary').click();
      await page.waitForSelector('.about');
      expect(await accessibilityViolations(page)).toEqual([]);
    });

  test.each([
    [1440, 'adaline'],
    [1024, 'knobby-adaline'],
    [390, 'adaline'],
    [390, 'knobby-adaline'],
    [390, 'madaline-xor'],
    [320, 'adaline'],
  ])('at %i pixels %s does not scroll sideways', async (width, machine) => {
    const { page } = await openBench({
      width,
      hash: `circuit=${machine}&device=as-built&at=100.3&nonsense=1`,
    });
    await page.waitForSelector('.curve canvas');
    for (const fold of ['Settings', 'Your own patterns', 'About this machine'])
      await page.locator('summary', { hasText: fold }).click();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });

  test('on a phone comes in the order circuit, clock, face, comparison', async () => {
    const { page } = await openBench({ width: 390, height: 844 });
    const tops = await page
      .locator('.work, .time, .face, .compare')
      .evaluateAll((all) => all.map((e) => [e.className, e.getBoundingClientRect().top] as const));
    const order = [...tops].sort((a, b) => a[1] - b[1]).map(([name]) => name);
    expect(order).toEqual(['work', 'time', 'face', 'compare']);
  });
});

const values = (options: (HTMLElement | SVGElement)[]): string[] =>
  options.map((option) => (option as HTMLOptionElement).value);
async function setSpeed(page: Page, speed: string): Promise<void> {
  await page.getByLabel('Speed').selectOption(speed);
}
async function openAt(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await settle(page);
}
