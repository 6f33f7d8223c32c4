import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { accessibilityViolations, siteInChromium } from './helpers.ts';

const site = siteInChromium('/below/a/path/');

/** Opens the bench with some of its panels. */
async function openPanels(panels: readonly string[], options: Parameters<typeof site.open>[0] = {}) {
  const opened = await site.open(options);
  await opened.page.waitForSelector('.time .position');
  for (const panel of panels) await opened.page.locator('.fold > summary', { hasText: panel }).click();
  return opened;
}
/** Opens the control logic and waits for its drawing and its table. */
async function openLogic(hash: string) {
  const opened = await openPanels(['Control logic'], { hash });
  const { page } = opened;
  await page.waitForSelector('.logic-stage > div:not(.hidden) svg .joint-link', { state: 'attached' });
  await page.locator('.logic .table-fold summary').click();
  await page.waitForSelector('.signals [data-value]');
  return opened;
}
/** Every signal of the table by its name. */
const signals = async (page: Page): Promise<Record<string, string>> =>
  Object.fromEntries(
    await page
      .locator('.signals [data-signal]')
      .evaluateAll((all) => all.map((e) => [e.getAttribute('data-signal'), e.getAttribute('data-value')])),
  );
const says = (page: Page): Promise<string> => page.locator('.logic-says').innerText();
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const cellsIn = (page: Page, mode: string): Promise<number> =>
  page.locator(`.cell[data-mode=${mode}]`).count();
/** What the drawing itself shows at the output of a cell. */
const drawn = (page: Page, cell: string): Promise<string | null> =>
  page.locator(`.logic-stage [model-id="${cell}"] [port-group=out] .bits`).first().textContent();

const devicesOf = (page: Page) => page.locator('.choices label', { hasText: 'Devices' }).locator('select');

describe('a machine of logic', () => {
  test.each([1440, 390])(
    'shows each word whole, and the number that it stands for, %i px wide',
    async (width) => {
      const { page } = await site.open({ hash: 'circuit=digital-adaline&at=110', width });
      await page.waitForSelector('.words li');
      const rows = await page.locator('.words li').evaluateAll((all) =>
        all.map((row) => ({
          bits: row.querySelector('.bits')?.textContent ?? '',
          value: row.querySelector('.cell-value')?.textContent ?? '',
        })),
      );
      expect(rows).toHaveLength(17);
      for (const { bits, value } of rows) {
        const word = bits.replaceAll(/\s/g, '');
        const weights = [...word].map(
          (bit, k) => Number(bit) * 2 ** (word.length - 1 - k) * (k === 0 ? -1 : 1),
        );
        expect(Number(value.replace('\u2212', '-'))).toBe(weights.reduce((sum, x) => sum + x, 0));
      }
      const list = page.locator('.words');
      expect(await list.evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
    },
  );
});

describe('the control logic', () => {
  test('follows the bench through its phases, and back', async () => {
    const { page, problems } = await openLogic('device=as-built&step=1&at=3');
    const seen: Record<string, string>[] = [];
    for (const phase of ['present', 'sense', 'compare', 'adapt']) {
      await expect.poll(() => says(page)).toContain(`Presentation 4, ${phase}:`);
      const now = await signals(page);
      for (const lamp of ['present', 'sense', 'compare', 'adapt', 'rest'])
        expect(now[`in_${lamp}`], `lamp of ${lamp} in ${phase}`).toBe(lamp === phase ? '1' : '0');
      const label = await page.locator('.logic-stage [model-id=sequencer] .label').textContent();
      expect(label?.replaceAll('\u00a0', ' ')).toBe(`sequencer: ${phase}`);
      seen.push(now);
      if (phase !== 'adapt') await press(page, 'Forward one phase');
    }
    // the gates choose what the analog circuit plates and strips
    const on = (name: string): number =>
      Object.entries(seen[3]!).filter(([signal, value]) => signal.startsWith(name) && value === '1').length;
    expect(on('plate')).toBe(await cellsIn(page, 'plating'));
    expect(on('strip')).toBe(await cellsIn(page, 'stripping'));
    expect(on('plate') + on('strip')).toBe(17);
    expect(await says(page)).toMatch(/did as the machine does at the \d+ clock edges before/);
    // the drawing and the table tell the same
    expect(await drawn(page, 'flip_flop')).toBe(seen[3]!['decision']);
    await press(page, 'Back one phase');
    await expect.poll(() => says(page)).toContain('Presentation 4, compare:');
    expect(await signals(page)).toEqual(seen[2]);
    expect(problems).toEqual([]);
  });

  test('steps by event with DigitalJS’s own engine from there, and returns to the bench', async () => {
    const { page } = await openLogic('step=1&at=3.3');
    const before = await signals(page);
    expect(before['phase_timer']).toBe('0');
    await press(page, 'Next event');
    await expect
      .poll(() => says(page))
      .toMatch(/^On its own, tick \d+\. Changed: clk = 1\. More is on its way\./);
    await press(page, 'Next event');
    await expect.poll(() => says(page)).toContain('Changed: phase_timer = 1.');
    await press(page, 'Settle');
    await expect.poll(() => says(page)).toContain('All has settled.');
    await press(page, 'Next clock');
    await expect.poll(async () => (await signals(page))['phase_timer']).toBe('2');
    expect(await drawn(page, 'phase_timer')).toBe('2');
    // an input that is turned by hand goes through the gates
    await page.getByRole('button', { name: /^learn is 1/ }).click();
    await press(page, 'Settle');
    expect((await signals(page))['learn']).toBe('0');
    await press(page, 'Unknown start');
    await expect.poll(async () => (await signals(page))['phase_timer']).toBe('x');
    await press(page, 'Follow the bench');
    await expect.poll(() => signals(page)).toEqual(before);
  });

  test('follows while the clock runs', async () => {
    const { page } = await openLogic('step=1&epochs=100');
    await page.getByLabel('Speed').selectOption('10');
    await press(page, 'Run');
    await expect.poll(() => says(page), { timeout: 15_000 }).toMatch(/^Presentation (?!1,)\d+, /);
    await press(page, 'Pause');
    const where = (await page.locator('.position').innerText()).match(/presentation (\d+)/)?.[1];
    await expect.poll(() => says(page)).toContain(`Presentation ${where}, `);
    expect(await says(page)).not.toContain('differ');
  });

  test('is the very netlist of the digital ADALINE, memory included', async () => {
    const { page, problems } = await openLogic('circuit=digital-adaline&at=2.2');
    await expect.poll(() => says(page)).toContain('Presentation 3, compare');
    expect(await says(page)).not.toContain('differ');
    expect(problems).toEqual([]);
  });

  test('of the usual machine is laid out beforehand: npm run layouts stores it anew', async () => {
    const { fetched } = await openLogic('circuit=adaline');
    expect(fetched.some((url) => /logic-layouts/.test(url))).toBe(true);
    expect(fetched.filter((url) => /elk-worker/.test(url))).toEqual([]);
  });

  test('begins where much is seen, finds a cell by its name, and grows around it', async () => {
    const { page } = await openLogic('step=1&at=3.3');
    const middle = async (cell: string): Promise<readonly [number, number]> => {
      const [box, view] = await Promise.all([
        page.locator(`.logic-stage [model-id="${cell}"]`).boundingBox(),
        page.locator('.logic-stage').boundingBox(),
      ]);
      return [
        (box!.x + box!.width / 2 - view!.x) / view!.width,
        (box!.y + box!.height / 2 - view!.y) / view!.height,
      ];
    };
    const isInside = ([x, y]: readonly [number, number]): boolean => x > 0 && x < 1 && y > 0 && y < 1;
    const find = page.getByLabel('Look at');
    expect(isInside(await middle(await find.inputValue()))).toBe(true);
    await find.selectOption('sequencer');
    expect(isInside(await middle('sequencer'))).toBe(true);
    await press(page, 'Larger');
    expect(isInside(await middle('sequencer'))).toBe(true);
    await press(page, 'Whole drawing');
    for (const cell of ['sequencer', 'x0', 'plates8'])
      expect(isInside(await middle(cell)), `${cell} in the whole drawing`).toBe(true);
    // the arrows move the drawing there, and not the clock
    await find.selectOption('flip_flop');
    const before = await page.locator('.position').innerText();
    const [left] = await middle('flip_flop');
    await page.locator('.logic-stage').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await middle('flip_flop'))[0]).toBeGreaterThan(left + 0.01);
    expect(await page.locator('.position').innerText()).toBe(before);
  });

  test('says so where a machine has none', async () => {
    const { page } = await openPanels(['Control logic'], { hash: 'circuit=knobby-adaline' });
    await page.getByText('is not described at gate level').waitFor();
  });
});

describe('ngspice', () => {
  test('agrees with the bench within what is allowed, and both are drawn', async () => {
    const { page, problems } = await openPanels(['Verify with ngspice'], { hash: 'device=as-built' });
    await page.getByLabel('Presentations').fill('2');
    await press(page, 'Verify with ngspice');
    await page.waitForSelector('.verdict');
    expect(await page.locator('.verdict').getAttribute('data-passed')).toBe('true');
    expect(await page.locator('.verdict').innerText()).toContain('ngspice 45');
    await page.getByRole('button', { name: /^Show all/ }).click();
    const lines = await page
      .locator('.verify-table tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => ({ ...(row as HTMLElement).dataset }) as { relative: string; tolerance: string }),
      );
    expect(lines.length).toBeGreaterThan(100);
    for (const { relative, tolerance } of lines)
      expect(Number(relative)).toBeLessThanOrEqual(Number(tolerance));
    await page.waitForSelector('.trace-plot canvas');
    expect(problems).toEqual([]);
  });

  test('that cannot run is reported in one line, and the page lives on', async () => {
    const { page } = await openPanels(['Verify with ngspice']);
    await page.route('**/*.wasm', (route) => route.abort());
    await press(page, 'Verify with ngspice');
    const line = page.locator('.verify [role=alert]');
    await line.waitFor();
    expect(await line.innerText()).toMatch(/^ngspice/);
    await press(page, 'Forward one presentation');
    await expect.poll(() => page.locator('.position').innerText()).toContain('presentation 2 ');
    // and works once it can
    await page.unroute('**/*.wasm');
    await page.getByLabel('Presentations').fill('1');
    await press(page, 'Verify with ngspice');
    await page.waitForSelector('.verdict[data-passed=true]');
  });

  test.each([
    ['a source that nothing balances', 'B9 q9 0 I = V(q9)*V(q9)+1\\nR9 q9 0 1g', 'timestep too small'],
    ['a part that nobody described', 'X9 0 nowhere', 'nowhere'],
  ])('says why in its own words when a deck holds %s, and the page lives on', async (_, card, words) => {
    const { page, problems } = await openPanels(['Verify with ngspice']);
    // nothing on the page makes such a deck, so the worker that writes it is handed out changed
    let changed = 0;
    await page.route(/verify-worker.*\.js$/, async (route) => {
      const response = await route.fetch();
      const script = await response.text();
      changed += script.split('card(`.tran ').length - 1;
      await route.fulfill({ response, body: script.replace('card(`.tran ', `card(\`${card}\\n.tran `) });
    });
    await page.getByLabel('Presentations').fill('1');
    await press(page, 'Verify with ngspice');
    const line = page.locator('.verify [role=alert]');
    await line.waitFor();
    expect(changed).toBe(1);
    const said = await line.innerText();
    expect(said).toMatch(/^ngspice: /);
    expect(said.toLowerCase()).toContain(words);
    expect(said).not.toContain('\n');
    await press(page, 'Forward one presentation');
    await expect.poll(() => page.locator('.position').innerText()).toContain('presentation 2 ');
    await page.unroute(/verify-worker.*\.js$/);
    await press(page, 'Verify with ngspice');
    await page.waitForSelector('.verdict[data-passed=true]');
    expect(problems).toEqual([]);
  });

  test('has nothing to compute in a machine of logic, and the panel says so', async () => {
    const { page } = await openPanels(['Verify with ngspice'], { hash: 'circuit=digital-adaline' });
    await page.getByText('is made of logic alone').waitFor();
    expect(await page.getByRole('button', { name: 'Verify with ngspice' }).count()).toBe(0);
  });

  test('leaves out what hands did, and says so', async () => {
    const { page } = await openPanels(['Verify with ngspice']);
    const words = page.locator('.verify .fold-words');
    expect(await words.innerText()).not.toContain('by hand');
    await page.locator('.face [role=switch]').first().click();
    await expect.poll(() => words.innerText()).toContain('Acts by hand are left out');
  });

  test('is stopped by ending it', async () => {
    const { page } = await openPanels(['Verify with ngspice']);
    await page.getByLabel('Presentations').fill('400');
    await press(page, 'Verify with ngspice');
    await press(page, 'Stop');
    await page.getByRole('button', { name: 'Verify with ngspice' }).waitFor();
    expect(await page.locator('.verdict').count()).toBe(0);
  });
});

describe('your own device', () => {
  const good = `pulse,up,down\n${Array.from({ length: 21 }, (_, k) => `${k},${1e-5 + 4e-7 * k},${1.8e-5 - 4e-7 * k}`).join('\n')}\n`;

  test('takes the place of the weights, with its fit, and travels in the link', async () => {
    const { page, problems } = await openPanels(['Your own device']);
    await page.locator('.own-device input[type=file]').setInputFiles({
      name: 'mine.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(good),
    });
    await page.waitForSelector('.fit-plot');
    // a straight line is fitted to rounding
    expect(Number(await page.locator('.fit [data-residual]').getAttribute('data-residual'))).toBeLessThan(
      1e-6,
    );
    await expect.poll(() => devicesOf(page).inputValue()).toBe('mine.csv');
    await press(page, 'Forward one presentation');
    await expect.poll(() => page.url()).toContain('own=');
    const weights = await page.locator('.cell-value').allInnerTexts();
    const { page: other } = await openPanels([], { hash: new URL(page.url()).hash });
    await expect.poll(() => devicesOf(other).inputValue()).toBe('mine.csv');
    await expect.poll(() => other.locator('.cell-value').allInnerTexts()).toEqual(weights);
    expect(problems).toEqual([]);
  });

  test.each([
    ['pulse,up,down\n0,1,5\n1,2,4\n', 'points'],
    ['pulse,up,down\n0,1,5\n1,2,4\n2,1.5,3\n3,3,2\n4,4,1\n5,5,0.5\n', 'line 4'],
    ['x,y\n1,2\n', 'pulse'],
  ])('refuses %j in one line beside the field', async (table, word) => {
    const { page } = await openPanels(['Your own device']);
    await page.locator('.own-device textarea').fill(table);
    await press(page, 'Use this device');
    const line = page.locator('.own-device [role=alert]');
    await line.waitFor();
    expect(await line.innerText()).toContain(word);
    expect(await devicesOf(page).inputValue()).toBe('ideal');
  });

  test('is one of many: the library is in the list, and its devices run', async () => {
    const { page } = await openPanels([]);
    const devices = devicesOf(page);
    await expect.poll(() => devices.locator('option').count()).toBeGreaterThan(8);
    await devices.selectOption('ecram');
    await press(page, 'Forward one epoch');
    await expect.poll(() => page.locator('.position').innerText()).toContain('presentation 7 ');
    expect(await page.locator('.cells .plate-head').innerText()).toMatch(/17 devices/i);
  });
});

describe('the causes', () => {
  test('add up to the whole', async () => {
    const { page, problems } = await openPanels(['Why did hardware and ideal part?'], {
      hash: 'device=as-built&epochs=3',
    });
    await press(page, 'Find the causes');
    await page.waitForSelector('.causes-table');
    const shares = await page
      .locator('.causes-table [data-share]')
      .evaluateAll((all) => all.map((e) => Number(e.getAttribute('data-share'))));
    const total = Number(await page.locator('.causes-table [data-total]').getAttribute('data-total'));
    expect(shares.length).toBeGreaterThan(5);
    expect(total).toBeGreaterThan(0);
    // a sum of some nine numbers of this size rounds by no more
    expect(Math.abs(shares.reduce((a, b) => a + b, 0) - total)).toBeLessThan(1e-12 * total * shares.length);
    await press(page, 'Forward one presentation');
    expect(await page.locator('.stale').count()).toBe(0);
    await devicesOf(page).selectOption('ideal');
    await page.locator('.stale').waitFor();
    expect(problems).toEqual([]);
  });
});

describe('files for other tools', () => {
  test.each([
    ['vcd', /^\$(date|version|comment)/, /\$enddefinitions/],
    ['spice', /^\S/, /\.tran/i],
    ['verilog', /^\/\//, /endmodule/],
    ['svg', /^<(\?xml|svg)/, /<\/svg>/],
  ])('%s is written by the command’s own function', async (format, first, somewhere) => {
    const { page, problems } = await openPanels(['Files for other tools'], { hash: 'at=2' });
    await page.locator('.export select').selectOption(format);
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Download')]);
    const text = readFileSync(await file.path(), 'utf8');
    expect(text).toMatch(first);
    expect(text).toMatch(somewhere);
    expect(problems).toEqual([]);
  });
});

describe('the panels', () => {
  const all = [
    'Settings',
    'Your own patterns',
    'About this machine',
    'Words',
    'Your own device',
    'Control logic',
    'Verify with ngspice',
    'Why did hardware and ideal part?',
    'Files for other tools',
  ];

  test('fetch nothing before they are opened', async () => {
    const { page, fetched } = await openPanels([]);
    await page.waitForLoadState('networkidle');
    expect(
      fetched.filter((url) => /logic-drawing|elk|ngspice|verify|causes|explain|export/.test(url)),
    ).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('have no violation that axe knows, %s', async (theme) => {
    const { page } = await openPanels(all, { theme, hash: 'device=as-built&epochs=1&step=1&at=3.3' });
    await page.waitForSelector('.logic-stage > div:not(.hidden) svg .joint-link', { state: 'attached' });
    await page.locator('.logic .table-fold summary').click();
    await press(page, 'Use this device');
    await page.waitForSelector('.fit-plot');
    await press(page, 'Find the causes');
    await page.waitForSelector('.causes-table');
    await page.getByLabel('Presentations').fill('1');
    await press(page, 'Verify with ngspice');
    await page.waitForSelector('.verdict');
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  test.each([1024, 390])('do not scroll the page sideways at %i pixels', async (width) => {
    const { page } = await openPanels(all, { width, hash: 'device=as-built&epochs=1' });
    await page.waitForSelector('.logic-stage > div:not(.hidden) svg .joint-link', { state: 'attached' });
    await press(page, 'Find the causes');
    await page.waitForSelector('.causes-table');
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
});
