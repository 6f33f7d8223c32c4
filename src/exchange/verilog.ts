import { toVerilog } from '../../sim/exchange/verilog.ts';
import type { Exporter } from './formats.ts';
import { logicToExport, type Recording, traceOf } from './logic-recording.ts';
import { runHeader } from './run-header.ts';

/**
 * The logic of a machine as Verilog-2005: one module a block, and for each a test bench that plays
 * what a run of this spec gave it and compares every output at every clock edge; none where no
 * presentation is asked for.
 * @throws InputError where the machine has no logic
 */
export const exporter: Exporter = async (spec, { presentations }) => {
  const recordings = await logicToExport(spec, 'verilog', presentations);
  const modules = recordings.map(moduleOf);
  return [...runHeader(spec, presentations).map((line) => `// ${line}`), '', ...modules].join('\n');
};

function moduleOf(recording: Recording): string {
  const { title, netlist, moments } = recording;
  if (moments.length === 0) return `// ${title}\n${toVerilog(netlist)}`;
  return [
    `// ${title}, and a test bench that plays ${moments.length} clock edges of that run and prints PASS or FAIL.`,
    toVerilog(netlist, { trace: traceOf(recording) }),
  ].join('\n');
}
