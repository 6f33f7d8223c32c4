/** What leaves the lab as logic: Verilog with its test bench, and a DigitalJS circuit that plays a run. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import '../../circuits/index.ts';
import { DigitaljsRun, loadDigitaljs } from '../../sim/logic/digitaljs-run.ts';
import { compileLogic } from '../../sim/logic/kernel/kernel.ts';
import { checkSpec, defaultSpec, type Spec } from '../../src/compare/spec.ts';
import { InputError } from '../../src/data/input-error.ts';
import { exporter as digitaljs } from '../../src/exchange/digitaljs.ts';
import { DIFFERENCES, PLAYED, selfPlaying } from '../../src/exchange/logic-player.ts';
import { recordLogic } from '../../src/exchange/logic-recording.ts';
import { exporter as verilog } from '../../src/exchange/verilog.ts';

const specOf = (circuit: string, given: Partial<Spec> = {}) => checkSpec(defaultSpec({ circuit, ...given }));
const recordingOf = async (circuit: string, presentations: number, given: Partial<Spec> = {}) =>
  (await recordLogic(specOf(circuit, given), presentations))[0]!;

describe('logic as Verilog', () => {
  test.each(['adaline', 'digital-adaline'])(
    'of %s names the run, the module and its test bench',
    async (id) => {
      const text = await verilog(specOf(id, { patterns: 'and', rule: 'mu-lms', step: 0.0625, seed: 7 }), {
        presentations: 2,
      });
      expect(text).toMatch(/^\/\/ .*, from adaline-lab \d/);
      expect(text).toContain('// mu-lms, step 0.0625, ');
      expect(text).toContain('seed 7; 2 presentations.');
      const [, module] = /^module (\w+) \($/m.exec(text)!;
      expect(text).toContain(`module ${module}_test;`);
      expect(text.match(/^endmodule/gm)).toHaveLength(2);
    },
  );

  test('is the module alone where no presentation is asked for', async () => {
    const text = await verilog(specOf('adaline', { patterns: 'and' }), { presentations: 0 });
    expect(text).toContain('module adaline_control (');
    expect(text).not.toContain('adaline_control_test');
  });

  test('is the same text twice, and another for another run', async () => {
    const text = (seed: number) =>
      verilog(specOf('digital-adaline', { order: 'random', seed }), { presentations: 2 });
    expect(await text(1)).toBe(await text(1));
    expect(await text(2)).not.toBe(await text(1));
  });
});

describe('a recording as logic', () => {
  test.each([
    ['adaline', { patterns: 'and' }],
    ['digital-adaline', { patterns: 'and', rule: 'mu-lms', init: 'random' }],
  ] as const)(
    'of %s plays itself and counts no difference, in our kernel and in DigitalJS',
    async (id, given) => {
      const recording = await recordingOf(id, 2, given);
      const playing = selfPlaying(recording);
      const edges = recording.moments.length;
      expect(edges).toBeGreaterThan(20);
      const kernel = compileLogic(playing);
      const reference = new DigitaljsRun(loadDigitaljs(), playing);
      // a few edges longer: it stands at its end
      for (let k = 0; k < edges + 3; k++) {
        kernel.edge();
        reference.edge();
      }
      kernel.evaluate();
      expect([kernel.get(PLAYED), kernel.get(DIFFERENCES)]).toEqual([edges, 0]);
      const bits = (name: string): number => {
        const output = playing.cells.find((cell) => cell.kind === 'output' && cell.name === name)!;
        return Number.parseInt(reference.bits((output as { in: string }).in)!, 2);
      };
      expect([bits(PLAYED), bits(DIFFERENCES)]).toEqual([edges, 0]);
      reference.shutdown();
    },
  );

  test('counts every clock edge at which something else comes out', async () => {
    const playing = selfPlaying(await recordingOf('adaline', 1, { patterns: 'and' }));
    const cells = playing.cells.map((cell) =>
      cell.kind === 'gate' && cell.name === 'is_flowing' ? ({ ...cell, operation: 'or' } as const) : cell,
    );
    const kernel = compileLogic({ ...playing, cells });
    kernel.run(200);
    kernel.evaluate();
    // the current flows in every phase before the pulse has ended: at least all of sense, compare and rest
    expect(kernel.get(DIFFERENCES)).toBeGreaterThanOrEqual(45);
  });
});

describe('logic as DigitalJS JSON', () => {
  test('plays a run by itself, and leaves the inputs to be clicked where no presentation is asked for', async () => {
    const spec = specOf('adaline', { patterns: 'and' });
    const read = async (presentations: number) => {
      const { devices } = JSON.parse(await digitaljs(spec, { presentations })) as {
        devices: Record<string, { type: string }>;
      };
      return Object.values(devices).map(({ type }) => type);
    };
    const [playing, plain] = [await read(1), await read(0)];
    expect(playing).not.toContain('Input');
    expect(playing).toContain('Memory');
    expect(plain.filter((type) => type === 'Input')).toHaveLength(3 + 6);
    expect(plain).not.toContain('Memory');
    for (const types of [playing, plain]) {
      expect(types.filter((type) => type === 'FSM')).toHaveLength(1);
      expect(types.filter((type) => type === 'Clock')).toHaveLength(1);
    }
  });

  test('is read by the library itself, which plays it and finds no difference', async () => {
    const { HeadlessCircuit } = createRequire(import.meta.url)('digitaljs') as {
      HeadlessCircuit: new (
        json: unknown,
      ) => { updateGatesNext(): void; getOutput(id: string): { toBin(): string }; shutdown(): void };
    };
    const text = await digitaljs(specOf('digital-adaline', { patterns: 'and' }), { presentations: 1 });
    const json = JSON.parse(text) as { devices: Record<string, { type: string; label?: string }> };
    const circuit = new HeadlessCircuit(json);
    const shown = (label: string): number => {
      const [id] = Object.entries(json.devices).find(([, d]) => d.type === 'Output' && d.label === label)!;
      return Number.parseInt(circuit.getOutput(id).toBin(), 2);
    };
    // an event is a moment at which something changes; a clock period has some tens of them
    for (let k = 0; k < 2000 && !(shown(PLAYED) >= 10); k++) circuit.updateGatesNext();
    expect(shown(PLAYED)).toBe(10);
    expect(shown(DIFFERENCES)).toBe(0);
    circuit.shutdown();
  });
});

test.each([
  ['knobby-adaline', {}],
  ['adaline', { rule: 'mu-lms', settings: { adaptation: 'manhattan' } }],
] as const)('%s %o has no logic to export, and says who has', async (id, given) => {
  for (const [format, exporter] of [
    ['verilog', verilog],
    ['digitaljs', digitaljs],
  ] as const) {
    const refused = exporter(specOf(id, given), { presentations: 1 });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      new RegExp(`^--format ${format}: ${id} \\(.*\\) has no logic at gate level; choose a circuit`),
    );
  }
});
