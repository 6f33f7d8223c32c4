/**
 * The memistor in its circuit, against what was published of it: 100 ohm to 1 ohm in about 10 s, read
 * without being changed (Widrow, Pierce & Angell 1961, p. 23, by history.md section 1).
 */
import { expect, test } from 'vitest';
import { adaline } from '../../circuits/adaline/circuit.ts';
import { runOf } from '../sim/benches.ts';

test('the preset plates every cell from 100 ohm to 1 ohm in 10 s, the longest wait of the circuit', () => {
  const run = runOf(adaline, { inputs: 16, step: 1 });
  const [bank] = run.program.moded;
  for (let i = 0; i < 17; i++) run.setByHand(bank, i, 0.01);
  run.presentation({ x: new Array(16).fill(1), d: [1e6], learn: [1] }); // wants far more than there is
  for (const g of run.read('conductances')) expect(1 / g).toBeCloseTo(1, 12); // rounding
  expect(run.overruns).toBe(1);
});

test('10,000 reads change no conductance: by no bit where rectification is off', () => {
  const run = runOf(adaline, { inputs: 16 });
  const [bank] = run.program.moded;
  for (let i = 0; i < 17; i++) run.setByHand(bank, i, 0.01 + i / 17);
  const before = [...run.read('conductances')];
  for (let k = 0; k < 10_000; k++)
    run.presentation({ x: new Array(16).fill(k % 2 ? 1 : -1), d: [1], learn: [0] });
  expect([...run.read('conductances')]).toEqual(before); // the issue asks for 1e-9, history.md for .1 %
});

test('as built, 10,000 reads of half a second change a cell by what rectification predicts', () => {
  const run = runOf(adaline, { inputs: 16 }, { settings: { rectification: 1e-6 } });
  const before = run.read('conductances')[3];
  for (let k = 0; k < 10_000; k++) run.presentation({ x: new Array(16).fill(1), d: [1], learn: [0] });
  // present .05, sense .2, compare .05, rest .2 s: the drive stands for 5000 s
  const expected = before * Math.exp(49.5 * 1e-6 * 0.1 * 5000);
  expect(run.read('conductances')[3] / expected).toBeCloseTo(1, 10); // an exact flow in 40,000 stretches
});
