/** The logic of the machines in every rule that they know, against DigitalJS and Icarus Verilog. */
import { describe, expect, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { checkSpec, defaultSpec } from '../../src/compare/spec.ts';
import { verifyLogic } from '../../src/exchange/verify-logic.ts';
import { idealRules } from '../../src/ideal/index.ts';

describe.each(circuits.filter(({ logic }) => logic).map((c) => [c.id, c] as const))(
  '%s',
  (circuit, { rules }) => {
    const cases = rules.flatMap((rule) =>
      (['ideal', 'as-built'] as const).map((device) => [rule, device] as const),
    );
    test.each(cases)('by %s, devices %s', { timeout: 120_000 }, async (rule, device) => {
      const step = idealRules[rule].defaultStep;
      const spec = checkSpec(
        defaultSpec({ circuit, rule, step, device, patterns: 'xor', init: 'random', settings: {} }),
      );
      const { deviations } = (await verifyLogic(spec))!;
      expect(deviations.filter(({ passed }) => !passed)).toEqual([]);
    });
  },
);
