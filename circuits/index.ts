/** The catalogue with every machine in it, and every device: for the command line, the library and the tests. */
import type { CircuitDefinition } from '../sim/circuit.ts';
import { loadDeviceLibrary } from '../sim/devices/library.ts';
import { cards, loadedCircuit, provideCircuit } from './catalogue.ts';
import { digitalAdaline } from './digital-adaline/circuit.ts';
import { knobbyAdaline } from './knobby-adaline/circuit.ts';
import { madalineXor } from './madaline-xor/circuit.ts';

for (const definition of [knobbyAdaline, madalineXor, digitalAdaline]) provideCircuit(definition);
loadDeviceLibrary();

/** All machines, in the order of the catalogue. */
export const circuits: readonly CircuitDefinition[] = cards.map(({ id }) => loadedCircuit(id)!);
