/** Weights as SPICE cards: memistors whose charge is a capacitor's, knobs turned by one hand, wipers by motors. */
import { normals } from '../../base/random.ts';
import { numberOf } from '../../compile.ts';
import { type MemistorParameters, makeCells } from '../../devices/memistor.ts';
import { type MotorPotentiometerParameters, motorRates } from '../../devices/motor-potentiometer.ts';
import type { RheostatParameters } from '../../devices/rheostat.ts';
import type { ElementSpec, StoredConductanceSpec } from '../../elements/element.ts';
import { isOne, type Netlist, number } from './netlist.ts';

export function storedConductanceCards(e: StoredConductanceSpec, to: Netlist): void {
  const { law } = e;
  if (law.device === 'memistor') memistorCards(e, law, to);
  else if (law.device === 'rheostat') rheostatCards(e, law, to);
  else if (law.device === 'motor-potentiometer') motorCards(e, law, to);
  else playedCards(e, to);
}

/** Lives are counted in our kernel alone: a deck is right as long as no cell has come to the end of its own. */
function refuseWornCells(e: StoredConductanceSpec, p: MemistorParameters, to: Netlist): void {
  const moved = to.program.states.find((s) => s.path === `${e.name}.moved`);
  const end = to.recording.phases.at(-1)?.values;
  // the shortest life is half of the nominal one
  const shortest = (p.cycleLife * (p.full - p.substrate)) / p.slope;
  const most = moved && end ? Math.max(...end.subarray(moved.at, moved.at + moved.width)) : 0;
  if (most > shortest) {
    throw new Error(
      `${e.name}: a cell comes to the end of its life, which the netlist does not show; set cycleLife=inf, or show fewer presentations.`,
    );
  }
  to.comment(
    `no cell comes to the end of its life, ${number(p.cycleLife)} full swings, in these presentations`,
  );
}

/** Weights whose conductances are our kernel's record are no evidence; their nodes are. */
export const isPlayed = (e: ElementSpec): boolean =>
  e.kind === 'stored-conductance' && e.law.device === 'pulsed';

/** Devices that move by single pulses, most of them with a draw for each: their conductance is given. */
function playedCards(e: StoredConductanceSpec, to: Netlist): void {
  to.comment(`${e.name}: ${e.conductance.length} weights, each a device that moves by pulses`);
  to.comment(
    'How they move is not simulated here: their conductances are the record of our kernel. All that is sensed, decided and',
  );
  to.comment(
    'timed with these conductances is simulated, and is compared; the conductances and weights are not.',
  );
  for (const net of new Set([...e.conductance, ...e.sensed])) to.playMoving(net);
  for (const net of e.remaining) to.play(net);
  conductors(e, e.law.leadOhms, to);
}

/** The conductance between two nodes, with leads in series: i = (a - b) G / (1 + G R). */
function conductors(e: StoredConductanceSpec, leadOhms: number, to: Netlist): void {
  e.a.forEach((a, i) => {
    const g = to.v(e.sensed[i]!);
    const seen = leadOhms > 0 ? `${g}/(1 + ${g}*${number(leadOhms)})` : g;
    const [p, q] = [to.node(a), to.node(e.b[i]!)];
    to.card(`B_${to.inner(`${e.name}${i}`)} ${p} ${q} I = (${to.v(a)} - ${to.v(e.b[i]!)})*${seen}`);
  });
}

/** Where every control is a current source's own output, its bit gates it already. */
const isGated = (e: StoredConductanceSpec, to: Netlist): boolean =>
  e.control.every((net) => {
    const by = to.driverOf(net);
    return by?.kind === 'current' && by.on === e.enable;
  });

/** The shares that our kernel draws for a cell, one a presentation. */
function draws(
  e: StoredConductanceSpec,
  purpose: 'pulse' | 'read',
  deviation: number,
  i: number,
  device: number,
  to: Netlist,
): (presentation: number) => number {
  const drawn = new Float64Array(e.conductance.length);
  return (presentation) => {
    normals(drawn, 0, drawn.length, to.program.seed, purpose, device, presentation);
    return 1 + deviation * drawn[i]!;
  };
}

/** What the sensing circuit meets of one cell: its read noise, or a broken wire. */
function sensedCards(
  e: StoredConductanceSpec,
  p: Pick<MemistorParameters, 'readNoise' | 'openCell'>,
  i: number,
  device: number,
  to: Netlist,
): void {
  if (e.sensed[i] === e.conductance[i]) return;
  if (i === p.openCell) {
    to.comment('open: its wire is broken');
    to.drive(e.sensed[i]!, '0');
  } else if (p.readNoise > 0) {
    const share = to.inner(`${e.name}${i}_share`);
    to.playPresentations(share, draws(e, 'read', p.readNoise, i, device, to));
    to.drive(e.sensed[i]!, `${to.v(e.conductance[i]!)}*max(V(${share}), 0)`);
  } else to.drive(e.sensed[i]!, to.v(e.conductance[i]!));
}

/** A charge this small a part of the span from an end of the range fades the current into that end. */
const NEAR_END = 1e-5;
/** A rate that fades into the end of the range that it leads to. */
function withinEnds(speed: string, q: string, low: number, high: number): string {
  const near = number(NEAR_END * (high - low));
  const room = (text: string): string => `min(max((${text})/${near}, 0), 1)`;
  return `V(${speed})*(V(${speed}) > 0 ? ${room(`${number(high)} - V(${q})`)} : ${room(`V(${q}) - ${number(low)}`)})`;
}

function memistorCards(e: StoredConductanceSpec, p: MemistorParameters, to: Netlist): void {
  const n = e.conductance.length;
  const device = numberOf(e.name);
  const { seed } = to.program;
  const cells = makeCells(p, n, device, seed);
  to.comment(
    `${e.name}: ${n} memistors. G = G_ref + k q, C_..._q holds the charge q: 1 V is 1 C, counted from G_ref`,
  );
  const leak = Number.isFinite(p.retention) ? 1 / p.retention : 0;
  const ages = Number.isFinite(p.cycleLife);
  if (ages) refuseWornCells(e, p, to);
  const charges = to.program.states.find((s) => s.path === `${e.name}.charge`);
  if (!charges) throw new Error(`${e.name}: its charge is not in the program's state.`);
  const gated = isGated(e, to);
  for (let i = 0; i < n; i++) {
    const { slope, substrate, full } = cells[i]!;
    const low = (substrate - p.reference) / slope;
    const high = (full - p.reference) / slope;
    const q = to.inner(`${e.name}${i}_q`);
    const start = to.recording.initial[charges.at + i]!;
    to.comment(
      `cell ${i}: k ${slope.toPrecision(5)} S/C, bare ${substrate.toPrecision(4)} S, full ${full.toPrecision(4)} S`,
    );
    if (i === p.stuckCell) {
      to.comment('stuck: nothing changes it');
      to.integrator(q, '0', start);
    } else {
      let current = to.v(e.control[i]!);
      if (!gated) current = `(${isOne(to.v(e.enable))} ? ${current} : 0)`;
      let rate = current;
      const above = `(V(${q}) - ${number(low)})`;
      if (p.strippingEfficiency !== 1 || p.softness > 0) {
        const up = `max(${current}, 0)`;
        const down = `max(-${current}, 0)`;
        const eta = number(p.strippingEfficiency);
        rate =
          p.softness > 0
            ? `(${up} - ${number(p.strippingEfficiency * (1 - p.softness))}*${down} - ${number(p.softness / (high - low))}*(${up} + ${eta}*${down})*${above})`
            : `(${up} - ${eta}*${down})`;
      }
      if (p.pulseNoise > 0) {
        const share = to.inner(`${e.name}${i}_deposit`);
        to.playPresentations(share, draws(e, 'pulse', p.pulseNoise, i, device, to));
        rate = `V(${share})*${rate}`;
      }
      if (leak > 0) rate = `${rate} - ${number(leak)}*${above}`;
      if (p.rectification > 0 && i !== p.openCell) {
        const sensing = `${number(p.rectification * Math.abs(p.drive))}*abs(${to.v(e.pattern[i]!)})`;
        rate = `${rate} + ${sensing}*${to.v(e.conductance[i]!)}`;
      }
      if (p.saturation) {
        const speed = to.inner(`${e.name}${i}_rate`);
        to.formula(speed, rate);
        rate = withinEnds(speed, q, low, high);
      }
      to.integrator(q, rate, start);
    }
    to.drive(e.conductance[i]!, `${number(p.reference)} + ${number(slope)}*V(${q})`);
    sensedCards(e, p, i, device, to);
  }
  conductors(e, p.leadOhms, to);
}

/**
 * Every wiper has a motor of its own, which follows its voltage beyond the dead band and up to the slew.
 * The bit that ends a move fades in a deck; it is the speed that fades with it, for a fading voltage
 * would stall in the dead band before the level has come to its end.
 */
function motorCards(e: StoredConductanceSpec, p: MotorPotentiometerParameters, to: Netlist): void {
  const n = e.conductance.length;
  const device = numberOf(e.name);
  const { reference, deadBand, slew } = p;
  const rates = motorRates(p, n, device, to.program.seed);
  const [low, high] = [p.low - reference, p.high - reference];
  to.comment(
    `${e.name}: ${n} potentiometers with motors. G = G_ref + position, C_..._q holds the position: 1 V is 1 S`,
  );
  const positions = to.program.states.find((s) => s.path === `${e.name}.position`);
  if (!positions) throw new Error(`${e.name}: its position is not in the program's state.`);
  const gated = isGated(e, to);
  const on = to.v(e.enable);
  for (let i = 0; i < n; i++) {
    const q = to.inner(`${e.name}${i}_q`);
    const share = to.inner(`${e.name}${i}_share_of_voltage`);
    const speed = to.inner(`${e.name}${i}_speed`);
    to.comment(`motor ${i}: ${rates[i]!.toPrecision(5)} S/s at full voltage`);
    const u = to.v(e.control[i]!);
    to.formula(share, gated ? `abs(${on}) > 1e-12 ? ${u}/${on} : 0` : u);
    const size = `abs(V(${share}))`;
    const way = `${number(rates[i]! / (1 - deadBand))}*max(${size} - ${number(deadBand)}, 0)`;
    const held = Number.isFinite(slew) ? `min(${way}, ${number(slew)})` : way;
    to.formula(speed, `${gated ? on : `(${isOne(on)} ? 1 : 0)`}*sgn(V(${share}))*${held}`);
    const rate = p.stops ? withinEnds(speed, q, low, high) : `V(${speed})`;
    to.integrator(q, rate, to.recording.initial[positions.at + i]!);
    to.drive(e.conductance[i]!, `${number(reference)} + V(${q})`);
    sensedCards(e, p, i, device, to);
  }
  conductors(e, p.leadOhms, to);
}

/**
 * One hand turns the knobs one after another. A stopwatch runs while the hand is at the panel; each
 * knob has its share of that time, found from the way that it has to go, and a motor that follows its
 * aim at the rate of the hand.
 */
function rheostatCards(e: StoredConductanceSpec, p: RheostatParameters, to: Netlist): void {
  const n = e.conductance.length;
  const { reference, resolution, reach, rate } = p;
  to.comment(
    `${e.name}: ${n} rheostats with knobs. G = G_ref + position, C_..._q holds the position: 1 V is 1 S`,
  );
  const positions = to.program.states.find((s) => s.path === `${e.name}.position`);
  if (!positions) throw new Error(`${e.name}: its position is not in the program's state.`);
  const watch = to.inner(`${e.name}_hand`);
  to.comment('how long the hand has been at the panel');
  to.stopwatch(watch, to.v(e.enable));
  // the last of a way is followed as a trip's current fades
  const near = number(rate * to.timing.tau);
  let busy = '0';
  for (let i = 0; i < n; i++) {
    const q = to.inner(`${e.name}${i}_q`);
    const aim = to.inner(`${e.name}${i}_aim`);
    const begun = to.inner(`${e.name}${i}_begun`);
    const until = to.inner(`${e.name}${i}_until`);
    const start = to.recording.initial[positions.at + i]!;
    const wish = `${to.v(e.control[i]!)} - ${number(reference)}`;
    const stepped =
      resolution > 0 ? `floor((${wish})/${number(resolution)} + 0.5)*${number(resolution)}` : wish;
    to.comment(`knob ${i}`);
    to.formula(
      aim,
      p.stops ? `min(max(${stepped}, ${number(p.low - reference)}), ${number(p.high - reference)})` : stepped,
    );
    to.comment('where it stood when the phase began, and when the hand will be done with it');
    to.register(begun, `V(${q})`, null, start);
    const way = `abs(V(${aim}) - V(${begun}))`;
    to.formula(
      until,
      `${busy} + (${way} > ${number(NO_WAY)} ? ${number(reach)} + ${way}/${number(rate)} : 0)`,
    );
    const turning = `V(${watch}) > ${busy} + ${number(reach)}`;
    const toward = `min(max((V(${aim}) - V(${q}))/${near}, -1), 1)`;
    to.integrator(q, `${to.v(e.enable)} > 0 && ${turning} ? ${number(rate)}*${toward} : 0`, start);
    to.drive(e.conductance[i]!, `${number(reference)} + V(${q})`);
    busy = `V(${until})`;
  }
  const [remaining] = e.remaining;
  if (remaining !== undefined) to.drive(remaining, `max(${busy} - V(${watch}), ${number(-reach)})`);
  conductors(e, p.leadOhms, to);
}
/** A way this short, S, is rounding: the hand does not reach for the knob. */
const NO_WAY = 1e-12;
