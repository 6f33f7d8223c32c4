import { describe, expect, test } from 'vitest';
import { adaline } from '../../../circuits/adaline/circuit.ts';
import { compile } from '../../../sim/compile.ts';
import { runWasm } from '../../../sim/exchange/ngspice/wasm.ts';
import { Names, plainName } from '../../../sim/exchange/spice/names.ts';
import { number, sum } from '../../../sim/exchange/spice/netlist.ts';
import { recordRun } from '../../../sim/exchange/spice/recording.ts';
import { prepared } from '../../agreement/ngspice-helpers.ts';

const electrical = prepared({ circuit: 'madaline-xor', device: 'as-built', presentations: 3 });
const { deck, recording } = electrical;
const cards = deck.text.split('\n').filter((line) => /^[A-Z]_/.test(line));
const namesOf = (lines: readonly string[]): string[] =>
  lines.map((line) => line.split(' ')[0]!.toLowerCase());

describe('a deck', () => {
  test('has a title, a transient over every presentation, and an end', () => {
    const lines = deck.text.trimEnd().split('\n');
    expect(lines[0]).toBe('MADALINE for XOR: 3 presentations of xor');
    expect(lines.at(-1)).toBe('.end');
    const stop = Number(/^\.tran \S+ (\S+)/m.exec(deck.text)?.[1]);
    expect(stop).toBeGreaterThan(recording.phases.at(-1)!.end);
  });

  test('holds every element of the circuit, under its name', () => {
    for (const e of recording.program.elements) expect(deck.text).toContain(`\n* ${e.name}: `);
  });

  test('shows its parts first, and long tables over time at the end', () => {
    const lines = deck.text.split('\n');
    const tables = lines.indexOf('* Tables over time: pairs of seconds and volts, joined by straight lines.');
    const lastPart = lines.findLastIndex((line) =>
      recording.program.elements.some((e) => line.startsWith(`* ${e.name}: `)),
    );
    expect(tables).toBeGreaterThan(lastPart);
    // one row of a table may stand where it belongs
    for (const [k, line] of lines.entries())
      if (k < tables && line.startsWith('+') && line !== '+ )') expect(lines[k + 1]).toBe('+ )');
    for (const [, node] of deck.text.matchAll(/^\* V_(\S+): a table over time, at the end$/gm))
      expect(lines.indexOf(`V_${node} ${node} 0 PWL(`)).toBeGreaterThan(tables);
  });

  test('says of weights that it plays that they are given, and compares none of them', () => {
    const { deck: pulsed, recording: run } = prepared({
      circuit: 'adaline',
      patterns: 'and',
      presentations: 2,
      device: 'ecram',
    });
    expect(pulsed.playsWeights).toBe(true);
    expect(pulsed.text).toContain('their conductances are the record of our kernel');
    expect(pulsed.text).toContain('pulses a second for 1');
    const given = new Set(
      run.program.elements.flatMap((e) =>
        e.kind === 'stored-conductance' ? e.conductance : e.kind === 'readout' ? e.out : [],
      ),
    );
    expect(given.size).toBe(6);
    expect(pulsed.compared.filter((c) => given.has(c.net))).toEqual([]);
  });

  test('never gives two cards or two driven nodes one name', () => {
    expect(new Set(namesOf(cards)).size).toBe(cards.length);
    const driven = cards
      .filter((line) => /^(V|E)_\S+ \S+ 0 |^B_\S+ \S+ 0 V/.test(line))
      .map((line) => line.split(' ')[1]);
    expect(new Set(driven).size).toBe(driven.length);
  });

  test('holds numbers that are numbers', () => {
    expect(deck.text).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('plays nothing of what is compared: bits of the sequencer, stimulus, strobes and draws alone', () => {
    const played = new Set(
      cards.filter((line) => line.startsWith('V_')).map((line) => `v(${line.split(' ')[1]})`),
    );
    expect(played.size).toBeGreaterThan(5);
    for (const { vector } of deck.compared) expect(played).not.toContain(vector);
    const { program } = recording;
    const given = program.elements.flatMap((e) =>
      e.kind === 'input' || e.kind === 'constant' ? e.out : e.kind === 'fsm' ? Object.values(e.outputs) : [],
    );
    const lines = new Set(given.map((net) => `v(${plainName(program.nameOf(net))})`));
    for (const vector of played) {
      const isDraw = /_(deposit|share|noise)\)$/.test(vector);
      const isClock = /^v\((clk_read|clk_write|hint)\)$/.test(vector);
      expect(isDraw || isClock || lines.has(vector), vector).toBe(true);
    }
  });

  test('leaves its decisions to ngspice: with another stimulus in the deck they come out differently', async () => {
    const words = { circuit: 'adaline', patterns: 'and', presentations: 2 } as const;
    const { deck: plain } = prepared(words);
    const weight = plain.compared.find((c) => c.name === 'neuron.weight[0]')!.vector;
    // the desired value of both presentations turned round by hand
    const turned = plain.text.replace(/^(V_\S*desired \S+ 0 DC) -1$/m, '$1 1');
    expect(turned).not.toBe(plain.text);
    const before = (await runWasm(plain.text)).vectors.get(weight)!.at(-1)!;
    const after = (await runWasm(turned)).vectors.get(weight)!.at(-1)!;
    // every error, pulse and null turns round with d; 1e-6 is the target of agreement
    expect(before).toBeLessThan(-0.1);
    expect(Math.abs(after + before)).toBeLessThan(1e-6);
  });
});

describe('a recording', () => {
  test('needs a program that settles everything', () => {
    const circuit = adaline.build({
      inputs: 2,
      bias: true,
      rule: 'alpha-lms',
      step: 0.5,
      gamma: 0.5,
      eps: 1e-6,
      adaptation: 'nulling',
      summer: 'op-amp',
    });
    expect(() => recordRun(compile(circuit), [])).toThrow(
      'adaline: a recording needs a program with fuse: false.',
    );
  });

  test('ends with the very numbers of the run', () => {
    const { phases } = recording;
    expect(phases.map((p) => p.presentation).at(-1)).toBe(3);
    for (const [k, phase] of phases.entries()) expect(phase.start).toBe(k === 0 ? 0 : phases[k - 1]!.end);
  });
});

describe('names and numbers', () => {
  test('are what SPICE takes', () => {
    expect(plainName('units[0].weights.Cell[12]')).toBe('units0_weights_cell12');
    expect(plainName('neuron.adapter.stop level')).toBe('neuron_adapter_stop_level');
    expect(number(-0)).toBe('0');
    expect(number(1e-12)).toBe('1e-12');
    expect(() => number(Number.POSITIVE_INFINITY)).toThrow('SPICE has no number for Infinity.');
    expect(
      sum(
        [
          [1, 'V(a)'],
          [-2.5, 'V(b)'],
        ],
        -1,
      ),
    ).toBe('V(a) - 2.5*V(b) - 1');
    expect(sum([])).toBe('0');
  });

  test('are made different where paths become alike', () => {
    const names = new Names(recording.program);
    expect([names.fresh('a b'), names.fresh('a_b'), names.fresh('A.b')]).toEqual(['a_b', 'a_b_2', 'a_b_3']);
    expect(names.fresh('time')).toBe('time_2');
  });
});
