/** Hosts as SPICE cards: a person or a computer cannot be built of parts; their formula can. */
import type { HostSpec } from '../../elements/element.ts';
import type { AccumulatorProgram, OperatorProgram } from '../../hosts/program.ts';
import { isOne, type Netlist, number, sum } from './netlist.ts';

export function hostCards(e: HostSpec, to: Netlist): void {
  if (e.program.id === 'normalizer') {
    to.comment(`${e.name}: a computer divides by x.x: computed, not built; its formula, held`);
    const [factor] = e.writes['factor']!;
    const length = squaredLength(e, to);
    const { eps } = e.program;
    const formula = `(V(${length}) > 0 ? 1/(V(${length}) + ${number(eps)}) : 0)`;
    to.register(to.node(factor!), formula, e.capture, to.initial(factor!));
  } else if (e.program.id === 'accumulator') accumulatorCards(e, e.program, to);
  else operatorCards(e, e.program, to);
}

/** See sim/hosts/accumulator.ts for the formula. */
function accumulatorCards(e: HostSpec, { batch, tie }: AccumulatorProgram, to: Netlist): void {
  to.comment(
    `${e.name}: a computer sums over ${batch} presentations: computed, not built; its formula, held`,
  );
  const [count] = e.writes['count']!;
  const presented = to.inner(`${e.name}_presented`);
  to.formula(presented, `${to.v(e.reads['count']![0]!)} + 1`);
  // counts are whole: half a presentation beside them decides
  const isLast = `V(${presented}) > ${number(batch - 0.5)}`;
  to.register(to.node(count!), `(${isLast} ? 0 : V(${presented}))`, e.capture, to.initial(count!));
  e.writes['sums']!.forEach((net, i) => {
    const sumNow = to.inner(`${e.name}_sum${i}`);
    const signal = to.v(e.reads['signal']![0]!);
    to.formula(sumNow, `${to.v(e.reads['sums']![i]!)} + ${signal}*${to.v(e.reads['pattern']![i]!)}`);
    to.register(to.node(net), `(${isLast} ? 0 : V(${sumNow}))`, e.capture, to.initial(net));
    const line = e.writes['lines']![i]!;
    const sign = `(V(${sumNow}) > ${number(tie)} ? 1 : (V(${sumNow}) < ${number(-tie)} ? -1 : 0))`;
    to.register(to.node(line), `(${isLast} ? ${sign} : 0)`, e.capture, to.initial(line));
  });
}

function squaredLength(e: HostSpec, to: Netlist): string {
  const length = to.inner(`${e.name}_length`);
  const squares = e.reads['pattern']!.map((net) => [1, `${to.v(net)}*${to.v(net)}`] as const);
  to.formula(length, sum(squares));
  return length;
}

/** See sim/hosts/operator.ts for the formula. */
function operatorCards(e: HostSpec, p: OperatorProgram, to: Netlist): void {
  to.comment(
    `${e.name}: the operator decides how far each knob shall be turned: computed, not built; the formula, held`,
  );
  const { adaptation, fullScale, gamma } = p;
  const [tie, below] = [number(p.tie), number(-p.tie)];
  const read = (name: string): string => to.v(e.reads[name]![0]!);
  const sign = (z: string): string => `(${z} > ${tie} ? 1 : (${z} < ${below} ? -1 : 0))`;
  const length = squaredLength(e, to);
  const [error, sumNode, signal, amount] = ['d', 'sum', 'signal', 'amount'].map((k) =>
    to.inner(`${e.name}_${k}`),
  ) as [string, string, string, string];
  const meter = read('error');
  to.formula(error, `${number(fullScale)}*${read('desired')}`);
  const d = `V(${error})`;
  to.formula(sumNode, `${d} - ${meter}`);
  const q = `(${isOne(read('decision'))} ? 1 : -1)`;
  const inside = `abs(V(${sumNode})) < ${number(gamma - p.tie)}`;
  const signals = {
    error: meter,
    'decision error': `${d} - ${q}`,
    'mays-increment': `${inside} ? ${d} : (${d} - ${q})/2`,
    'mays-relaxation': `(${inside}) || abs(${d} - ${q}) > ${tie} ? ${meter} : 0`,
  };
  to.formula(signal, signals[adaptation.signal]);
  const gain = number(adaptation.gain * p.step);
  const size = adaptation.width === 'proportional' ? `*abs(V(${signal}))` : '';
  const share = `${gain}*${sign(`V(${signal})`)}${size}`;
  const eps = adaptation.divided === 'by x.x' ? 0 : p.eps;
  const divided =
    adaptation.divided === 'no' ? share : `(V(${length}) > 0 ? ${share}/(V(${length}) + ${number(eps)}) : 0)`;
  to.formula(amount, `${isOne(read('learn'))} ? ${divided} : 0`);
  e.writes['target']!.forEach((net, i) => {
    const x = to.v(e.reads['pattern']![i]!);
    const line = adaptation.lines === 'sign' ? sign(x) : x;
    const knob = to.v(e.reads['knobs']![i]!);
    const change = `${number(p.unit / fullScale)}*V(${amount})*${line}`;
    to.register(to.node(net), `(${knob} + ${change})`, e.capture, to.initial(net));
  });
}
