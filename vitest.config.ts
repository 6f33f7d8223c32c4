import { defineConfig } from 'vitest/config';

// What looks at the built site and package, and not at sources.
const builtTests = ['test/e2e/**/*.test.ts', 'test/package.test.ts', 'test/size.test.ts'];
const nightlyTests = '**/*.nightly.test.ts';

export default defineConfig({
  test: {
    environment: 'node',
    // Two workers suit the two-core machines this has to pass on.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: [...builtTests, nightlyTests],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'built',
          include: builtTests,
          exclude: [nightlyTests],
          globalSetup: 'test/build-if-stale.ts',
          testTimeout: 60_000,
          // Alone and last: these measure time in Chromium, which needs the other core for itself.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
