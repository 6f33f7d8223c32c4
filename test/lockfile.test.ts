import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

test('the lock file names no download address, so that any mirror can serve an installation', () => {
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
});

test('the lock file holds a checksum of every package', () => {
  const unchecked = packages.filter(([, entry]) => entry.integrity === undefined && !entry.inBundle);
  expect(unchecked.map(([path]) => path)).toEqual([]);
});
