/**
 * The catalogue as cards, and the machines behind them. The page's first view shows cards alone and
 * the machine that it opens on; every other machine is loaded when somebody asks for it. Whoever
 * imports index.ts has all of them at once.
 */
import type { CircuitCard, CircuitDefinition } from '../sim/circuit.ts';
import { adaline } from './adaline/circuit.ts';
import { digitalAdalineCard } from './digital-adaline/card.ts';
import { knobbyAdalineCard } from './knobby-adaline/card.ts';
import { madalineXorCard } from './madaline-xor/card.ts';

const here: readonly CircuitDefinition[] = [adaline];
/** Machines that are loaded when they are asked for: card and module. */
const elsewhere: readonly {
  readonly card: CircuitCard;
  readonly load: () => Promise<CircuitDefinition>;
}[] = [
  {
    card: knobbyAdalineCard,
    load: async () => (await import('./knobby-adaline/circuit.ts')).knobbyAdaline,
  },
  {
    card: madalineXorCard,
    load: async () => (await import('./madaline-xor/circuit.ts')).madalineXor,
  },
  {
    card: digitalAdalineCard,
    load: async () => (await import('./digital-adaline/circuit.ts')).digitalAdaline,
  },
];

/** All machines by their cards, in the order of the catalogue. */
export const cards: readonly CircuitCard[] = [...here, ...elsewhere.map(({ card }) => card)];

const loaded = new Map(here.map((definition) => [definition.id, definition]));

/** The machine of that name, if it has been loaded. */
export const loadedCircuit = (id: string): CircuitDefinition | undefined => loaded.get(id);

/** Makes a machine ready for `loadedCircuit`; does nothing where it is, or where none has that name. */
export async function loadCircuit(id: string): Promise<void> {
  const entry = elsewhere.find(({ card }) => card.id === id);
  if (entry && !loaded.has(id)) provideCircuit(await entry.load());
}

/** Hands over a machine that was loaded in another way. */
export function provideCircuit(definition: CircuitDefinition): void {
  loaded.set(definition.id, definition);
}
