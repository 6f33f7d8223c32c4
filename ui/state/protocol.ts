/** What the page and its worker say to each other. All of it is plain data. */
import type { FittedBranch } from '../../sim/devices/fit/piecewise.ts';
import type { LogicNetlist } from '../../sim/logic/netlist.ts';
import type { Agreement, BenchInfo, BenchView, History, Moment, Unit } from '../../src/compare/session.ts';
import type { Spec } from '../../src/compare/spec.ts';

/** Simulated seconds per second; `full` is as fast as the worker can. */
export type Speed = '0.1' | '1' | '10' | '100' | 'full';
export const speeds: readonly Speed[] = ['0.1', '1', '10', '100', 'full'];

/** From the page to the worker: what the bench itself takes. */
export type BenchRequest =
  | { readonly kind: 'open'; readonly hash: string; readonly speed: Speed }
  | { readonly kind: 'change'; readonly spec: Partial<Spec> }
  | { readonly kind: 'ticks'; readonly ticksPerPhase: number }
  | { readonly kind: 'step'; readonly unit: Unit; readonly direction: 'forward' | 'back' }
  | { readonly kind: 'run' | 'pause' | 'reset' | 'cancel' | 'dismiss' | 'forget' }
  | { readonly kind: 'speed'; readonly speed: Speed }
  | { readonly kind: 'stimulus'; readonly inputs: readonly number[]; readonly d: number }
  | { readonly kind: 'cell'; readonly index: number; readonly siemens: number }
  /** the page has drawn the last frame and would like another */
  | { readonly kind: 'frame' };
/** From the page to the worker: the rest needs what is loaded when it is asked for. */
export type Request =
  | BenchRequest
  | { readonly kind: 'data'; readonly name: string; readonly text: string }
  /** a measured device: pulses and conductances */
  | { readonly kind: 'device'; readonly name: string; readonly text: string }
  /** somebody looks at the logic, or no longer */
  | { readonly kind: 'watch-logic'; readonly on: boolean };

/** A parameter or word that was not taken, and why. */
export interface Notice {
  readonly what: string;
  readonly why: string;
}

/** What can be chosen. */
export interface Catalogue {
  readonly machines: readonly {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
    readonly year: number;
    readonly rules: readonly string[];
    /** its weights can be other devices */
    readonly takesDevices: boolean;
    readonly patterns: readonly { readonly name: string; readonly title: string; readonly binary: boolean }[];
  }[];
  readonly rules: readonly {
    readonly id: string;
    readonly title: string;
    readonly formula: string;
    readonly step: 'alpha' | 'mu';
    readonly binary: boolean;
    readonly source: string;
  }[];
  readonly devices: readonly {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
    /** takes the place of the weights, where the machine lets it */
    readonly replaces: boolean;
  }[];
}

/** One setting as the panel shows it; copies of a part share a line. */
export interface SettingLine {
  readonly path: string;
  readonly value: number | string;
  readonly default: number | string;
  readonly ideal: number | string;
  readonly unit: string;
  /** words to choose from, else a range of numbers */
  readonly words: readonly string[] | null;
  readonly range: readonly [number, number];
  readonly meaning: string;
  readonly source: string;
  /** true when somebody set it, against the preset */
  readonly own: boolean;
}

/** What stays while the run is the same. */
export interface Setup {
  readonly spec: Spec;
  readonly info: BenchInfo;
  readonly ticksPerPhase: number;
  readonly settings: readonly SettingLine[];
  readonly notices: readonly Notice[];
  /** the set came from a file of the user's, which no link can carry */
  readonly ownData: boolean;
  /** who has the knobs, null where there are none */
  readonly operatorPresent: boolean | null;
  /** what stands in the place of the circuit's own weights, in words; null where they are its own */
  readonly replacedBy: string | null;
  /** S per unit of d, and the conductance of a weight of zero */
  readonly unitSiemens: number;
  readonly referenceSiemens: number;
  /** conductances of a bare and a full cell, or of a knob at its stops */
  readonly spanSiemens: readonly [number, number];
}

/** One picture. */
export interface Frame {
  readonly view: BenchView;
  readonly agreement: Agreement;
  readonly running: boolean;
  /** presentations after which a run stops */
  readonly stopAfter: number;
  /** acts by hand so far */
  readonly handEvents: number;
  /** the address of this moment; null while it runs */
  readonly address: string | null;
  /** what the address cannot carry, in words; null when it carries everything */
  readonly addressLacks: string | null;
  /** sent now and then, not with every frame */
  readonly history: History | null;
}

/** The words of one block of logic at a moment. */
export interface LogicWords {
  /** in the order of the netlist's nets */
  readonly nets: Uint32Array;
  /** registers, machine states and memories by their names */
  readonly state: Readonly<Record<string, number>>;
  /** clock edges of this phase that have passed, of how many */
  readonly edge: number;
  readonly edgesOfPhase: number;
}
/** What is said of the logic while somebody looks at it. */
export type LogicReply =
  /** which blocks the circuit on the bench has; none when it has no logic */
  | {
      readonly kind: 'logic-blocks';
      readonly blocks: readonly { readonly title: string; readonly netlist: LogicNetlist }[];
    }
  | {
      readonly kind: 'logic';
      readonly words: readonly LogicWords[];
      readonly phase: string;
      readonly moment: Moment;
      /** clock edges that led here, and outputs that differed from the circuit's run at one of them */
      readonly edges: number;
      readonly differ: readonly string[];
    }
  | { readonly kind: 'logic-failed'; readonly message: string };

/** A measured device and what was made of it. */
export interface DeviceFit {
  readonly name: string;
  /** of the step, in either direction */
  readonly nodes: number;
  readonly up: FittedBranch;
  readonly down: FittedBranch;
  /** S */
  readonly low: number;
  readonly high: number;
  /** measured less fitted, as a share of the range */
  readonly residual: { readonly max: number; readonly rms: number };
}

/** From the worker to the page. */
export type Reply =
  | { readonly kind: 'device-fit'; readonly fit: DeviceFit }
  | { readonly kind: 'device-refused'; readonly message: string }
  | LogicReply
  | { readonly kind: 'catalogue'; readonly catalogue: Catalogue }
  | { readonly kind: 'setup'; readonly setup: Setup }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'idle' }
  /** one line for the user: what was wrong, and what to do */
  | { readonly kind: 'problem'; readonly message: string };
