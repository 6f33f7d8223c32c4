import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { siteFolder } from '../../scripts/lib/project.mjs';
import { type OpenedPage, siteInChromium } from './helpers.ts';

// Issue 2: fonts at most 35 kB, apart from the 150 kB of scripts and styles; kB is 1000 bytes.
const fontLimit = 35_000;

// Below a sub-path, as on a shared host: a single absolute address in the build shows up as a problem.
const site = siteInChromium('/some/sub-path/');

async function openAndSettle(): Promise<OpenedPage> {
  const opened = await site.open();
  await opened.page.waitForLoadState('networkidle');
  await opened.page.evaluate(() => document.fonts.ready.then(() => undefined));
  return opened;
}

describe('the first view', () => {
  test('loads below a sub-path without an error and without asking another host', async () => {
    const { page, problems } = await openAndSettle();
    expect(await page.title()).not.toBe('');
    expect(await page.locator('body').innerText()).not.toBe('');
    expect(problems).toEqual([]);
  });

  test(`fetches at most ${fontLimit / 1000} kB of fonts`, async () => {
    const { fetched } = await openAndSettle();
    const fonts = fetched.filter((url) => /\.(woff2?|ttf|otf)$/.test(url)).map(fileOf);
    const bytes = fonts.reduce((sum, file) => sum + statSync(file).size, 0);
    const others = fetched.filter((url) => /\.(js|css)$/.test(url)).map(fileOf);
    const gzipBytes = others.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
    console.log(`fetched on opening: ${bytes} bytes of fonts, ${gzipBytes} bytes gzip of scripts and styles`);
    expect(bytes).toBeLessThanOrEqual(fontLimit);
  });

  test('names the licences of what it bundles', async () => {
    const response = await fetch(`${site.address}NOTICES.txt`);
    expect(response.status).toBe(200);
    const notices = await response.text();
    expect(notices).toContain('react-dom');
    expect(notices).toContain('MIT License');
    // what the panels load when they are opened
    for (const [name, licence] of [
      ['digitaljs', 'BSD-2-Clause'],
      ['@joint/core', 'MPL-2.0'],
      ['elkjs', 'EPL-2.0'],
      ['eecircuit-engine', 'MIT'],
      ['ngspice', 'BSD-3-Clause'],
    ])
      expect(notices).toMatch(new RegExp(`^${name}[ ,].*\\(${licence}[;)]`, 'm'));
  });
});

function fileOf(url: string): string {
  return join(siteFolder, decodeURI(url.slice(site.address.length)));
}
