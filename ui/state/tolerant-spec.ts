/**
 * Makes a valid spec of whatever was asked for: words are taken one by one, each only when the spec
 * stays right with it, and what is not taken is said.
 */
import type { PatternSet } from '../../circuits/patterns/pattern-set.ts';
import { elaborate } from '../../sim/elaborate.ts';
import { settingValues } from '../../src/compare/settings.ts';
import { cardById, checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { printable } from '../../src/data/quoted.ts';
import type { Notice } from './protocol.ts';

/** What a machine opens with: the contract's defaults, and the protocol of the machine. */
export function openingSpec(circuit: string): Spec {
  const { patterns, rule, step, order, init } = cardById(circuit).protocol;
  return defaultSpec({ circuit, patterns, rule, step, order, init });
}

/** In this order, because later words depend on earlier ones. */
const fields = [
  'seed',
  'patterns',
  'rule',
  'step',
  'order',
  'bias',
  'gate',
  'init',
  'ownDevice',
  'device',
  'epochs',
  'presentations',
] as const;

/**
 * @param wanted any values; wrong ones are left out with a notice
 * @param data   the user's own set, which then stands for `patterns`
 */
export function tolerantSpec(
  wanted: Partial<Record<keyof Spec, unknown>>,
  data?: PatternSet,
): { readonly spec: Spec; readonly notices: readonly Notice[] } {
  const notices: Notice[] = [];
  let spec = openingSpec('adaline');
  if (wanted.circuit !== undefined) {
    try {
      spec = openingSpec(String(wanted.circuit));
    } catch (error) {
      notices.push(notice('circuit', error));
    }
  }
  for (const field of fields) {
    const value = wanted[field];
    if (value === undefined) continue;
    try {
      spec = withField(spec, field, value, data);
    } catch (error) {
      notices.push(notice(field, error));
    }
  }
  for (const [path, value] of Object.entries(wanted.settings ?? {})) {
    const candidate = { ...spec, settings: { ...spec.settings, [path]: value as number | string } };
    try {
      prove(candidate, data);
      spec = candidate;
    } catch (error) {
      notices.push(notice(`set.${path}`, error));
    }
  }
  return { spec, notices };
}

function withField(spec: Spec, field: (typeof fields)[number], value: unknown, data?: PatternSet): Spec {
  if (field === 'rule') {
    // the step of another rule means nothing to this one
    const rule = value as Spec['rule'];
    const { step } = rule === spec.rule ? spec : defaultSpec({ circuit: spec.circuit, rule });
    return proved({ ...spec, rule, step }, data);
  }
  const candidate = { ...spec, [field]: value } as Spec;
  try {
    return proved(candidate, data);
  } catch (error) {
    // patterns that the machine's usual rule cannot learn go with alpha-LMS instead, where that helps
    if (field !== 'patterns' || spec.rule === 'alpha-lms') throw error;
    return proved({ ...defaultSpec(spec), ...candidate, rule: 'alpha-lms' }, data);
  }
}

function proved(spec: Spec, data?: PatternSet): Spec {
  checkSpec(spec, data);
  return spec;
}

/** Throws when a setting is unknown to the machine or out of its range. */
function prove(spec: Spec, data?: PatternSet): void {
  const checked = checkSpec(spec, data);
  elaborate(checked.definition.build(checked.shape), settingValues(checked));
}

const LONGEST_REASON = 240;
export function notice(what: string, error: unknown): Notice {
  const message = error instanceof Error ? error.message : String(error);
  return { what: printable(what, 48), why: plainReason(message, what) };
}
/** The library speaks to the command line; the page says the same without its flags. */
function plainReason(message: string, what: string): string {
  const text = message
    .replace(/^--set /, '')
    .replaceAll(' --', ' ')
    .replace(/; see adaline list .*$/, '; open Settings to see those that it has.');
  const start = `${what.replace(/^set\./, '')}: `;
  return printable(text.startsWith(start) ? text.slice(start.length) : text, LONGEST_REASON);
}
