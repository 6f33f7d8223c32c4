import { buildIfStale } from '../scripts/lib/build.mjs';

/**
 * Builds before the tests of what is built, so that `vitest run test/e2e` never looks at an old page. A failed
 * build is reported by the build itself; the tests then fail on what is missing, and the others still run.
 */
export default async function buildBeforeTests(): Promise<void> {
  await buildIfStale();
}
