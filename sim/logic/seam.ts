/**
 * Where the compiler of circuits meets the logic kernel. The kernel is large and few machines are
 * made of logic, so the list of elements does not import it: the parts that are made of logic do
 * (sim/logic/element.ts), and a page that shows no such machine never loads it.
 */
import type { Builder } from '../builder.ts';
import type { LogicSpec } from '../elements/element.ts';

export type LogicElementCompiler = (e: LogicSpec, build: Builder) => void;

let provided: LogicElementCompiler | null = null;

/** Makes the logic kernel known to the list of elements, once and for all. */
export function provideLogicElement(compiler: LogicElementCompiler): void {
  provided = compiler;
}
/** @throws Error that names who needs the kernel when nothing has provided it */
export function logicElementCompiler(needed: string): LogicElementCompiler {
  if (!provided) {
    throw new Error(
      `${needed} needs the logic kernel, which is not loaded; import sim/logic/element.ts where its part is defined.`,
    );
  }
  return provided;
}
