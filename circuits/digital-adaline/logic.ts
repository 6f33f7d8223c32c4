import type { Shape } from '../../sim/circuit.ts';
import { elaborate } from '../../sim/elaborate.ts';
import type { LogicBlock, SettingAt } from '../../sim/logic/block.ts';
import { elementBlocks } from '../../sim/logic/element-block.ts';
import { build } from './build.ts';

/** The neuron is its own logic: the very netlist that the machine runs on. */
export const logicBlocks = (shape: Shape, setting: SettingAt): readonly LogicBlock[] =>
  elementBlocks(elaborate(build(shape), setting), () => 'fixed-point neuron');
