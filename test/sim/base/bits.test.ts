import { expect, test } from 'vitest';
import { addressBits } from '../../../sim/base/bits.ts';

test('an address of b bits reaches 2^b places, and one bit less does not reach them all', () => {
  expect(addressBits(1)).toBe(0);
  for (let b = 1; b <= 31; b++) {
    expect(addressBits(2 ** b)).toBe(b);
    expect(addressBits(2 ** (b - 1) + 1)).toBe(b);
  }
});
