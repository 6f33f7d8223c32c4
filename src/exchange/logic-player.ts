/**
 * A recording as logic: the netlist with its inputs played from memories, and with its outputs
 * compared with what our kernel answered, so that a tool without test benches shows a whole run and
 * counts what differs.
 */
import { addressBits } from '../../sim/base/bits.ts';
import { inputsOf, outputsOf } from '../../sim/logic/cells.ts';
import type { LogicCell, LogicNetlist, NetName } from '../../sim/logic/netlist.ts';
import { type Recording, traceOf } from './logic-recording.ts';

/** Widest word of a memory. */
const WIDEST = 32;
const COUNT_BITS = 16;
/** Names of its outputs beside those of the netlist: clock edges played, and how many did not answer as recorded. */
export const PLAYED = 'cycle';
export const DIFFERENCES = 'differences';

/** A word that a memory holds for every clock edge. */
interface Track {
  readonly name: string;
  readonly width: number;
  readonly words: readonly number[];
}

/** The netlist that plays its own recording, from the first clock edge to the last, and then stands. */
export function selfPlaying(recording: Recording): LogicNetlist {
  const { netlist } = recording;
  const { inputs, outputs, cycles } = traceOf(recording);
  const nets: Record<NetName, number> = { ...netlist.nets };
  const cells: LogicCell[] = netlist.cells.filter(({ kind }) => kind !== 'input');
  const taken = new Set([
    ...Object.keys(nets),
    ...netlist.cells.map(({ name }) => name),
    PLAYED,
    DIFFERENCES,
  ]);
  const fresh = (name: string): string => {
    let free = `player.${name}`;
    while (taken.has(free)) free += '_';
    taken.add(free);
    return free;
  };
  const net = (name: string, width: number): NetName => {
    const own = fresh(name);
    nets[own] = width;
    return own;
  };
  const constant = (value: number, width: number): NetName => {
    const out = net(`constant_${value}`, width);
    cells.push({ kind: 'constant', name: out, out, value });
    return out;
  };

  // one more address than there are clock edges: there it stands at the end
  const bits = Math.max(1, addressBits(cycles.length + 1));
  const cycle = net('clock_edge', bits);
  const next = net('next_edge', bits);
  const going = net('going', 1);
  cells.push(
    { kind: 'register', name: cycle, in: next, out: cycle, initial: 0, enable: going },
    {
      kind: 'arithmetic',
      name: next,
      operation: 'add',
      a: cycle,
      b: constant(1, bits),
      out: next,
      signed: false,
    },
    {
      kind: 'compare',
      name: going,
      operation: 'lt',
      a: cycle,
      b: constant(cycles.length, bits),
      out: going,
      signed: false,
    },
  );
  /** Puts tracks side by side into memories, and takes each from its place. */
  const play = (tracks: readonly Track[], outOf: (track: Track) => NetName): void => {
    for (const group of grouped(tracks)) {
      const width = group.reduce((sum, track) => sum + track.width, 0);
      const memory = fresh(`memory_of_${group[0]!.name}`);
      const word = net(`word_of_${group[0]!.name}`, width);
      cells.push({
        kind: 'memory',
        name: memory,
        width,
        words: 2 ** bits,
        initial: cycles.map((_, k) => packed(group, k)),
        reads: [{ address: cycle, out: word }],
        writes: [],
      });
      let low = 0;
      for (const track of group) {
        cells.push({ kind: 'slice', name: track.name, in: word, low, out: outOf(track) });
        low += track.width;
      }
    }
  };
  const drivers = new Map(inputsOf(netlist).map(({ name, out }) => [name, out]));
  const inputTracks = inputs.map((name, k) => ({
    name,
    width: nets[drivers.get(name)!]!,
    words: cycles.map((c) => c.in[k]!),
  }));
  play(inputTracks, ({ name }) => drivers.get(name)!);

  const sources = new Map(outputsOf(netlist).map((cell) => [cell.name, cell.in]));
  const unequal = outputs.map((name, k) => {
    const found = sources.get(name)!;
    const expected = fresh(`expected_${name}`);
    nets[expected] = nets[found]!;
    const track = { name: expected, width: nets[found]!, words: cycles.map((c) => c.out[k]!) };
    const differs = net(`differs_${name}`, 1);
    cells.push({
      kind: 'compare',
      name: differs,
      operation: 'ne',
      a: found,
      b: expected,
      out: differs,
      signed: false,
    });
    return { track, differs };
  });
  play(
    unequal.map(({ track }) => track),
    ({ name }) => name,
  );
  const some = unequal.map(({ differs }) => differs);
  const wrong = net('wrong', 1);
  cells.push({
    kind: 'gate',
    name: wrong,
    operation: 'or',
    in: some.length > 1 ? some : [some[0]!, some[0]!],
    out: wrong,
  });
  const counts = net('counts', 1);
  const count = net('count', COUNT_BITS);
  const more = net('count_next', COUNT_BITS);
  cells.push(
    { kind: 'gate', name: counts, operation: 'and', in: [wrong, going], out: counts },
    {
      kind: 'arithmetic',
      name: more,
      operation: 'add',
      a: count,
      b: constant(1, COUNT_BITS),
      out: more,
      signed: false,
    },
    { kind: 'register', name: count, in: more, out: count, initial: 0, enable: counts },
    { kind: 'output', name: PLAYED, in: cycle },
    { kind: 'output', name: DIFFERENCES, in: count },
  );
  return { name: `${netlist.name}_playing`, nets, cells };
}

/** Tracks in groups that fit a memory's word. */
function grouped(tracks: readonly Track[]): Track[][] {
  const groups: Track[][] = [];
  let room = 0;
  for (const track of tracks) {
    if (groups.length === 0 || track.width > room) {
      groups.push([]);
      room = WIDEST;
    }
    groups.at(-1)!.push(track);
    room -= track.width;
  }
  return groups;
}

/** The words of a group at one clock edge, the first lowest; sums, for shifts would lose the sign bit. */
function packed(group: readonly Track[], k: number): number {
  let word = 0;
  let place = 1;
  for (const { words, width } of group) {
    word += words[k]! * place;
    place *= 2 ** width;
  }
  return word;
}
