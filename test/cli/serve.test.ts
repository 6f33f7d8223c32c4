import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveSite } from '../../src/cli/site-server.ts';
import { temporaryFolder } from './helpers.ts';

function site(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>bench</title>');
  writeFileSync(join(folder, 'assets/main.js'), 'export {};');
  return folder;
}

describe('the server of the bench', () => {
  test('serves the site below any path, on this machine only, under a strict policy', async () => {
    const { address, close } = await serveSite({ folder: site(), basePath: '/some/path/' });
    try {
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/some\/path\/$/);
      const page = await fetch(address);
      expect(await page.text()).toContain('bench');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
      expect((await fetch(`${address}assets/main.js`)).headers.get('content-type')).toContain('javascript');
      expect((await fetch(`${address}nothing`)).status).toBe(404);
      expect((await fetch(new URL('/', address))).status).toBe(404);
      expect((await fetch(`${address}..%2f..%2fpackage.json`)).status).toBe(404);
    } finally {
      await close();
    }
  });

  test('takes the next free port where it may, and says so where it may not', async () => {
    const folder = site();
    const first = await serveSite({ folder });
    const port = Number(new URL(first.address).port);
    try {
      const second = await serveSite({ folder, port, attempts: 20 });
      expect(Number(new URL(second.address).port)).toBeGreaterThan(port);
      await second.close();
      await expect(serveSite({ folder, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    } finally {
      await first.close();
    }
  });
});
