/**
 * What a run is: circuit, patterns, rule, order, devices, seed. One complete description, the same
 * for the page, the command line and the tests; every wrong word is met here with one clear line.
 */
import { cards, loadedCircuit } from '../../circuits/catalogue.ts';
import type { PatternSet } from '../../circuits/patterns/pattern-set.ts';
import type { AdaptationMode, CircuitCard, CircuitDefinition, Shape } from '../../sim/circuit.ts';
import type { OwnDevice } from '../../sim/devices/own-device.ts';
import { type DevicePreset, devicePresets, ownDevices } from '../../sim/devices/presets.ts';
import { isPulsed } from '../../sim/devices/registry.ts';
import { InputError } from '../data/input-error.ts';
import { type Order, orders } from '../data/order.ts';
import { quoted } from '../data/quoted.ts';
import { didYouMean, suggest } from '../data/suggest.ts';
import { idealRules, type RuleId } from '../ideal/index.ts';
import { ideals } from './ideal-track.ts';
import { patternSet } from './patterns.ts';

/** The complete description of a run. */
export interface Spec {
  readonly circuit: string;
  /** a built-in or generated set's name, or the name under which `data` came */
  readonly patterns: string;
  readonly rule: RuleId;
  /** alpha or mu, whichever the rule uses */
  readonly step: number;
  /** the run ends after so many epochs, or presentations where that is given */
  readonly epochs: number;
  readonly presentations: number | null;
  readonly order: Order;
  readonly bias: boolean;
  /** trains in each round only the rows with |s| below this; null trains all */
  readonly gate: number | null;
  readonly init: 'zero' | 'random';
  readonly seed: number;
  /** a preset's name, or that of `ownDevice` */
  readonly device: string;
  /** the user's own device, where `device` names it */
  readonly ownDevice?: OwnDevice;
  /** `--set` paths as given, with numbers or words */
  readonly settings: Readonly<Record<string, number | string>>;
}

/** A spec whose words are known to be right, with what they name. */
export interface CheckedSpec extends Spec {
  readonly definition: CircuitDefinition;
  readonly data: PatternSet;
  readonly shape: Shape;
}

/** Ids of the learning rules, in the order of the catalogue. */
export const ruleIds = Object.keys(idealRules) as readonly RuleId[];
const MOST_STEP = 1e9;
const MOST_PRESENTATIONS = 1e9;

/** Finds what the catalogue tells of a circuit. @throws InputError that suggests the nearest name */
export function cardById(id: string): CircuitCard {
  const found = cards.find((c) => c.id === id);
  if (found) return found;
  const names = cards.map((c) => c.id);
  throw new InputError(
    `circuit: found ${quoted(id)}, expected one of the catalogue; ${didYouMean(id, names)}`,
  );
}
/**
 * Finds a circuit by its id.
 * @throws InputError that suggests the nearest name
 * @throws Error where the circuit has not been loaded (circuits/catalogue.ts)
 */
export function circuitById(id: string): CircuitDefinition {
  const found = loadedCircuit(cardById(id).id);
  if (found) return found;
  throw new Error(`circuit: ${id} is not loaded yet; await loadCircuit('${id}') first.`);
}

/**
 * Fills in what is not given, from the contract's defaults.
 * @param given whatever the user said
 */
export function defaultSpec(given: Partial<Spec> & { readonly alpha?: number; readonly mu?: number }): Spec {
  const circuit = given.circuit ?? 'adaline';
  const rule = given.rule ?? 'alpha-lms';
  checkWord('rule', rule, ruleIds);
  const { step: kind, defaultStep } = idealRules[rule];
  const other = kind === 'alpha' ? 'mu' : 'alpha';
  if (given[other] !== undefined) {
    throw new InputError(
      `${other}: found ${given[other]}, but ${rule} uses ${kind}; give --${kind} instead.`,
    );
  }
  return {
    circuit,
    patterns: given.patterns ?? cardById(circuit).protocol.patterns,
    rule,
    step: given[kind] ?? given.step ?? defaultStep,
    epochs: given.epochs ?? 20,
    presentations: given.presentations ?? null,
    order: given.order ?? 'cyclic',
    bias: given.bias ?? true,
    gate: given.gate ?? null,
    init: given.init ?? 'zero',
    seed: given.seed ?? 1,
    device: given.device ?? given.ownDevice?.name ?? 'ideal',
    ...(given.ownDevice ? { ownDevice: given.ownDevice } : {}),
    settings: given.settings ?? {},
  };
}

function checkWord(what: string, word: string, known: readonly string[]): void {
  if (!known.includes(word)) {
    const near = suggest(word, known);
    const remedy = near === null ? 'choose one of these.' : `did you mean "${near}"?`;
    throw new InputError(`${what}: found ${quoted(word)}, expected one of ${known.join(', ')}; ${remedy}`);
  }
}
function checkNumber(what: string, x: number, low: number, high: number, whole = false): void {
  if (!(x >= low && x <= high) || (whole && !Number.isInteger(x))) {
    throw new InputError(
      `${what}: found ${x === Number.POSITIVE_INFINITY ? 'inf' : x}, expected ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}; change it.`,
    );
  }
}

/**
 * Checks a spec and finds what its words name.
 * @param data the set to use instead of the one that `patterns` names: a user's own file
 * @throws InputError with one line: what, found, expected, remedy
 */
export function checkSpec(spec: Spec, data?: PatternSet): CheckedSpec {
  const definition = circuitById(spec.circuit);
  checkWord('rule', spec.rule, ruleIds);
  const rule = idealRules[spec.rule];
  if (!definition.rules.includes(spec.rule)) {
    throw new InputError(
      `rule: found ${spec.rule}, but ${spec.circuit} learns by ${definition.rules.join(', ')}; choose one of these.`,
    );
  }
  checkWord('order', spec.order, orders);
  checkWord('init', spec.init, ['zero', 'random']);
  const { device } = presetOf(spec);
  if (device && !definition.takesDevices) {
    const usual = devicePresets.flatMap((p) => (p.device ? [] : [p.id]));
    throw new InputError(
      `device: found ${quoted(spec.device)}, but the weights of ${spec.circuit} are its own; choose ${usual.join(', ')}, or the circuit adaline.`,
    );
  }
  checkNumber(rule.step, spec.step, 0, MOST_STEP);
  checkNumber('epochs', spec.epochs, 0, MOST_PRESENTATIONS, true);
  if (spec.presentations !== null)
    checkNumber('presentations', spec.presentations, 0, MOST_PRESENTATIONS, true);
  if (spec.gate !== null) {
    checkNumber('gate', spec.gate, 0, MOST_STEP);
    if (spec.order !== 'cyclic')
      throw new InputError(
        `gate: found order ${spec.order}, but rounds are trained in order; leave --order cyclic.`,
      );
  }
  checkNumber('seed', spec.seed, 0, Number.MAX_SAFE_INTEGER, true);
  const set = data ?? patternSet(spec.patterns, spec.seed);
  if (set.inputs > definition.maxInputs) {
    throw new InputError(
      `${set.name}: found ${set.inputs} inputs, but ${spec.circuit} has ${definition.maxInputs} lines; use fewer columns or a larger circuit.`,
    );
  }
  if (set.outputs !== 1) {
    throw new InputError(
      `${set.name}: found ${set.outputs} desired columns, but ${spec.circuit} has one output; keep one column named d.`,
    );
  }
  if (rule.binaryDesired || ideals[definition.ideal].binaryDesired) {
    const row = set.rows.findIndex((r) => Math.abs(r.d![0]!) !== 1);
    if (row >= 0) {
      const who = rule.binaryDesired ? spec.rule : spec.circuit;
      throw new InputError(
        `${set.name}: found d = ${set.rows[row]!.d![0]} in row ${row + 1}, but ${who} needs every d to be +1 or -1; choose another rule or set.`,
      );
    }
  }
  if (definition.unitInputs?.includes(spec.rule)) {
    const row = set.rows.findIndex((r) => r.x.some((x) => Math.abs(x) !== 1));
    if (row >= 0) {
      const odd = set.rows[row]!.x.find((x) => Math.abs(x) !== 1);
      const others = definition.rules.filter((id) => !definition.unitInputs?.includes(id)).join(', ');
      throw new InputError(
        `${set.name}: found x = ${odd} in row ${row + 1}, but ${spec.circuit} does ${spec.rule} only where every input is +1 or -1, for it cannot divide by x.x; choose one of ${others}, or another set.`,
      );
    }
  }
  return { ...spec, definition, data: set, shape: shapeOf(spec, definition, set, device) };
}

/**
 * The preset that a spec names, or the user's own device as one.
 * @throws InputError when there is none, or the data of the own device are wrong
 */
export function presetOf({ device, ownDevice }: Pick<Spec, 'device' | 'ownDevice'>): DevicePreset {
  if (ownDevice !== undefined) {
    const { fault, preset } = ownDevices();
    const wrong = fault(ownDevice);
    if (wrong !== null)
      throw new InputError(`device ${quoted(String(device))}: ${wrong}; fit it again from its table.`);
    if (device === ownDevice.name) return preset(ownDevice);
  }
  const known = devicePresets.map((p) => p.id);
  if (ownDevice !== undefined) known.push(ownDevice.name);
  checkWord('device', device, known);
  return devicePresets.find((p) => p.id === device)!;
}

/** Words that `--set` takes beside the numbers of the circuit itself. */
export const choices = {
  adaptation: {
    values: ['nulling', 'timed', 'stochastic', 'manhattan'],
    meaning:
      'what ends or decides a pulse: the null of the error, a computed time, chance on two pulse trains, or the sign of a sum over an epoch',
  },
  summer: { values: ['op-amp', 'passive'], meaning: 'a virtual ground, or the loaded bus itself' },
} as const;
/** Numbers of the rule, which `--set` reaches as rule.gamma and rule.eps. */
export const ruleNumbers = {
  'rule.gamma': {
    default: 0.5,
    range: [0, MOST_STEP],
    unit: 'units of d',
    meaning: "dead zone of Mays' rules",
  },
  'rule.eps': {
    default: 1e-6,
    range: [0, MOST_STEP],
    unit: '',
    meaning: 'regularisation of NLMS, added to x.x',
  },
} as const;

function shapeOf(
  spec: Spec,
  definition: CircuitDefinition,
  set: PatternSet,
  device: DevicePreset['device'],
): Shape {
  const choose = <const T extends string>(
    name: 'adaptation' | 'summer',
    allowed: readonly T[],
    usual: T,
  ): T => {
    const word = spec.settings[name];
    if (word === undefined) return usual;
    if (!allowed.includes(word as T)) {
      throw new InputError(
        `--set ${name}: found ${quoted(String(word))}, expected ${allowed.join(' or ')} on ${spec.circuit}; change it.`,
      );
    }
    return word as T;
  };
  const number = (name: keyof typeof ruleNumbers): number => {
    const x = spec.settings[name];
    if (x === undefined) return ruleNumbers[name].default;
    if (typeof x !== 'number')
      throw new InputError(`--set ${name}: found ${quoted(x)}, expected a number; change it.`);
    checkNumber(name, x, 0, MOST_STEP);
    return x;
  };
  const nulls = spec.rule === 'alpha-lms' && spec.step > 0 && spec.step < 2;
  const [only, another] = definition.adaptations;
  const usual: AdaptationMode = only !== undefined && !another ? only : nulls ? 'nulling' : 'timed';
  const adaptation = choose<AdaptationMode>(
    'adaptation',
    [...definition.adaptations, ...(definition.schemes ?? [])],
    usual,
  );
  if (adaptation === 'stochastic' && !isPulsed(device))
    throw new InputError(
      `--set adaptation: stochastic counts coinciding pulses, found the device ${quoted(spec.device)}, which has none; choose a pulsed one, such as --device ecram.`,
    );
  if (adaptation === 'manhattan' && spec.rule !== 'mu-lms')
    throw new InputError(
      `--set adaptation: manhattan takes the sign of the summed gradient of mu-lms, found ${spec.rule}; choose --rule mu-lms.`,
    );
  if (adaptation === 'manhattan' && spec.gate !== null)
    throw new InputError(
      '--set adaptation: manhattan sums over every row of an epoch, found a gate that leaves rows out; leave one of them out.',
    );
  if (adaptation === 'nulling' && !nulls) {
    throw new InputError(
      spec.rule === 'alpha-lms'
        ? `--set adaptation: nulling needs 0 < alpha < 2, found ${spec.step}; choose timed.`
        : `--set adaptation: nulling adapts until the error is null, which is alpha-lms, found ${spec.rule}; choose timed.`,
    );
  }
  return {
    inputs: set.inputs,
    bias: spec.bias,
    rule: spec.rule,
    step: spec.step,
    gamma: number('rule.gamma'),
    eps: number('rule.eps'),
    adaptation,
    summer: choose('summer', definition.summers, definition.summers[0] ?? 'op-amp'),
    ...(device ? { device } : {}),
  };
}
