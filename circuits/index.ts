/** The catalogue: every machine that the lab can run. */
import type { CircuitDefinition } from '../sim/circuit.ts';
import { adaline } from './adaline/circuit.ts';
import { knobbyAdaline } from './knobby-adaline/circuit.ts';
import { madalineXor } from './madaline-xor/circuit.ts';

/** All machines, in the order of the catalogue. */
export const circuits: readonly CircuitDefinition[] = [adaline, knobbyAdaline, madalineXor];
