/**
 * Widrow's T/J demonstration on an ideal ADALINE: 16 weights, no bias, mu-LMS
 * with mu = .005. Round 1 trains all eight patterns in order; each later round
 * trains those whose |s| was below .5 at the end of the round before
 * (history.md, section 1).
 */
import { expect, test } from 'vitest';
import { adaptMuLms, correlate, dot, eigenvalues } from '../../src/ideal/index.ts';
import { decisions, tj } from './helpers.ts';

function train(): { rounds: number[][]; w: Float64Array } {
  const w = new Float64Array(16);
  const rounds: number[][] = [];
  let due = [...tj.inputs.keys()];
  while (due.length > 0) {
    rounds.push(due);
    for (const p of due) adaptMuLms(w, tj.inputs[p], tj.desired[p], 0.005);
    due = [...tj.inputs.keys()].filter((p) => Math.abs(dot(w, tj.inputs[p])) < 0.5);
  }
  return { rounds, w };
}

test('training takes 24 rounds and ends with all eight patterns right', () => {
  const { rounds, w } = train();
  expect(rounds).toHaveLength(24);
  expect(decisions(w, tj)).toEqual(tj.desired);
});

test('a pattern that was left out can return', () => {
  const { rounds } = train();
  const returns = rounds.slice(1).flatMap((due, r) => due.filter((p) => !rounds[r].includes(p)));
  expect(returns.length).toBeGreaterThan(0);
});

test('the eight patterns are independent: R has rank 8', () => {
  expect(eigenvalues(correlate(tj)).rank).toBe(8);
});
