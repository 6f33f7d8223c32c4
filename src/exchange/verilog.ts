import { InputError } from '../data/input-error.ts';
import type { Exporter } from './formats.ts';

export const exporter: Exporter = () => {
  throw new InputError('--format verilog: not built yet.');
};
