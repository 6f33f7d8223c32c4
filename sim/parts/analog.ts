/**
 * Parts that only the network solver can solve. Importing them makes the solver known to the
 * compiler, so that a circuit without them never carries it.
 */
import { bit, definePart, node, value } from '../circuit.ts';
import { compileBlock } from '../electrical/network/block.ts';
import { provideBlockCompiler } from '../electrical/network-seam.ts';
import { design } from './setting.ts';

provideBlockCompiler(compileBlock);

const CHOSEN = 'chosen';
const POSITIVE: readonly [number, number] = [1e-30, 1e12];

/** n capacitors from a to b; `volts` shows what each remembers. */
export const capacitors = (n: number, farads: number) =>
  definePart({
    type: 'capacitor',
    ports: { a: node(n), b: node(n), volts: value(n) },
    settings: {
      farads: design(farads, 'F', 'capacitance of each', CHOSEN, POSITIVE),
      initial: design(0, 'V', 'voltage before anything has happened', CHOSEN, [-1e6, 1e6]),
    },
    elements: (at, get) => [
      {
        kind: 'capacitor',
        name: 'plates',
        a: at.a,
        b: at.b,
        farads: get('farads'),
        initial: get('initial'),
        volts: at.volts,
      },
    ],
  });

/** n analog switches from a to b, all worked by one bit. */
export const analogSwitches = (n: number, ohms: number) =>
  definePart({
    type: 'analog switch',
    ports: { a: node(n), b: node(n), control: bit() },
    settings: {
      ohms: design(ohms, 'ohm', 'resistance of a closed switch', CHOSEN, POSITIVE),
      leak: design(0, 'S', 'conductance of an open switch', CHOSEN, [0, 1e3]),
    },
    elements: (at, get) => [
      {
        kind: 'switch',
        name: 'contacts',
        a: at.a,
        b: at.b,
        control: at.control[0]!,
        on: 1 / get('ohms'),
        off: get('leak'),
      },
    ],
  });

/** A junction diode. */
export const junction = (saturation = 1e-14) =>
  definePart({
    type: 'junction diode',
    ports: { anode: node(), cathode: node() },
    settings: {
      saturation: design(saturation, 'A', 'current that flows backwards', CHOSEN, POSITIVE),
      emission: design(1, '', 'emission coefficient', CHOSEN, [0.5, 5]),
      series: design(0, 'ohm', 'resistance in series with the junction', CHOSEN, [0, 1e9]),
    },
    elements: (at, get) => [
      {
        kind: 'junction',
        name: 'junction',
        anode: at.anode[0]!,
        cathode: at.cathode[0]!,
        saturation: get('saturation'),
        emission: get('emission'),
        seriesOhms: get('series'),
      },
    ],
  });

/** A MOS transistor in weak inversion. */
export const weakTransistor = (channel: 'n' | 'p') =>
  definePart({
    type: `${channel}-channel transistor`,
    ports: { gate: node(), drain: node(), source: node(), bulk: node() },
    settings: {
      kappa: design(0.7, '', 'share of the gate voltage that reaches the channel', CHOSEN, [0.01, 1]),
      i0: design(1e-15, 'A', 'current at no voltage from gate to source, saturated', CHOSEN, POSITIVE),
    },
    elements: (at, get) => [
      {
        kind: 'transistor',
        name: 'channel',
        channel,
        gate: at.gate[0]!,
        drain: at.drain[0]!,
        source: at.source[0]!,
        bulk: at.bulk[0]!,
        kappa: get('kappa'),
        i0: get('i0'),
      },
    ],
  });

/** A transconductor: a differential pair with its mirror, seen from outside. */
export const transconductor = (siemens: number, limit = Number.POSITIVE_INFINITY) =>
  definePart({
    type: 'transconductor',
    ports: { plus: node(), minus: node(), out: node() },
    settings: {
      siemens: design(siemens, 'S', 'current per voltage between the inputs', CHOSEN, [-1e6, 1e6]),
      limit: design(limit, 'A', 'largest current either way', CHOSEN, [1e-30, Number.POSITIVE_INFINITY]),
    },
    elements: (at, get) => [
      {
        kind: 'transconductor',
        name: 'pair',
        plus: at.plus[0]!,
        minus: at.minus[0]!,
        out: at.out[0]!,
        siemens: get('siemens'),
        limit: get('limit'),
      },
    ],
  });
