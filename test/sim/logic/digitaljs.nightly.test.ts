import { test } from 'vitest';
import { lmsDatapath, macGates } from '../../bench/logic-netlists.ts';
import { expectLockStep, randomWords } from './lock-step.ts';
import { randomNetlist } from './netlists.ts';

test.each([lmsDatapath, macGates])(
  '$name is in lock step with DigitalJS for 1,000 cycles',
  { timeout: 1_800_000 },
  (netlist) => {
    expectLockStep(netlist, 1000);
  },
);

test.each(Array.from({ length: 60 }, (_, k) => 100 + k))(
  'random netlist %d is in lock step with DigitalJS',
  { timeout: 1_800_000 },
  (seed) => {
    expectLockStep(randomNetlist(seed, 10 + (seed % 50)), 300, randomWords(seed));
  },
);
