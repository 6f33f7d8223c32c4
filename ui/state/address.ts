/**
 * The address of a picture: everything after the `#`, so that a copied link shows the same machine
 * at the same moment. Whatever comes in from outside is taken parameter by parameter; what is
 * damaged is left out with a notice.
 */
import type { HandEvent, Moment } from '../../src/compare/session.ts';
import { checkSpec, choices, type Spec } from '../../src/compare/spec.ts';
import { decimal } from '../../src/data/decimal.ts';
import { parseGeneratedName } from '../../src/data/generated-name.ts';
import { printable, quoted } from '../../src/data/quoted.ts';
import { decodeHandEvents, decodeMoment, encodeHandEvents, encodeMoment, mostPhases } from './hand-events.ts';
import { decodeOwnDevice, encodeOwnDevice } from './own-device-code.ts';
import type { Notice } from './protocol.ts';
import { notice, openingSpec, tolerantSpec } from './tolerant-spec.ts';

/** What an address holds. */
export interface Place {
  readonly spec: Spec;
  readonly ticksPerPhase: number;
  readonly moment: Moment;
  readonly hand: readonly HandEvent[];
}

/** A link may make a page run so far before it shows anything. */
export const mostPresentations = 1_000_000;
export const mostTicks = 64;
const longestAddress = 20_000;
const mostParameters = 100;
/** values that a link may have generated, so that opening it costs no more than a moment */
const mostGeneratedValues = 200_000;
const beginning: Moment = { presentation: 0, phase: 0, tick: 0 };

/** The shortest address that `decodeAddress` reads back as the same place. */
export function encodeAddress({ spec, ticksPerPhase, moment, hand }: Place): string {
  const usual = openingSpec(spec.circuit);
  const pairs: [string, string][] = [['circuit', spec.circuit]];
  const add = (key: string, value: string | number, usualValue: unknown): void => {
    if (value !== usualValue) pairs.push([key, String(value)]);
  };
  add('seed', spec.seed, usual.seed);
  add('patterns', spec.patterns, usual.patterns);
  add('rule', spec.rule, usual.rule);
  pairs.push(['step', String(spec.step)]);
  add('order', spec.order, usual.order);
  if (spec.bias !== usual.bias) pairs.push(['bias', spec.bias ? '1' : '0']);
  if (spec.gate !== null) pairs.push(['gate', String(spec.gate)]);
  add('init', spec.init, usual.init);
  add('device', spec.device, usual.device);
  const { ownDevice } = spec;
  if (ownDevice && ownDevice.name === spec.device) pairs.push(['own', encodeOwnDevice(ownDevice)]);
  add('epochs', spec.epochs, usual.epochs);
  for (const [path, value] of Object.entries(spec.settings)) pairs.push([`set.${path}`, spoken(value)]);
  add('ticks', ticksPerPhase, 1);
  if (moment.presentation || moment.phase || moment.tick) pairs.push(['at', encodeMoment(moment)]);
  if (hand.length > 0) pairs.push(['hand', encodeHandEvents(hand)]);
  return `#${pairs.map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join('&')}`;
}

const spoken = (x: number | string): string =>
  x === Number.POSITIVE_INFINITY ? 'inf' : x === Number.NEGATIVE_INFINITY ? '-inf' : String(x);

/** Letters that addresses may hold as they are stay readable. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(/%(3B|2C|3A|5B|5D)/g, (code) => decodeURIComponent(code));

/** Reads any text. Never throws: what cannot be taken is told in the notices. */
export function decodeAddress(hash: string): { readonly place: Place; readonly notices: readonly Notice[] } {
  const notices: Notice[] = [];
  const found = split(hash, notices);
  const wanted: Record<string, unknown> = {};
  const settings: [string, number | string][] = [];
  const later = new Map<string, string>();
  for (const [key, text] of found) {
    const read = readers[key];
    try {
      if (key.startsWith('set.')) settings.push([key.slice(4), settingValue(key.slice(4), text)]);
      else if (key === 'ticks' || key === 'at' || key === 'hand') later.set(key, text);
      else if (read) wanted[key === 'own' ? 'ownDevice' : key] = read(text);
      else notices.push({ what: printable(key, 48), why: 'this page has no such parameter.' });
    } catch (error) {
      notices.push(notice(key, error));
    }
  }
  const made = tolerantSpec({ ...wanted, settings: Object.fromEntries(settings) });
  notices.push(...made.notices);
  return { place: { spec: made.spec, ...whenAndHow(made.spec, later, notices) }, notices };
}

function split(hash: string, notices: Notice[]): Map<string, string> {
  const found = new Map<string, string>();
  const text = hash.replace(/^#/, '');
  if (text.length > longestAddress) {
    notices.push({
      what: 'address',
      why: `it has ${text.length} characters, expected at most ${longestAddress}; none of it was taken.`,
    });
    return found;
  }
  const parts = text.split('&').filter((part) => part !== '');
  if (parts.length > mostParameters)
    notices.push({
      what: 'address',
      why: `it has ${parts.length} parameters; the first ${mostParameters} were looked at.`,
    });
  for (const part of parts.slice(0, mostParameters)) {
    const [key = '', ...rest] = part.split('=');
    try {
      const name = decodeURIComponent(key);
      if (found.has(name)) throw new Error('it stands there twice; the first one counts.');
      found.set(name, decodeURIComponent(rest.join('=')));
    } catch (error) {
      const why = error instanceof URIError ? 'its percent signs are damaged.' : (error as Error).message;
      notices.push({ what: printable(key, 48), why });
    }
  }
  return found;
}

const readers: Readonly<Record<string, (text: string) => unknown>> = Object.assign(
  Object.create(null) as Record<string, (text: string) => unknown>,
  {
    circuit: (text: string) => text,
    patterns: modestPatterns,
    rule: (text: string) => text,
    step: number,
    order: (text: string) => text,
    bias: flag,
    gate: number,
    init: (text: string) => text,
    seed: number,
    device: (text: string) => text,
    own: decodeOwnDevice,
    epochs: number,
  },
);

function number(text: string): number {
  const value = decimal(text);
  if (!Number.isFinite(value)) throw new Error(`found ${quoted(text)}, expected a number.`);
  return value;
}
function flag(text: string): boolean {
  if (text !== '0' && text !== '1') throw new Error(`found ${quoted(text)}, expected 0 or 1.`);
  return text === '1';
}
function modestPatterns(text: string): string {
  const generated = parseGeneratedName(text);
  if (generated && generated.inputs * generated.rows > mostGeneratedValues)
    throw new Error(
      `found ${generated.inputs * generated.rows} values to make, expected at most ${mostGeneratedValues} from a link.`,
    );
  return text;
}
function settingValue(path: string, text: string): number | string {
  if (Object.hasOwn(choices, path)) return text;
  if (text === 'inf' || text === '-inf') return text === 'inf' ? Infinity : -Infinity;
  return number(text);
}

function whenAndHow(spec: Spec, found: ReadonlyMap<string, string>, notices: Notice[]): Omit<Place, 'spec'> {
  const attempt = <T>(key: string, read: (text: string) => T, otherwise: T): T => {
    const text = found.get(key);
    if (text === undefined) return otherwise;
    try {
      return read(text);
    } catch (error) {
      notices.push(notice(key, error));
      return otherwise;
    }
  };
  const ticksPerPhase = attempt(
    'ticks',
    (text) => {
      const ticks = number(text);
      if (Number.isInteger(ticks) && ticks >= 1 && ticks <= mostTicks) return ticks;
      throw new Error(`found ${ticks}, expected a whole number from 1 to ${mostTicks}.`);
    },
    1,
  );
  const moment = attempt(
    'at',
    (text) => {
      const at = decodeMoment(text);
      if (!at) throw new Error(`found ${quoted(text)}, expected PRESENTATION.PHASE.TICK in whole numbers.`);
      if (at.presentation > mostPresentations || at.phase >= mostPhases || at.tick >= ticksPerPhase)
        throw new Error(
          `found ${quoted(text)}, expected at most presentation ${mostPresentations}, phase ${mostPhases - 1}, tick ${ticksPerPhase - 1}.`,
        );
      return at;
    },
    beginning,
  );
  const hand = attempt('hand', (text) => decodeHandEvents(text, reachOf(spec, ticksPerPhase)), []);
  return { ticksPerPhase, moment, hand };
}

function reachOf(spec: Spec, ticksPerPhase: number) {
  const { data, definition, shape } = checkSpec(spec);
  return {
    inputs: data.inputs,
    cells: definition.units * (shape.inputs + (shape.bias ? 1 : 0)),
    ticksPerPhase,
    presentations: mostPresentations,
  };
}
