/** What `adaline export` writes: one file a format, each from the checked description of a run. */
import type { CheckedSpec } from '../compare/spec.ts';

/** What an exporter may need besides the run's description. */
export interface ExportOptions {
  /** presentations that a transient shows */
  readonly presentations: number;
}
/** A text file of another tool. */
export type Exporter = (spec: CheckedSpec, options: ExportOptions) => string | Promise<string>;

/** The formats of the contract, loaded only when asked for. */
export const exportFormats = {
  spice: { title: 'a netlist that ngspice runs as it is', load: () => import('./spice.ts') },
  verilog: {
    title: 'the logic as Verilog-2005 with a self-checking test bench',
    load: () => import('./verilog.ts'),
  },
  digitaljs: { title: 'the logic as DigitalJS JSON', load: () => import('./digitaljs.ts') },
  json: { title: 'the elaborated netlist: elements, terminals, settings', load: () => import('./json.ts') },
  svg: { title: 'a drawing of the parts and their wires', load: () => import('./svg.ts') },
} as const satisfies Record<string, { title: string; load: () => Promise<{ exporter: Exporter }> }>;
export type ExportFormat = keyof typeof exportFormats;
