/**
 * A user's own device as text: `LOW,HIGH,STEP,NOISE,UP_UP_UP,DOWN_DOWN_DOWN,NAME`, conductances in
 * siemens. A fit has few numbers, so that a link carries it whole; the table it was made of stays.
 */
import type { OwnDevice } from '../../sim/devices/own-device.ts';
import { decimal } from '../../src/data/decimal.ts';

export function encodeOwnDevice(own: OwnDevice): string {
  const { name, lowSiemens, highSiemens, dwMin, dwMinStd, up, down } = own;
  return [lowSiemens, highSiemens, dwMin, dwMinStd, up.join('_'), down.join('_'), name].join(',');
}

/** @throws Error, in one line, when there are not enough numbers; what they are is checked with the spec */
export function decodeOwnDevice(text: string): OwnDevice {
  const [low, high, dwMin, dwMinStd, up, down, ...name] = text.split(',');
  if (name.length === 0) throw new Error('found too few numbers for a device; copy the whole link.');
  const numbers = (list = ''): number[] => list.split('_').map(decimal);
  return {
    name: name.join(','),
    lowSiemens: decimal(low ?? ''),
    highSiemens: decimal(high ?? ''),
    dwMin: decimal(dwMin ?? ''),
    dwMinStd: decimal(dwMinStd ?? ''),
    up: numbers(up),
    down: numbers(down),
  };
}
