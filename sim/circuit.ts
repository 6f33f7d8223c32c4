/**
 * What a circuit IS: parts with ports, wires between them, and the few words that the bench, the
 * command line and the tests need. Nothing here knows how a circuit is simulated.
 */
import type { WeightDevice } from './devices/weight-device.ts';
import type { ElementSpec } from './elements/element.ts';
import type { LogicBlock, SettingAt } from './logic/block.ts';

/** node: Kirchhoff applies. bit: 0 or 1, one driver. value: a number, one driver. */
export type PortKind = 'node' | 'bit' | 'value';
export interface Port<K extends PortKind = PortKind> {
  readonly kind: K;
  readonly width: number;
}
/** A port of so many terminals at which currents add up. */
export const node = (width = 1): Port<'node'> => ({ kind: 'node', width });
/** A port of lines that are 0 or 1. */
export const bit = (width = 1): Port<'bit'> => ({ kind: 'bit', width });
/** A port of lines that carry a number. */
export const value = (width = 1): Port<'value'> => ({ kind: 'value', width });
export type Ports = Readonly<Record<string, Port>>;

/** A terminal of an elaborated circuit: terminals that wires join share one number. */
export type Net = number;

/** A number that `--set PATH=VALUE` reaches. `ideal` is exactly off for a non-ideality. */
export interface Setting {
  /** the realistic value, which the preset `as-built` uses */
  readonly default: number;
  /** the value that makes the part ideal */
  readonly ideal: number;
  readonly unit: string;
  readonly range: readonly [number, number];
  /** what it does physically, in one sentence */
  readonly meaning: string;
  /** where the default comes from: found, computed, recalled or chosen */
  readonly source: string;
  /** a non-ideality, which `ideal` switches off; without it the setting is a choice of design */
  readonly fault?: true;
  /** takes whole numbers only: a switch, or the number of a cell */
  readonly whole?: true;
  /** belongs to the device that the weights are: a preset of that device sets it to its default */
  readonly ofDevice?: true;
  /** name of a setting beside it that has to be larger */
  readonly below?: string;
}
/** A setting that a part shares with the module around it. */
export interface Inherited {
  readonly inherit: string;
}
/** Shares the setting of that name with the module around the part. */
export const inherit = (name: string): Inherited => ({ inherit: name });
export type Settings = Readonly<Record<string, Setting | Inherited>>;

/** Reads a setting of the part that is being elaborated; throws when it has none of that name. */
export type Get = (name: string) => number;
/** Makes terminals that only the part's own elements see. */
export type Internal = (name: string, width?: number, kind?: PortKind) => Net[];

interface Module {
  readonly parts: Readonly<Record<string, Part>>;
  readonly wires: readonly (readonly [string, string])[];
  readonly exports: Readonly<Record<string, string>>;
}
/** Ports, settings and what is inside: elements, other parts, or copies of one part. */
export interface Part<P extends Ports = Ports> {
  readonly type: string;
  readonly ports: P;
  readonly settings: Settings;
  /** true for a person or computer at the bench: "computed, not built" */
  readonly computed?: boolean;
  /** a method, so that a part with particular ports is still a Part */
  elements?(
    at: { readonly [K in keyof P]: readonly Net[] },
    get: Get,
    internal: Internal,
  ): readonly ElementSpec[];
  readonly module?: Module;
  readonly copies?: { readonly count: number; readonly part: Part };
}

/** Makes a part from elements; the ports keep their exact type, so that wires can be checked. */
export const definePart = <const P extends Ports>(part: Part<P>): Part<P> => part;

type PortNames<P, K extends PortKind> = {
  [N in keyof P & string]: P[N] extends Part<infer Q>
    ? { [R in keyof Q & string]: Q[R] extends Port<K> ? `${N}.${R}` : never }[keyof Q & string]
    : never;
}[keyof P & string];
/** 'part.port' or a slice 'part.port[1..16]'; the compiler checks the name, `elaborate` the range. */
export type Ref<P, K extends PortKind = PortKind> = PortNames<P, K> | `${PortNames<P, K>}[${string}]`;
export type Wire<P> =
  | readonly [Ref<P, 'node'>, Ref<P, 'node'>]
  | readonly [Ref<P, 'bit'>, Ref<P, 'bit'>]
  | readonly [Ref<P, 'value'>, Ref<P, 'value'>];
type PortOf<P, X> = X extends `${infer A}.${infer B}`
  ? A extends keyof P
    ? P[A] extends Part<infer Q>
      ? B extends keyof Q
        ? Q[B] extends Port
          ? Q[B]
          : never
        : never
      : never
    : never
  : never;

/** A part made of parts. `exports` names the inner ports that become its own. */
export function defineModule<
  const P extends Readonly<Record<string, Part>>,
  const X extends Readonly<Record<string, PortNames<P, PortKind>>>,
>(definition: {
  readonly type: string;
  readonly parts: P;
  readonly wires: readonly Wire<P>[];
  readonly exports: X;
  readonly settings?: Settings;
}): Part<{ readonly [N in keyof X]: PortOf<P, X[N]> }> {
  const ports: Record<string, Port> = {};
  for (const [name, ref] of Object.entries<string>(definition.exports)) {
    const [part = '', port = ''] = ref.split('.');
    const found = definition.parts[part]?.ports[port];
    if (!found)
      throw new Error(`${definition.type}: export ${name} names ${ref}, which is no port of its parts.`);
    ports[name] = found;
  }
  const { parts, wires, exports } = definition;
  return {
    type: definition.type,
    ports: ports as { readonly [N in keyof X]: PortOf<P, X[N]> },
    settings: definition.settings ?? {},
    module: { parts, wires: wires as Module['wires'], exports },
  };
}

/** n copies of a part: every port grows n-fold; a wire of the old width is broadcast, of n-fold width dealt out. */
export function copies<P extends Ports>(count: number, part: Part<P>): Part<P> {
  const wide = Object.entries(part.ports).map(([k, p]) => [k, { ...p, width: p.width * count }]);
  return {
    type: `${count} x ${part.type}`,
    ports: Object.fromEntries(wide) as P,
    settings: {},
    copies: { count, part: part as unknown as Part },
  };
}

/** Which numbers a user gives a circuit's shape, before any setting. */
export interface Shape {
  /** pattern lines, without the bias */
  readonly inputs: number;
  /** false leaves the bias line open */
  readonly bias: boolean;
  readonly rule: HardwareRule;
  /** alpha or mu, whichever the rule uses */
  readonly step: number;
  readonly gamma: number;
  readonly eps: number;
  readonly adaptation: AdaptationMode;
  readonly summer: 'op-amp' | 'passive' | 'adder';
  /** what the weights are; the circuit's own memistors or knobs when it is left out */
  readonly device?: WeightDevice;
}
/**
 * | adaptation | the current or the pulses flow |
 * |---|---|
 * | nulling | until the error is null |
 * | timed | for a computed time |
 * | by hand | until the operator has turned every knob |
 * | stochastic | where two random pulse trains coincide |
 * | manhattan | for a fixed time, by the sign of what was summed over an epoch |
 * | clocked | there is none: words are added, for a number of clock periods |
 *
 * Stochastic and manhattan come with the device library.
 */
export type AdaptationMode = 'nulling' | 'timed' | 'by hand' | 'clocked' | UpdateSchemeName;
export type UpdateSchemeName = 'stochastic' | 'manhattan';
export type HardwareRule =
  | 'mu-lms'
  | 'alpha-lms'
  | 'nlms'
  | 'sign-error'
  | 'sign-data'
  | 'sign-sign'
  | 'perceptron'
  | 'mays-increment'
  | 'mays-relaxation';

/** A number with where it comes from, as the page and about.md show it. */
export interface Sourced {
  readonly text: string;
  readonly source: string;
}

/** A pattern shown to a fresh circuit, and what must come out; one generic test runs all of them. */
export interface Check {
  readonly says: string;
  readonly patterns: string;
  readonly shape?: Partial<Shape>;
  readonly presentations: number;
  /** named observations after the last presentation, in order of the port's lines */
  readonly expect: {
    readonly observe: string;
    readonly values: readonly number[];
    readonly tolerance: number;
    readonly why: string;
  };
  readonly settings?: Readonly<Record<string, number>>;
  readonly source: string;
}

/** What an operator touches, for the page: every entry names an observation or a stimulus. */
export interface Face {
  readonly switches: { readonly stimulus: string; readonly rows: number; readonly columns: number };
  readonly meter: {
    readonly observe: string;
    readonly label: string;
    readonly unit: string;
    readonly fullScale: number;
  };
  readonly cells: { readonly kind: 'memistor' | 'knob' | 'register'; readonly port: string };
  readonly lamp: { readonly observe: string; readonly label: string };
}

/** A circuit for one shape. */
export interface Circuit {
  readonly id: string;
  readonly parts: Readonly<Record<string, Part>>;
  readonly wires: readonly (readonly [string, string])[];
  readonly settings: Settings;
  /** column group -> port that it sets when a presentation begins */
  readonly stimulus: Readonly<Record<string, string>>;
  /** name that the comparison and the page use -> port */
  readonly observe: Readonly<Record<string, string>>;
  /** which part is the sequencer */
  readonly sequencer: string;
}

/** What the catalogue tells of a machine before anybody asks for it. */
export interface CircuitCard {
  readonly id: string;
  readonly title: string;
  /** one line for the catalogue */
  readonly summary: string;
  readonly year: number;
  /** lines that were built; a pattern set may use fewer, never more */
  readonly maxInputs: number;
  readonly units: number;
  /** id of the ideal rule beside it, resolved by src/compare; 'rule' = the learning rule chosen for the run */
  readonly ideal: 'rule' | 'madaline-rule-one';
  readonly adaptations: readonly AdaptationMode[];
  /** update schemes that it takes besides, from the device library */
  readonly schemes?: readonly UpdateSchemeName[];
  /** true where its weights can be other devices */
  readonly takesDevices?: true;
  readonly summers: readonly Shape['summer'][];
  readonly rules: readonly HardwareRule[];
  /** rules that it does only where every input is +1 or -1, so that x.x is the number of lines */
  readonly unitInputs?: readonly HardwareRule[];
  /** what the page opens on */
  readonly protocol: {
    readonly patterns: string;
    readonly rule: HardwareRule;
    readonly step: number;
    readonly order: 'cyclic' | 'random';
    readonly init: 'zero' | 'random';
  };
}
/** A machine: its description as data, and the function from shape to circuit. */
export interface CircuitDefinition extends CircuitCard {
  readonly build: (shape: Shape) => Circuit;
  /** its control logic at gate level, loaded only when somebody asks for it */
  readonly logic?: () => Promise<{
    readonly logicBlocks: (shape: Shape, setting: SettingAt) => readonly LogicBlock[];
  }>;
  readonly face: Face;
  /** what is happening in a phase, in words; `PHASE, done` once what the phase waits for has come */
  readonly say: Readonly<Record<string, string>>;
  /** what somebody who runs it in this shape, with these settings, has to know, in whole sentences */
  readonly remarks?: (shape: Shape, setting: SettingAt) => readonly string[];
  readonly assumptions: readonly string[];
  readonly facts: readonly Sourced[];
  readonly checks: readonly Check[];
}

/** Checks a circuit's wires against the ports of its parts at compile time. */
export function wireCircuit<const P extends Readonly<Record<string, Part>>>(definition: {
  readonly id: string;
  readonly parts: P;
  readonly wires: readonly Wire<P>[];
  readonly settings?: Settings;
  readonly stimulus: Readonly<Record<string, Ref<P, 'value' | 'bit'>>>;
  readonly observe: Readonly<Record<string, Ref<P>>>;
  readonly sequencer: keyof P & string;
}): Circuit {
  return { settings: {}, ...definition } as unknown as Circuit;
}

/** Declares a machine of the catalogue; the compiler checks its fields. */
export const defineCircuit = (definition: CircuitDefinition): CircuitDefinition => definition;
