/** What computes a netlist: the compiled module or the interpreter. */
export interface Engine {
  /**
   * Words of all nets, in the order of the netlist's `nets`, as the last `settle` left them. The
   * words of inputs are set here from outside.
   */
  readonly words: Uint32Array;
  /** in the order of `layOutState` */
  readonly state: Uint32Array;
  /** computes the words of all nets from inputs and state */
  readonly settle: () => void;
  /** does so many clock edges; all words but the inputs' are stale afterwards */
  readonly run: (edges: number) => void;
}
