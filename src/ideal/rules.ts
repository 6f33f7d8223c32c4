/**
 * The learning rules as data: what each is called, which step it takes, what
 * it needs, and the function that does it.
 */
import { adaptAlphaLms } from './alpha-lms.ts';
import { adaptMaysIncrement, adaptMaysRelaxation, maysGamma } from './mays.ts';
import { adaptMuLms } from './mu-lms.ts';
import { adaptNlms, nlmsEps } from './nlms.ts';
import { adaptPerceptron } from './perceptron.ts';
import { adaptSignData, adaptSignError, adaptSignSign } from './sign-lms.ts';
import { tieFraction } from './tie.ts';

/** Name of a rule, as on the command line. */
export type RuleId =
  | 'mu-lms'
  | 'alpha-lms'
  | 'nlms'
  | 'sign-error'
  | 'sign-data'
  | 'sign-sign'
  | 'perceptron'
  | 'mays-increment'
  | 'mays-relaxation';

/** What a rule may need besides its step. Every rule takes all three and reads those it uses. */
export interface RuleOptions {
  /** Dead zone of Mays' rules, in units of d. */
  readonly gamma: number;
  /** Regularisation of NLMS, in units of x.x. */
  readonly eps: number;
  /** Half-width of the tie band, in units of d. */
  readonly tie: number;
}

/** Gamma .5, eps 1e-6, and the tie band of full scale 1. */
export const defaultRuleOptions: RuleOptions = { gamma: maysGamma, eps: nlmsEps, tie: tieFraction };

/** A parameter of a rule that a user may set. */
export interface RuleParameter {
  readonly default: number;
  /** What it means, with its unit. */
  readonly meaning: string;
}

/** One learning rule. */
export interface IdealRule {
  readonly id: RuleId;
  /** Name for people. */
  readonly title: string;
  /** The step as plain text, with e = d - s before it. */
  readonly formula: string;
  /** Which step size it uses. */
  readonly step: 'alpha' | 'mu';
  readonly defaultStep: number;
  /** Whether every d must be +1 or -1. */
  readonly binaryDesired: boolean;
  /** Parameters besides the step, those it reads of `RuleOptions`. */
  readonly parameters: Readonly<Partial<Record<'gamma' | 'eps', RuleParameter>>>;
  readonly source: string;
  /**
   * Adapts w in place by one presentation. Bare: nothing is checked (see `adaptOnce`).
   * @param w       weights, shape [n]; modified
   * @param x       pattern, shape [n]
   * @param d       desired sum, in units of d
   * @param step    alpha or mu, as `step` says
   * @param options gamma, eps, tie
   * @returns       e = d - s before the step
   */
  adapt(w: Float64Array, x: Float64Array, d: number, step: number, options: RuleOptions): number;
}

const defaultAlpha = 0.5;
const defaultMu = 0.05;

const gamma: RuleParameter = {
  default: maysGamma,
  meaning: 'dead zone, in units of d: a decision with |s| below it is not yet safe',
};
const eps: RuleParameter = {
  default: nlmsEps,
  meaning: 'regularisation, in units of x.x: floor under the power of a pattern',
};

/** Every rule by its id. */
export const idealRules: Readonly<Record<RuleId, IdealRule>> = {
  'mu-lms': {
    id: 'mu-lms',
    title: 'mu-LMS',
    formula: 'w += 2 mu e x',
    step: 'mu',
    defaultStep: defaultMu,
    binaryDesired: false,
    parameters: {},
    source: 'Widrow & Hoff 1960; Widrow & Lehr 1990, mu-LMS',
    adapt: adaptMuLms,
  },
  'alpha-lms': {
    id: 'alpha-lms',
    title: 'alpha-LMS',
    formula: 'w += alpha e x/(x.x)',
    step: 'alpha',
    defaultStep: defaultAlpha,
    binaryDesired: false,
    parameters: {},
    source: 'Widrow & Hoff 1960; Widrow & Lehr 1990, eqs 10-16',
    adapt: adaptAlphaLms,
  },
  nlms: {
    id: 'nlms',
    title: 'Normalised LMS',
    formula: 'w += alpha e x/(eps + x.x)',
    step: 'alpha',
    defaultStep: defaultAlpha,
    binaryDesired: false,
    parameters: { eps },
    source: 'Nagumo & Noda 1967; Haykin, Adaptive Filter Theory',
    adapt: (w, x, d, alpha, options) => adaptNlms(w, x, d, alpha, options.eps),
  },
  'sign-error': {
    id: 'sign-error',
    title: 'Sign-error LMS',
    formula: 'w += mu sgn(e) x',
    step: 'mu',
    defaultStep: defaultMu,
    binaryDesired: false,
    parameters: {},
    source: 'Widrow & Stearns 1985',
    adapt: (w, x, d, mu, options) => adaptSignError(w, x, d, mu, options.tie),
  },
  'sign-data': {
    id: 'sign-data',
    title: 'Sign-data LMS',
    formula: 'w += mu e sgn(x)',
    step: 'mu',
    defaultStep: defaultMu,
    binaryDesired: false,
    parameters: {},
    source: 'Sethares, Mareels, Anderson, Johnson & Bitmead 1988',
    adapt: adaptSignData,
  },
  'sign-sign': {
    id: 'sign-sign',
    title: 'Sign-sign LMS',
    formula: 'w += mu sgn(e) sgn(x)',
    step: 'mu',
    defaultStep: defaultMu,
    binaryDesired: false,
    parameters: {},
    source: 'Lucky 1966; Widrow & Stearns 1985',
    adapt: (w, x, d, mu, options) => adaptSignSign(w, x, d, mu, options.tie),
  },
  perceptron: {
    id: 'perceptron',
    title: "Rosenblatt's perceptron rule",
    formula: 'w += alpha (d - q)/2 x',
    step: 'alpha',
    defaultStep: defaultAlpha,
    binaryDesired: true,
    parameters: {},
    source: 'Rosenblatt 1958; Widrow & Lehr 1990, perceptron rule',
    adapt: (w, x, d, alpha, options) => adaptPerceptron(w, x, d, alpha, options.tie),
  },
  'mays-increment': {
    id: 'mays-increment',
    title: "Mays' increment adaptation",
    formula: '|s| >= gamma: w += alpha (d - q)/2 x/(x.x); |s| < gamma: w += alpha d x/(x.x)',
    step: 'alpha',
    defaultStep: defaultAlpha,
    binaryDesired: true,
    parameters: { gamma },
    source: 'Mays 1963; Widrow & Lehr 1990, eqs 19-20',
    adapt: (w, x, d, alpha, options) => adaptMaysIncrement(w, x, d, alpha, options.gamma, options.tie),
  },
  'mays-relaxation': {
    id: 'mays-relaxation',
    title: "Mays' modified relaxation",
    formula: 'q = d and |s| >= gamma: none; otherwise w += alpha e x/(x.x)',
    step: 'alpha',
    defaultStep: defaultAlpha,
    binaryDesired: true,
    parameters: { gamma },
    source: 'Mays 1963; Widrow & Lehr 1990, eqs 19-20',
    adapt: (w, x, d, alpha, options) => adaptMaysRelaxation(w, x, d, alpha, options.gamma, options.tie),
  },
};
