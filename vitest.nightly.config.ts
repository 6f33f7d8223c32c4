import { defineConfig } from 'vitest/config';

/** Everything, and the long runs (*.nightly.test.ts) that would make `npm test` too slow. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: 'test/build-if-stale.ts',
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
