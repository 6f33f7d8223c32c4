// npm test: installs what is missing and runs everything. Every stage runs even when one before it failed,
// and the last line is always "N passed, N failed": each test counts as one, and so does each other stage.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './ensure-installed.mjs';
import { build } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureCircuitTools } from './lib/circuit-tools.mjs';
import { runTool } from './lib/project.mjs';

let passed = 0;
let failed = 0;

const installed = await stage('dependencies', async () => {
  await ensureInstalled();
  return true;
});
await stage('browser', async () => {
  console.log(await ensureChromium());
  return true;
});
await stage('circuit tools', async () => {
  console.log(await ensureCircuitTools());
  return true;
});
if (installed) {
  await stage('build', build);
  await stage('types', async () => (await runTool('typescript', ['-b'])) === 0);
  await stage('lint', async () => (await runTool('biome', ['check', '.'])) === 0);
  await runTests();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * Runs a stage that counts as one, and prints its name before and its duration after.
 * @param {string} name
 * @param {() => Promise<boolean>} work
 * @returns {Promise<boolean>} whether it succeeded
 */
async function stage(name, work) {
  const succeeded = await timed(name, async () => {
    try {
      return await work();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return false;
    }
  });
  if (succeeded) passed++;
  else failed++;
  return succeeded;
}

/** Runs Vitest and adds its counts; the report file is the only trusted source for them. */
async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'adaline-lab-test-'));
  const reportFile = join(folder, 'report.json');
  await timed('tests', async () => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const exitCode = await runTool('vitest', ['run', ...reporters]);
    const counts = countTests(reportFile);
    // Vitest can fail without a failing test: no test found, an unhandled error, a broken set-up.
    if ((exitCode !== 0 || counts.passed === 0) && counts.failed === 0) counts.failed = 1;
    passed += counts.passed;
    failed += counts.failed;
    if (counts.skipped > 0) console.log(`${counts.skipped} skipped, and therefore proved nothing`);
    return counts.failed === 0;
  });
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {string} reportFile in the form of Vitest's JSON reporter
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
function countTests(reportFile) {
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
   *           testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    console.error('Vitest left no readable report.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A file that could not be loaded, or whose hooks failed, has failed without a failing test of its own.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests,
  };
}

/**
 * @param {string} name
 * @param {() => Promise<boolean>} work
 * @returns {Promise<boolean>}
 */
async function timed(name, work) {
  console.log(`== ${name}`);
  const started = performance.now();
  const succeeded = await work();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${name}: ${succeeded ? 'passed' : 'failed'} in ${seconds} s\n`);
  return succeeded;
}
