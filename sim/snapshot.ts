/**
 * All state of a run as one versioned buffer of doubles:
 * magic, version, signature of the circuit's state, counters, then every state block in order.
 * What can be recomputed by settling is not kept.
 */
import type { Run } from './clock.ts';
import type { Program } from './compile.ts';

const MAGIC = 0x4144414c; // "ADAL"
const VERSION = 1;
const HEADER = 8;

/** A number that differs when the list of state blocks does. */
function signature(program: Program): number {
  let h = 0x811c9dc5;
  const text = program.states.map((b) => `${b.path}:${b.width}`).join();
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** All state of a run, copied. */
export function writeSnapshot(run: Run): ArrayBuffer {
  const { program } = run;
  const width = program.states.reduce((n, b) => n + b.width, 0);
  const out = new Float64Array(HEADER + width);
  out.set([
    MAGIC,
    VERSION,
    signature(program),
    run.time,
    run.joules,
    run.elapsed,
    run.phasesRun,
    run.overruns,
  ]);
  let at = HEADER;
  for (const b of program.states) {
    out.set(run.f.subarray(b.at, b.at + b.width), at);
    at += b.width;
  }
  return out.buffer;
}

/** @throws Error when the buffer is no snapshot, or one of another version or circuit */
export function readSnapshot(run: Run, buffer: ArrayBuffer): void {
  const { program } = run;
  const data = buffer.byteLength % 8 === 0 ? new Float64Array(buffer) : new Float64Array(0);
  const width = program.states.reduce((n, b) => n + b.width, 0);
  if (data.length < HEADER || data[0] !== MAGIC)
    throw new Error('snapshot: the bytes are no snapshot; take one with snapshot().');
  if (data[1] !== VERSION)
    throw new Error(
      `snapshot: it has version ${data[1]}, this engine reads version ${VERSION}; take it again.`,
    );
  if (data[2] !== signature(program) || data.length !== HEADER + width) {
    throw new Error(
      `snapshot: it belongs to another circuit than this ${program.circuit.id}, or to other settings; restore it where it was taken.`,
    );
  }
  run.time = data[3]!;
  run.joules = data[4]!;
  run.elapsed = data[5]!;
  run.phasesRun = data[6]!;
  run.overruns = data[7]!;
  let at = HEADER;
  for (const b of program.states) {
    run.f.set(data.subarray(at, at + b.width), b.at);
    at += b.width;
  }
}
