/** The ideal track: the mathematics that the circuits were built to approximate. A table of contents. */

// Sets and decisions

export { dot } from './dot.ts';
export { decide, signum, tieBand, tieFraction } from './tie.ts';
export { checkTrainingSet, type TrainingSet } from './training-set.ts';

// Learning rules as data, and one checked step of any of them

export { adaptOnce } from './adapt-once.ts';
export {
  defaultRuleOptions,
  type IdealRule,
  idealRules,
  type RuleId,
  type RuleOptions,
  type RuleParameter,
} from './rules.ts';

// Learning rules, one pattern at a time

export { adaptAlphaLms } from './alpha-lms.ts';
export { adaptMaysIncrement, adaptMaysRelaxation, maysGamma } from './mays.ts';
export { adaptMuLms } from './mu-lms.ts';
export { adaptNlms, nlmsEps } from './nlms.ts';
export { adaptPerceptron } from './perceptron.ts';
export { adaptSignData, adaptSignError, adaptSignSign } from './sign-lms.ts';

// A whole set at a time

export { descendBatchGradient } from './batch-gradient.ts';
export { adaptManhattan } from './manhattan.ts';

// Layers

export {
  adaptMadalineRuleOne,
  type MadalineLogic,
  type MadalineStep,
  madalineOutput,
} from './madaline-rule-one.ts';

// Theory: the mean square error and its minimum

export { type Correlation, correlate, traceOf } from './theory/correlation.ts';
export { eigenvalues, type Spectrum } from './theory/eigenvalues.ts';
export { type CyclicStep, type SteadyCycle, steadyCycle } from './theory/steady-cycle.ts';
export { type WienerSolution, wiener } from './theory/wiener.ts';

// Theory: step size, speed and price

export { type Convention, toWidrow } from './theory/convention.ts';
export {
  misadjustment,
  misadjustmentIid,
  misadjustmentSmallStep,
  signErrorExcess,
} from './theory/misadjustment.ts';
export { type StabilityLimits, stability } from './theory/stability.ts';
export { learningTimeIid, type TimeConstants, timeConstants } from './theory/time-constants.ts';

// Theory: what can be separated, and how soon

export { deterministicCapacity, separableProbability, statisticalCapacity } from './theory/capacity.ts';
export { type NovikoffBound, novikoffBound } from './theory/novikoff.ts';
