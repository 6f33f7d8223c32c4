import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../src/ideal');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const sources = files.map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

test('the ideal track uses of Math only what is exact to the last bit on every engine', () => {
  expect(files.length).toBeGreaterThan(20); // else nothing was looked at
  const exact = /^Math\.(abs|sqrt|sign|floor|ceil|max|min|PI|LOG10E)$/;
  const used = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/Math\.\w+/g)]
      .map(([call]) => `${name}: ${call}`)
      .filter((use) => !exact.test(use.split(': ')[1])),
  );
  expect(used).toEqual([]);
});

test('the ideal track imports nothing of ours from outside itself, no clock and no chance', () => {
  const imported = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/from '([^']+)'/g)].map(([, path]) => ({ name, path })),
  );
  expect(imported.length).toBeGreaterThan(20);
  for (const { name, path } of imported) {
    const inside = path.startsWith('.') && join(root, name, '..', path).startsWith(root);
    expect(
      inside || ['ml-matrix', '@stdlib/math-base-special-log10'].includes(path),
      `${name}: ${path}`,
    ).toBe(true);
  }
  for (const { name, text } of sources) expect(text, name).not.toMatch(/Date\.|performance\.|Math\.random/);
});
