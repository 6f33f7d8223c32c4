import '../../circuits/index.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OwnDevice } from '../../sim/devices/own-device.ts';
import { decodeAddress, encodeAddress } from '../../ui/state/address.ts';
import { decodeOwnDevice, encodeOwnDevice } from '../../ui/state/own-device-code.ts';
import { openingSpec } from '../../ui/state/tolerant-spec.ts';

const positive = fc.double({ min: 1e-12, max: 1, noNaN: true });
/** steps that a device may have */
const step = fc.double({ min: 1e-6, max: 1, noNaN: true });
const factors = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 3, maxLength: 33 });
const devices: fc.Arbitrary<OwnDevice> = fc
  .record({
    name: fc.stringMatching(/^[\w ,&=%ü.-]{1,20}$/),
    low: positive,
    more: positive,
    dwMin: step,
    up: factors,
  })
  .map(({ name, low, more, dwMin, up }) => ({
    name,
    lowSiemens: low,
    highSiemens: low + more,
    dwMin,
    dwMinStd: 0,
    up,
    down: [...up].reverse(),
  }));
const beginning = { ticksPerPhase: 1, moment: { presentation: 0, phase: 0, tick: 0 }, hand: [] };

describe('a device of the user’s own as text', () => {
  test('is read back to the last bit', () => {
    fc.assert(
      fc.property(devices, (own) => {
        expect(decodeOwnDevice(encodeOwnDevice(own))).toEqual(own);
      }),
      { seed: 1 },
    );
  });

  test('travels in an address and holds the weights there', () => {
    fc.assert(
      fc.property(devices, (own) => {
        const spec = { ...openingSpec('adaline'), device: own.name, ownDevice: own };
        const { place, notices } = decodeAddress(encodeAddress({ spec, ...beginning }));
        expect(notices).toEqual([]);
        expect(place.spec.device).toBe(own.name);
        expect(place.spec.ownDevice).toEqual(own);
      }),
      { seed: 2, numRuns: 30 },
    );
  });

  test.each([
    ['1,2,3', 'too few numbers'],
    ['1,x,.1,0,1_1_1,1_1_1,mine.csv', 'conductances from 1 to NaN'],
    ['1,2,.1,0,1_1_-1,1_1_1,mine.csv', 'a factor of -1'],
  ])('that is damaged, %j, is left out with a notice', (text, why) => {
    const { place, notices } = decodeAddress(`#circuit=adaline&device=mine.csv&own=${text}`);
    expect(place.spec.device).toBe('ideal');
    expect(notices.map((n) => n.why).join(' ')).toContain(why);
  });
});
