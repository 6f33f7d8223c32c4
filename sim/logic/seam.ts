/**
 * Where the compiler of circuits meets the logic kernel. The kernel is large and few machines are
 * made of logic, so the list of elements does not import it: the parts that are made of logic do
 * (sim/logic/element.ts), and a page that shows no such machine never loads it.
 */
import { Later } from '../base/later.ts';
import type { Builder } from '../builder.ts';
import type { LogicSpec } from '../elements/element.ts';

export type LogicElementCompiler = (e: LogicSpec, build: Builder) => void;

const kernel = new Later<LogicElementCompiler>(
  'the logic kernel',
  'import sim/logic/element.ts where its part is defined',
);

/** Makes the logic kernel known to the list of elements, once and for all. */
export const provideLogicElement = (compiler: LogicElementCompiler): void => kernel.add('', compiler);
/** @throws Error that names who needs the kernel when nothing has provided it */
export const logicElementCompiler = (needed: string): LogicElementCompiler => kernel.get('', needed);
