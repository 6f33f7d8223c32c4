import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterAll, describe, expect, test } from 'vitest';

const layers = ['sim', 'circuits', 'src', 'ui'];

const configuration = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  options: Record<string, unknown>;
};

async function cruiseLayers(baseDir: string): Promise<ICruiseResult> {
  const { output } = await cruise(layers, {
    ...configuration.options,
    baseDir,
    ruleSet: { forbidden: configuration.forbidden },
    validate: true,
  });
  return output as ICruiseResult;
}

function violations(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

function sourceFiles(): string[] {
  return layers
    .flatMap((layer) =>
      readdirSync(layer, { recursive: true, encoding: 'utf8' }).map((path) => join(layer, path)),
    )
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort();
}

describe('the layers', () => {
  test('import one way: sim <- circuits <- src <- ui', { timeout: 60_000 }, async () => {
    const result = await cruiseLayers(process.cwd());
    const seen = new Set(result.modules.map((module) => module.source));
    const overlooked = sourceFiles().filter((path) => !seen.has(path));

    for (const layer of layers) {
      expect(
        [...seen].some((path) => path.startsWith(`${layer}/`)),
        `looked at no file of ${layer}`,
      ).toBe(true);
    }
    expect(overlooked, 'files that the check did not look at').toEqual([]);
    expect(violations(result)).toEqual([]);
  });
});

describe('each rule', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adaline-lab-layering-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A small tree that keeps every rule; each case adds one file that breaks one. */
  const orderly = {
    'sim/base/units.ts': 'export const unit = 1;',
    'sim/machines/machine.ts': "export { createMachine } from 'xstate'; export * from '../base/units.ts';",
    'sim/logic/digitaljs.ts': "import * as digitaljs from 'digitaljs'; export { digitaljs };",
    'circuits/one/circuit.ts': "export { unit } from '../../sim/base/units.ts';",
    'src/ideal/lms.ts': 'export const step = 1;',
    'src/data/csv.ts': "export { csvParse } from 'd3-dsv';",
    'src/compare/compare.ts':
      "export { step } from '../ideal/lms.ts'; export { unit } from '../../circuits/one/circuit.ts'; export * as u from '../../sim/base/units.ts';",
    'src/labs/lab.ts': "export { unit } from '../compare/compare.ts';",
    'src/cli/main.ts': "export { unit } from '../compare/compare.ts';",
    'src/index.ts': "export { step } from './ideal/lms.ts'; export { unit } from './compare/compare.ts';",
    'ui/main.tsx': "export { unit } from '../src/index.ts';",
  };

  const cases: readonly { rule: string; path: string; text: string }[] = [
    { rule: 'sim-stands-alone', path: 'sim/bad.ts', text: "export * from '../circuits/one/circuit.ts';" },
    {
      rule: 'sim-stands-alone',
      path: 'sim/bad.ts',
      text: "export type { step } from '../src/ideal/lms.ts';",
    },
    { rule: 'circuits-know-only-sim', path: 'circuits/bad.ts', text: "export * from '../src/data/csv.ts';" },
    { rule: 'src-knows-no-ui', path: 'src/bad.ts', text: "export * from '../ui/main.tsx';" },
    {
      rule: 'ideal-stands-alone',
      path: 'src/ideal/bad.ts',
      text: "export * from '../../sim/base/units.ts';",
    },
    { rule: 'ideal-stands-alone', path: 'src/ideal/bad.ts', text: "export * from '../data/csv.ts';" },
    { rule: 'data-stands-alone', path: 'src/data/bad.ts', text: "export * from '../ideal/lms.ts';" },
    { rule: 'ideal-only-through-compare', path: 'src/cli/bad.ts', text: "export * from '../ideal/lms.ts';" },
    { rule: 'ideal-only-through-compare', path: 'src/labs/bad.ts', text: "export * from '../ideal/lms.ts';" },
    {
      rule: 'xstate-only-in-machines',
      path: 'sim/clock.ts',
      text: "export { createMachine } from 'xstate';",
    },
    { rule: 'digitaljs-only-in-logic', path: 'ui/bad.ts', text: "export * from 'digitaljs';" },
    { rule: 'nothing-imports-tests', path: 'sim/bad.ts', text: "export * from '../test/helper.ts';" },
    { rule: 'no-cycle', path: 'sim/base/units.ts', text: "export * from '../machines/machine.ts';" },
  ];

  function plant(files: Readonly<Record<string, string>>): string {
    const tree = mkdtempSync(join(folder, 'tree-'));
    symlinkSync(join(process.cwd(), 'node_modules'), join(tree, 'node_modules'), 'junction');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    return tree;
  }

  test('lets an orderly tree pass', async () => {
    expect(violations(await cruiseLayers(plant(orderly)))).toEqual([]);
  });

  test.each(cases)('$rule reports $path with $text', async ({ rule, path, text }) => {
    const result = await cruiseLayers(plant({ ...orderly, 'test/helper.ts': 'export {};', [path]: text }));
    expect(result.summary.violations.map((violation) => violation.rule.name)).toContain(rule);
  });

  test('is broken by one of the cases above', () => {
    const tried = new Set(cases.map(({ rule }) => rule));
    expect(configuration.forbidden.map((rule) => rule.name).filter((name) => !tried.has(name ?? ''))).toEqual(
      [],
    );
  });
});
