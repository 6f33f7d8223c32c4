/**
 * Runs a circuit's logic beside the bench. Whatever moment the bench shows, the logic is taken there
 * from the beginning of the presentation before, with the inputs that the circuit's own run gives
 * it at every clock edge; so it follows a rewind as it follows a run.
 */
import type { LogicBlock } from '../../sim/logic/block.ts';
import { phaseAhead } from '../../sim/logic/block.ts';
import { compileLogic } from '../../sim/logic/kernel/kernel.ts';
import type { LogicKernel, OutputCell } from '../../sim/logic/netlist.ts';
import type { Moment, Session } from '../../src/compare/session.ts';
import type { CheckedSpec } from '../../src/compare/spec.ts';
import type { LogicReply, LogicWords } from '../state/protocol.ts';

/** One block that follows. */
interface Follower {
  readonly block: LogicBlock;
  readonly kernel: LogicKernel;
  readonly nets: readonly string[];
  readonly outputs: readonly OutputCell[];
  readonly initial: Uint32Array;
}
/** The circuit's logic and the session that it reads, ready to go to any moment. */
interface Ready {
  readonly session: Session;
  readonly followers: readonly Follower[];
  /** a session on the same run, moved along with the logic */
  shadow: Session;
  /** how much was done by hand when the shadow was made */
  acts: number;
  /** where the logic has been taken, null before the first time */
  at: Moment | null;
  /** what registers keep from before is known from this presentation on */
  sure: number;
  /** clock edges since then, and outputs that differed from the run at one of them */
  edges: number;
  differ: Set<string>;
}

export class LogicFollower {
  private readonly reply: (message: LogicReply) => void;
  private ready: Ready | null = null;
  private loading: Session | null = null;

  constructor(reply: (message: LogicReply) => void) {
    this.reply = reply;
  }

  /** Shows the logic at the session's moment. */
  look(session: Session, spec: CheckedSpec): void {
    if (this.ready?.session === session) this.show(this.ready);
    else if (this.loading !== session) void this.load(session, spec);
  }

  private async load(session: Session, spec: CheckedSpec): Promise<void> {
    this.loading = session;
    try {
      const load = spec.definition.logic;
      const blocks = load ? (await load()).logicBlocks(spec.shape, settingOf(session)) : [];
      // another run may have been put on the bench meanwhile
      if (this.loading !== session) return;
      const followers = blocks.map((block): Follower => {
        const kernel = compileLogic(block.netlist);
        return {
          block,
          kernel,
          nets: Object.keys(block.netlist.nets),
          outputs: block.netlist.cells.filter((cell): cell is OutputCell => cell.kind === 'output'),
          initial: kernel.readState(),
        };
      });
      this.ready = {
        session,
        followers,
        shadow: session.fork(),
        acts: session.log.length,
        at: null,
        sure: 0,
        edges: 0,
        differ: new Set(),
      };
      this.reply({
        kind: 'logic-blocks',
        blocks: blocks.map(({ title, netlist }) => ({ title, netlist })),
      });
      this.show(this.ready);
    } catch (error) {
      this.reply({ kind: 'logic-failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  private show(ready: Ready): void {
    if (ready.followers.length === 0) return;
    const { session } = ready;
    const goal = session.moment;
    this.goTo(ready, goal);
    const run = ready.shadow.phaseAhead();
    const ahead = run && phaseAhead(run);
    const { edges } = ready;
    const words = ready.followers.map((follower): LogicWords => {
      const moments = ahead ? follower.block.moments(ahead) : [];
      const passed = Math.floor((moments.length * goal.tick) / session.ticksPerPhase + 1e-9);
      const before = follower.kernel.readState();
      this.runEdges(ready, follower, moments, 0, passed);
      const next = moments[Math.min(passed, moments.length - 1)];
      if (next) setInputs(follower.kernel, next.inputs);
      const { kernel, nets } = follower;
      kernel.evaluate();
      const shown = {
        nets: Uint32Array.from(nets, (net) => kernel.get(net)),
        state: Object.fromEntries(kernel.stateNames.map((name, k) => [name, kernel.readState()[k]!])),
        edge: passed,
        edgesOfPhase: moments.length,
      };
      // the phase will be run again from its beginning, from here or from a later look
      kernel.writeState(before);
      return shown;
    });
    this.reply({
      kind: 'logic',
      words,
      phase: ahead?.name ?? '',
      moment: goal,
      edges: ready.edges,
      differ: [...ready.differ],
    });
    ready.edges = edges;
  }

  /** Takes logic and shadow to the beginning of the goal's phase. */
  private goTo(ready: Ready, goal: Moment): void {
    const { session } = ready;
    if (ready.acts !== session.log.length) {
      // what hands did may have changed anything after the last keyframe
      ready.shadow = session.fork();
      ready.acts = session.log.length;
      ready.at = null;
    }
    const { at } = ready;
    const isAhead =
      at !== null &&
      (at.presentation === goal.presentation
        ? at.phase <= goal.phase
        : at.presentation === goal.presentation - 1);
    if (!isAhead) {
      // one presentation earlier, so that what registers keep from it is there
      ready.shadow.seek({ presentation: Math.max(0, goal.presentation - 1), phase: 0, tick: 0 });
      ready.sure = goal.presentation;
      ready.edges = 0;
      ready.differ.clear();
      for (const { kernel, initial, block } of ready.followers)
        kernel.writeState(block.held?.(ready.shadow.experiment.run) ?? initial);
    }
    const isThere = (): boolean => {
      const { presentation, phase } = ready.shadow.moment;
      return presentation > goal.presentation || (presentation === goal.presentation && phase >= goal.phase);
    };
    while (!isThere()) if (!this.runPhase(ready)) break;
    ready.at = { ...ready.shadow.moment, tick: 0 };
  }

  /** Runs one phase of shadow and logic, in pieces where hands did something within it. */
  private runPhase(ready: Ready): boolean {
    const { shadow, followers } = ready;
    const run = shadow.phaseAhead();
    if (!run) return false;
    const { presentation, phase } = shadow.moment;
    const touched = shadow.log.some(
      ({ at }) => at.presentation === presentation && at.phase === phase && at.tick > 0,
    );
    const pieces = touched ? shadow.ticksPerPhase : 1;
    for (let piece = 0; piece < pieces; piece++) {
      const ahead = phaseAhead(run);
      for (const follower of followers) {
        const moments = follower.block.moments(ahead);
        const edge = (k: number): number => Math.floor((moments.length * k) / pieces + 1e-9);
        this.runEdges(ready, follower, moments, edge(piece), edge(piece + 1));
      }
      shadow.forward(touched ? 'tick' : 'phase');
    }
    return true;
  }

  private runEdges(
    ready: Ready,
    { kernel, outputs }: Follower,
    moments: ReturnType<LogicBlock['moments']>,
    from: number,
    to: number,
  ): void {
    for (let k = from; k < to; k++) {
      const { inputs, shows } = moments[k]!;
      setInputs(kernel, inputs);
      if (ready.shadow.moment.presentation >= ready.sure) {
        kernel.evaluate();
        for (const { name } of outputs)
          if (shows[name] !== undefined && kernel.get(name) !== shows[name]) ready.differ.add(name);
        ready.edges++;
      }
      kernel.edge();
    }
  }
}

function setInputs(kernel: LogicKernel, inputs: Readonly<Record<string, number>>): void {
  for (const [name, word] of Object.entries(inputs)) kernel.set(name, word);
}

function settingOf({ info }: Session): (path: string) => number {
  const values = new Map(info.settings.map(({ path, value }) => [path, value]));
  return (path) => {
    const value = values.get(path);
    if (value === undefined) throw new Error(`logic: ${info.circuit} has no setting ${path}.`);
    return value;
  };
}
