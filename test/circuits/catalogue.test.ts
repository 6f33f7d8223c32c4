/** The catalogue before and after a machine has been loaded. Nothing here imports the machines themselves. */
import { describe, expect, test } from 'vitest';
import { cards, loadCircuit, loadedCircuit } from '../../circuits/catalogue.ts';
import { logicElementCompiler } from '../../sim/logic/seam.ts';
import { cardById, checkSpec, circuitById, defaultSpec } from '../../src/compare/spec.ts';

describe('a machine that the first view does not show', () => {
  test('is known by its card, and refused until it is loaded', () => {
    expect(cards.map(({ id }) => id)).toContain('digital-adaline');
    expect(loadedCircuit('digital-adaline')).toBeUndefined();
    expect(cardById('digital-adaline').protocol.patterns).toBe('tgf');
    expect(() => circuitById('digital-adaline')).toThrow(
      "circuit: digital-adaline is not loaded yet; await loadCircuit('digital-adaline') first.",
    );
    expect(() => checkSpec(defaultSpec({ circuit: 'digital-adaline' }))).toThrow(/is not loaded yet/);
  });

  test('brings what its elements need, which is not there before', async () => {
    expect(() => logicElementCompiler('neuron.words')).toThrow(
      /^neuron\.words needs the logic kernel, which is not loaded; import sim\/logic\/element\.ts/,
    );
    await loadCircuit('digital-adaline');
    expect(logicElementCompiler('neuron.words')).toBeTypeOf('function');
    const spec = checkSpec(defaultSpec({ circuit: 'digital-adaline' }));
    expect(spec.definition).toBe(loadedCircuit('digital-adaline'));
  });

  test.each(cards.map((card) => [card.id, card] as const))('is what its card said: %s', async (id, card) => {
    await loadCircuit(id);
    expect(circuitById(id)).toMatchObject(card);
  });

  test('of a name that nobody knows stays unknown, and the nearest is suggested', async () => {
    await loadCircuit('digital-adalin');
    expect(() => circuitById('digital-adalin')).toThrow(
      'circuit: found "digital-adalin", expected one of the catalogue; did you mean "digital-adaline"?',
    );
  });
});
