/** Icarus Verilog, where it is installed: runs the test bench of an exported block. Node only. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toVerilog } from '../../sim/exchange/verilog.ts';
import { type Recording, traceOf } from './logic-recording.ts';
import type { Deviation } from './verification.ts';

/** Longest time that the simulator may take, ms. */
const PATIENCE = 120_000;
const VERDICT = /^(PASS|FAIL): \w+, (?:(\d+) of )?(\d+) comparisons in \d+ cycles$/m;
const FIRST = /^cycle \d+: .*$/m;

/**
 * Plays a recording to its netlist as Verilog.
 * @param expected  whose answers count as right: our kernel's for this recording
 * @returns         null where there is no Icarus Verilog on the PATH
 */
export function simulateVerilog(
  recording: Recording,
  expected: Recording = recording,
): { tool: string; deviation: Deviation } | null {
  const asked = spawnSync('iverilog', ['-V'], { encoding: 'utf8' });
  if (asked.status !== 0) return null;
  const [, version = ''] = /version (\d+(?:\.\d+)*)/.exec(asked.stdout) ?? [];
  const tool = `Icarus Verilog ${version}`.trim();
  const folder = mkdtempSync(join(tmpdir(), 'adaline-lab-'));
  try {
    const [source, program] = [join(folder, 'logic.v'), join(folder, 'logic.vvp')];
    writeFileSync(source, toVerilog(recording.netlist, { trace: traceOf(expected) }));
    const compiled = spawnSync('iverilog', ['-g2005', '-o', program, source], {
      encoding: 'utf8',
      timeout: PATIENCE,
    });
    const ran =
      compiled.status === 0
        ? spawnSync('vvp', ['-n', program], { encoding: 'utf8', timeout: PATIENCE })
        : null;
    return { tool, deviation: deviationOf(recording, tool, ran?.stdout ?? '', compiled.stderr) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function deviationOf(recording: Recording, tool: string, printed: string, complaint: string): Deviation {
  const [, verdict, wrong, all] = VERDICT.exec(printed) ?? [];
  const unequal = verdict === 'PASS' ? 0 : Number(wrong ?? 1);
  const samples = Number(all ?? 1);
  const [first] = FIRST.exec(printed) ?? [complaint.split('\n')[0] ?? ''];
  return {
    kind: 'logic',
    name: `${recording.title}: outputs in ${tool}`,
    deviation: unequal,
    relative: unequal / samples,
    tolerance: 0,
    unit: `of ${samples} samples`,
    at: unequal === 0 ? '' : first,
    passed: unequal === 0,
  };
}
