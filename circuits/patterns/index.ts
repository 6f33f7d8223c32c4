import { kepler } from './kepler.ts';
import type { PatternSet } from './pattern-set.ts';
import { tgf } from './tgf.ts';
import { tj } from './tj.ts';

export type { PatternSet } from './pattern-set.ts';

/** Every published set, in the order in which it is listed. */
export const publishedPatterns: readonly PatternSet[] = [tgf, tj, kepler];
