/**
 * The logic kernel beside DigitalJS's synchronous engine and beside Verilator's compiled C++, on the
 * very same netlists; and how long a netlist takes until it can run.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toVerilog } from '../../../sim/exchange/verilog.ts';
import { DigitaljsRun, loadDigitaljs } from '../../../sim/logic/digitaljs-run.ts';
import { compileLogic } from '../../../sim/logic/kernel/kernel.ts';
import type { LogicNetlist, OutputCell } from '../../../sim/logic/netlist.ts';
import type { Contest, Side } from '../contest.ts';
import { gateCloud, lmsDatapath, macGates } from '../logic-netlists.ts';

const kernelSide = (netlist: LogicNetlist, amount: number): Side => {
  const kernel = compileLogic(netlist);
  return { name: 'kernel', amount, work: (cycles) => kernel.run(cycles) };
};

const besideDigitaljs = (
  netlist: LogicNetlist,
  cells: number,
  timesFaster: number,
  cycles: number,
): Contest => ({
  name: `logic: ${netlist.name}, ${cells} cells, beside DigitalJS`,
  unit: 'cycles',
  target: { timesFaster },
  rounds: 5,
  prepare: () => {
    const run = new DigitaljsRun(loadDigitaljs(), netlist);
    const work = (edges: number): void => {
      for (let k = 0; k < edges; k++) run.edge();
    };
    return {
      own: kernelSide(netlist, 2_000_000),
      rival: { name: 'DigitalJS', amount: cycles, work },
      end: () => run.shutdown(),
    };
  },
});

/** Runs so many cycles, prints ns a cycle and the output's word. */
const mainOf = (name: string, output: string): string => `
#include "V${name}.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
int main(int, char** words) {
  const long cycles = std::atol(words[1]);
  V${name} top;
  top.clk = 0;
  top.eval();
  const auto from = std::chrono::steady_clock::now();
  for (long k = 0; k < cycles; k++) {
    top.clk = 1;
    top.eval();
    top.clk = 0;
    top.eval();
  }
  const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - from;
  std::printf("%f %lu\\n", passed.count() / cycles, static_cast<unsigned long>(top.${output}));
}
`;
/** As its manual advises for speed: its own and the compiler's optimisation at -O3, for this very processor. */
const swiftest = [
  ...['-O3', '--x-assign', 'fast', '--x-initial', 'fast', '--noassert', '-CFLAGS', '-march=native'],
  ...['-MAKEFLAGS', 'OPT_FAST=-O3 OPT_SLOW=-O3 OPT_GLOBAL=-O3'],
];

const besideVerilator = (netlist: LogicNetlist, cells: number): Contest => ({
  name: `logic: ${netlist.name}, ${cells} cells, beside Verilator`,
  unit: 'cycles',
  target: { timesFaster: 1 },
  prepare: () => {
    const cycles = 4_000_000;
    const own = kernelSide(netlist, cycles);
    const version = spawnSync('verilator', ['--version'], { encoding: 'utf8' });
    if (version.status !== 0) return { own, rival: null };
    const { name } = netlist;
    const output = netlist.cells.find((cell): cell is OutputCell => cell.kind === 'output')!;
    const folder = mkdtempSync(join(tmpdir(), 'adaline-lab-verilator-'));
    const end = (): void => rmSync(folder, { recursive: true, force: true });
    const program = join(folder, 'made', `V${name}`);
    try {
      writeFileSync(join(folder, `${name}.v`), toVerilog(netlist));
      writeFileSync(join(folder, 'main.cpp'), mainOf(name, output.name));
      execFileSync(
        'verilator',
        ['--cc', '--exe', '--build', ...swiftest, '--Mdir', 'made', `${name}.v`, 'main.cpp'],
        { cwd: folder, stdio: 'pipe' },
      );
    } catch (error) {
      end();
      throw error;
    }
    const ours = compileLogic(netlist);
    ours.run(cycles);
    const expected = ours.get(output.name);
    const measure = (amount: number): number => {
      const [nanoseconds, word] = execFileSync(program, [String(amount)], { encoding: 'utf8' })
        .split(' ')
        .map(Number);
      if (word !== expected)
        throw new Error(
          `${name}: Verilator ends at ${word} after ${amount} cycles, the kernel at ${expected}.`,
        );
      return nanoseconds;
    };
    return {
      own,
      rival: { name: 'Verilator', amount: cycles, measure },
      note: `${version.stdout.trim()}; both end at the word ${expected} after ${cycles.toLocaleString('en')} cycles`,
      end,
    };
  },
});

const start = (gates: number): Contest => ({
  name: `logic: ready to run, ${gates} gates`,
  unit: 'starts',
  target: { milliseconds: 50 },
  prepare: () => {
    const netlist = gateCloud(gates);
    const work = (times: number): void => {
      for (let k = 0; k < times; k++) compileLogic(netlist).run(1);
    };
    const from = process.hrtime.bigint();
    work(1);
    const first = Number(process.hrtime.bigint() - from) / 1e6;
    return {
      own: { name: 'kernel', amount: 5, work },
      rival: null,
      note: `the first start in a fresh process took ${first.toFixed(1)} ms`,
    };
  },
});

export const contests: readonly Contest[] = [
  besideDigitaljs(lmsDatapath, 112, 100_000, 20),
  besideDigitaljs(macGates, 541, 500_000, 4),
  besideVerilator(lmsDatapath, 112),
  besideVerilator(macGates, 541),
  start(100),
  start(1000),
  start(5000),
];
