/** What `adaline verify` finds: our kernel beside an independent tool, quantity by quantity. */

/** One quantity, compared over the whole run. */
export interface Deviation {
  readonly kind: 'node' | 'weight' | 'decision' | 'logic';
  readonly name: string;
  /** largest difference, in `unit`, or the number of unequal samples for decisions and logic */
  readonly deviation: number;
  /** the difference divided by its scale: the number that the tolerance is for */
  readonly relative: number;
  readonly tolerance: number;
  readonly unit: string;
  /** where the largest difference stands: presentation (from 1) and phase */
  readonly at: string;
  readonly passed: boolean;
}
export interface Verification {
  /** 'ngspice 45 as WebAssembly', 'ngspice 39 of the PATH', 'digitaljs 0.14.2', 'Icarus Verilog 11' */
  readonly tool: string;
  /** in one sentence: what was compared, for how long */
  readonly what: string;
  readonly deviations: readonly Deviation[];
  readonly passed: boolean;
}
