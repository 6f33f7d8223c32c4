/** The closed list of elements as SPICE cards: one entry for each kind, complete by its type. */
import { normals } from '../../base/random.ts';
import type { Net } from '../../circuit.ts';
import { numberOf } from '../../compile.ts';
import { THERMAL_VOLTS } from '../../electrical/network/types.ts';
import type {
  ComparatorSpec,
  CurrentSpec,
  ElementSpec,
  GateSpec,
  OpAmpSpec,
  StoredConductanceSpec,
  TransconductorSpec,
  TransistorSpec,
  TripSpec,
} from '../../elements/element.ts';
import { hostCards } from './host-cards.ts';
import { isOne, type Netlist, number, sum } from './netlist.ts';
import { isPlayed, storedConductanceCards } from './weight-cards.ts';

type Cards = {
  readonly [K in ElementSpec['kind']]: (e: Extract<ElementSpec, { kind: K }>, to: Netlist) => void;
};

const cards: Cards = {
  input: (e, to) => {
    to.comment(`${e.name}: lines set from outside`);
    const shown = new Map<Net, (presentation: number) => number>();
    const { program, recording } = to;
    for (const [key, places] of Object.entries(program.stimulus)) {
      for (const net of e.out) {
        const line = places.indexOf(program.placeOf(net));
        if (line >= 0) shown.set(net, (k) => recording.stimuli[k]?.[key]?.[line] ?? to.initial(net));
      }
    }
    for (const net of e.out) {
      to.playPresentations(to.node(net), shown.get(net) ?? (() => to.initial(net)));
    }
  },
  constant: (e, to) => {
    to.comment(`${e.name}: constant`);
    e.out.forEach((net, i) => {
      to.table(to.node(net), [[0, e.values[i]!]]);
    });
  },
  source: (e, to) => {
    to.comment(`${e.name}: voltage sources, ${number(e.volts)} V for 1`);
    e.out.forEach((net, i) => {
      to.card(`E_${to.node(net)} ${to.node(net)} 0 ${to.node(e.from[i]!)} 0 ${number(e.volts)}`);
    });
  },
  conductance: (e, to) => {
    to.comment(`${e.name}: ${number(e.siemens)} S each${leads(e.leadOhms)}`);
    e.a.forEach((a, i) => {
      const name = to.inner(`${e.name}${i}`);
      to.card(`R_${name} ${to.node(a)} ${to.node(e.b[i]!)} ${number(1 / e.siemens + e.leadOhms)}`);
    });
  },
  capacitor: (e, to) => {
    to.comment(`${e.name}: capacitors`);
    e.a.forEach((a, i) => {
      const name = to.inner(`${e.name}${i}`);
      const [p, q] = [to.node(a), to.node(e.b[i]!)];
      to.card(`C_${name} ${p} ${q} ${number(e.farads)} IC=${number(to.initial(e.volts[i]!))}`);
      to.drive(e.volts[i]!, `${to.v(a)} - ${to.v(e.b[i]!)}`);
    });
  },
  switch: (e, to) => {
    to.comment(`${e.name}: switches, ${number(e.on)} S closed, ${number(e.off)} S open`);
    e.a.forEach((a, i) => {
      const name = to.inner(`${e.name}${i}`);
      const over = `(${to.v(a)} - ${to.v(e.b[i]!)})`;
      const g = `(${isOne(to.v(e.control))} ? ${number(e.on)} : ${number(e.off)})`;
      to.card(`B_${name} ${to.node(a)} ${to.node(e.b[i]!)} I = ${over}*${g}`);
    });
  },
  junction: (e, to) => {
    to.comment(`${e.name}: junction diode`);
    const name = to.inner(e.name);
    const emission = number(e.emission);
    to.card(`D_${name} ${to.node(e.anode)} ${to.node(e.cathode)} M_${name}`);
    to.card(`.model M_${name} D(IS=${number(e.saturation)} N=${emission} RS=${number(e.seriesOhms)})`);
  },
  transistor: transistorCards,
  transconductor: transconductorCards,
  'stored-conductance': storedConductanceCards,
  'op-amp': opAmpCards,
  amplifier: (e, to) => {
    to.comment(`${e.name}: amplifier`);
    const terms = e.inputs.map(({ net, gain }) => [gain, to.v(net)] as const);
    to.drive(e.out, sum(terms, e.offset));
  },
  rectifier: (e, to) => {
    to.comment(`${e.name}: rectifier`);
    const factor = e.factor === null ? '' : `*${to.v(e.factor)}`;
    to.drive(e.out, `${number(e.gain)}*abs(${to.v(e.input)})${factor}`);
  },
  selector: (e, to) => {
    to.comment(`${e.name}: analog switch`);
    to.drive(e.out, `${isOne(to.v(e.select))} ? ${to.v(e.high)} : ${to.v(e.low)}`);
  },
  sampler: (e, to) => {
    to.comment(`${e.name}: sample and hold`);
    e.out.forEach((net, i) => {
      to.register(to.node(net), to.v(e.input[i]!), e.capture, to.initial(net));
    });
  },
  comparator: comparatorCards,
  trip: tripCards,
  ramp: (e, to) => {
    to.comment(`${e.name}: ramp of ${number(e.slope)} per second while its bit is up`);
    to.stopwatch(to.node(e.out), `${number(e.slope)}*${to.v(e.enable)}`);
  },
  current: currentCards,
  gate: gateCards,
  fsm: (e, to) => {
    to.comment(`${e.name}: ${e.machine.id}, as its states followed each other in our kernel's run`);
    for (const net of Object.values(e.outputs)) to.play(net);
  },
  meter: (e, to) => {
    to.comment(`${e.name}: pointer instrument`);
    const exact = sum([[e.scale, to.v(e.input)]]);
    const read =
      e.resolution > 0 ? `floor((${exact})/${number(e.resolution)} + 0.5)*${number(e.resolution)}` : exact;
    const stops = Number.isFinite(e.endStop);
    to.drive(e.out, stops ? `min(max(${read}, ${number(-e.endStop)}), ${number(e.endStop)})` : read);
  },
  host: hostCards,
  logic: (e, to) => {
    to.comment(
      `${e.name}: a block of logic with its own clock: its words are our kernel's record, see the Verilog export`,
    );
    for (const { net } of Object.values(e.outputs)) to.play(net);
    for (const net of e.weights?.codes ?? []) to.play(net);
  },
  coincidence: (e, to) => {
    to.comment(`${e.name}: coincidences of random pulses: drawn, and therefore our kernel's record`);
    for (const net of e.out) to.play(net);
  },
  readout: (e, to) => {
    to.comment(`${e.name}: what is reported as weights: not a part of the machine`);
    let factor = '';
    if (e.load !== null) {
      const total = to.inner(`${e.name}_total`);
      const all = e.conductance.map((net) => [1, to.v(net)] as const);
      to.formula(total, sum(all, e.conductance.length * e.reference + e.load));
      factor = `*${number(2 * e.conductance.length * e.reference + e.load)}/V(${total})`;
    }
    e.out.forEach((net, i) => {
      const share = number(e.fullScale / e.unit);
      to.drive(net, `${share}*(${to.v(e.conductance[i]!)} - ${number(e.reference)})${factor}`);
    });
  },
};

/** Writes the cards of one element. */
export function writeCards(e: ElementSpec, to: Netlist): void {
  (cards[e.kind] as (e: ElementSpec, to: Netlist) => void)(e, to);
}

export const leads = (ohms: number): string => (ohms > 0 ? `, leads of ${number(ohms)} ohm` : '');

/**
 * An op-amp whose gain or limit is infinite cannot be a controlled source. It is a nullor: E_..._n says
 * that no voltage stands between the inputs, for the drop from `out` to its copy is nothing, and its
 * current is whatever that takes. With a finite gain and a limit the inputs part by
 *   h(out) = out / A + K (out beyond the limit),  K so steep that `out` goes 1e-9 V beyond per volt.
 * That is the same curve as out = A (plus + offset - minus) held within the limit, turned around, so
 * that Newton's steps on its three straight pieces end in the right one.
 */
function opAmpCards(e: OpAmpSpec, to: Netlist): void {
  const finite = Number.isFinite(e.gain);
  const limited = Number.isFinite(e.limit);
  const held = limited ? `, output within ${number(e.limit)} V` : '';
  to.comment(
    `${e.name}: op-amp, gain ${finite ? number(e.gain) : 'infinite (a nullor)'}, offset ${number(e.offset)} V${held}`,
  );
  const plus = e.plus === null ? '0' : to.node(e.plus);
  const [minus, out] = [to.node(e.minus), to.node(e.out)];
  const name = to.inner(e.name);
  if (finite && !limited) {
    const inputs = sum(
      [...(e.plus === null ? [] : [[1, to.v(e.plus)] as const]), [-1, to.v(e.minus)]],
      e.offset,
    );
    to.card(`B_${name} ${out} 0 V = ${number(e.gain)}*(${inputs})`);
    return;
  }
  const copy = to.inner(`${e.name}_copy`);
  to.card(`E_${name} ${copy} 0 ${out} 0 1`);
  if (!finite && !limited && e.offset === 0) {
    to.card(`E_${name}_n ${out} ${copy} ${plus} ${minus} 1`);
    return;
  }
  const v = `V(${out})`;
  const terms = [`${to.v(e.plus ?? 0)} - ${to.v(e.minus)}`];
  if (e.offset !== 0) terms.push(number(e.offset));
  let h = '';
  if (finite) h += ` - ${v}/${number(e.gain)}`;
  if (limited) h += ` - 1e9*(max(${v} - ${number(e.limit)}, 0) + min(${v} + ${number(e.limit)}, 0))`;
  to.card(`B_${name}_n ${out} ${copy} V = ${terms.join(' + ')}${h}`);
}

/** The kernel's comparison is >=, and a tie is high; the noise is the very draws of the run. */
function comparatorCards(e: ComparatorSpec, to: Netlist): void {
  to.comment(`${e.name}: comparator`);
  const terms = [e.absolute ? `abs(${to.v(e.input)})` : to.v(e.input)];
  if (e.noise > 0) {
    to.comment(`its noise, ${number(e.noise)} V rms: one given draw a presentation`);
    const noise = to.inner(`${e.name}_noise`);
    const draw = new Float64Array(1);
    const device = numberOf(e.name);
    to.playPresentations(noise, (k) => {
      normals(draw, 0, 1, to.program.seed, 'comparator', device, k);
      return e.noise * draw[0]!;
    });
    terms.push(`V(${noise})`);
  }
  if (e.hysteresis > 0 && e.previous !== null) {
    const half = e.hysteresis / 2;
    terms.push(`(${isOne(to.v(e.previous))} ? ${number(half)} : ${number(-half)})`);
  }
  const shift = e.offset - e.threshold + e.tie;
  if (shift !== 0) terms.push(`(${number(shift)})`);
  to.drive(e.out, `${terms.join(' + ')} >= 0 ? 1 : 0`);
}

/**
 * A watched comparator with a finite gain: while the level L is within `soft` of nothing, `done` rises
 * from 0 to 1 and the current that it gates fades, so that L goes to zero with the time constant tau.
 * A step that carries it past zero makes `done` larger than 1 and turns the current round: whatever the
 * steps, zero is where it comes to rest. A memory then ends the rest for good.
 */
function tripCards(e: TripSpec, to: Netlist): void {
  const { tau } = to.timing;
  const { falls, drifts } = to.levelOf(e.name);
  const soft = tau * falls;
  // where leaks move the level, it has to be caught before they carry it away
  const atRest = Math.max(AT_REST * soft, 10 * drifts * tau);
  to.comment(
    `${e.name}: comparator that ends a wait; it acts over the last ${soft.toPrecision(3)} of its level`,
  );
  const level = to.inner(`${e.name}_seen`);
  const [tie, below] = [number(e.tie), number(-e.tie)];
  const l = to.v(e.level);
  if (e.polarity === null) to.formula(level, l);
  else {
    const p = to.v(e.polarity);
    to.formula(level, `${p} > ${tie} ? ${l} : (${p} < ${below} ? -${l} : 0)`);
  }
  let watches = `${to.v(e.armed)} > 1e-9`;
  if (hangsOn(e.armed, e.done, to)) {
    // its own trip is what disarms it: once armed it watches to the end of the phase
    const watching = to.inner(`${e.name}_watching`);
    to.memory(watching, `${isOne(to.v(e.armed))} ? ${number(5 / to.timing.unit)} : 0`);
    watches = isOne(`V(${watching})`);
  }
  const memory = to.inner(`${e.name}_came`);
  // a level that is given does not answer to the current, and a pulse may take it past zero
  const isGiven = to.program.elements.some(isPlayed);
  const l0 = `V(${level})`;
  const near = `max(1 - ${isGiven ? `max(${l0}, 0)` : `abs(${l0})`}/${number(atRest)}, 0)`;
  to.memory(memory, `${watches} ? ${number(2 / tau)}*${near} : 0`);
  const fading = `(${watches} ? min(max(${l0}/${number(soft)}, ${isGiven ? 0 : -1}), 1) : 1)`;
  to.drive(e.done, `1 - (1 - min(2*V(${memory}), 1))*${fading}`);
}
/** Whether gates make a bit of this other one. */
const hangsOn = (net: Net, other: Net, to: Netlist): boolean => {
  const by = to.driverOf(net);
  return net === other || (by?.kind === 'gate' && by.inputs.some((input) => hangsOn(input, other, to)));
};
/** The part of its own range within which a level counts as come to rest. */
const AT_REST = 1e-5;

/** What is commanded, by the kind of weight that it moves. */
const COMMANDS: Readonly<Record<StoredConductanceSpec['law']['device'], (size: string) => string>> = {
  memistor: (size) => `current commands, ${size} A for 1 (1 V here is 1 A)`,
  rheostat: (size) => `where knobs shall go, ${size} S for 1`,
  pulsed: (size) => `pulse commands, ${size} pulses a second for 1 (1 V here is 1 a second)`,
  'motor-potentiometer': (size) => `motor commands, ${size} of full voltage for 1`,
};
function currentCards(e: CurrentSpec, to: Netlist): void {
  const weights = to.program.elements.find(
    (w) => w.kind === 'stored-conductance' && w.control.includes(e.out[0]!),
  );
  const device = weights?.kind === 'stored-conductance' ? weights.law.device : 'memistor';
  to.comment(`${e.name}: ${COMMANDS[device](number(e.amperes))}`);
  const p = to.v(e.polarity);
  const [tie, below] = [number(e.tie), number(-e.tie)];
  const amperes = to.inner(`${e.name}_amperes`);
  const a = number(e.amperes);
  to.formula(amperes, `${to.v(e.on)}*(${p} > ${tie} ? ${a} : (${p} < ${below} ? -${a} : 0))`);
  e.out.forEach((net, i) => {
    const x = to.v(e.pattern[i]!);
    to.drive(net, `V(${amperes})*${e.signOnly ? `sgn(${x})` : x}`);
  });
}

/**
 * Gates as the multilinear forms of their tables: a b for AND, 1 - (1 - a)(1 - b) for OR,
 * a + b - 2 a b for XOR. At 0 and 1 they are the gates; a bit that is on its way, or a little beyond 1,
 * passes as it is where the other inputs let it pass.
 */
function gateCards(e: GateSpec, to: Netlist): void {
  to.comment(`${e.name}: ${e.operation.toUpperCase()}`);
  const inputs = e.inputs.map((net) => to.v(net));
  const all = (): string => inputs.join('*');
  const none = (): string => inputs.map((v) => `(1 - ${v})`).join('*');
  const odd = (): string => inputs.reduce((a, b) => `(${a} + ${b} - 2*${a}*${b})`);
  const formula = {
    and: all,
    nand: () => `1 - ${all()}`,
    or: () => `1 - ${none()}`,
    nor: none,
    not: none,
    xor: odd,
    xnor: () => `1 - ${odd()}`,
  }[e.operation]();
  to.drive(e.out, formula);
}

/** The law of sim/electrical/network/laws.ts: voltages against the bulk, all turned for the p channel. */
function transistorCards(e: TransistorSpec, to: Netlist): void {
  to.comment(`${e.name}: MOS transistor in weak inversion, ${e.channel} channel`);
  const name = to.inner(e.name);
  const sign = e.channel === 'n' ? '' : '-';
  const over = (net: Net): string => `(${sign}(${to.v(net)} - ${to.v(e.bulk)})/${number(THERMAL_VOLTS)})`;
  const gate = `exp(${number(e.kappa)}*${over(e.gate)})`;
  const current = `${number(e.i0)}*${gate}*(exp(-${over(e.source)}) - exp(-${over(e.drain)}))`;
  to.card(`B_${name} ${to.node(e.drain)} ${to.node(e.source)} I = ${sign}${current}`);
}
function transconductorCards(e: TransconductorSpec, to: Netlist): void {
  to.comment(`${e.name}: transconductor`);
  const input = `${number(e.siemens)}*(${to.v(e.plus)} - ${to.v(e.minus)})`;
  const limit = Number.isFinite(e.limit) ? number(e.limit) : null;
  const current = limit === null ? input : `${limit}*tanh(${input}/${limit})`;
  to.card(`B_${to.inner(e.name)} 0 ${to.node(e.out)} I = ${current}`);
}
