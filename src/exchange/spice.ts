/** `--format spice`: a deck that ngspice runs as it is. */
import type { Exporter } from './formats.ts';
import { prepareElectrical } from './verify-electrical.ts';

export const exporter: Exporter = (spec) => prepareElectrical(spec).deck.text;
