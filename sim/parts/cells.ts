import { bit, definePart, inherit, node, type Settings } from '../circuit.ts';
import type { MemistorParameters } from '../devices/memistor.ts';
import { below, design, fault, OFF, SHARE, whole } from './setting.ts';
import { cellPorts, cells, isDisturbed } from './weight-cells.ts';

const CHOSEN = 'chosen; no published value found';

const memistorSettings = (n: number): Settings => ({
  reference: inherit('reference'),
  slope: inherit('slope'),
  drive: inherit('drive'),
  leads: inherit('leads'),
  substrate: below(
    'full',
    design(
      0.01,
      'S',
      'conductance of the bare substrate (100 ohm)',
      'found: Widrow, Pierce & Angell 1961, p. 23',
      [1e-9, 1e3],
    ),
  ),
  full: design(
    1,
    'S',
    'conductance of a fully plated cell (1 ohm)',
    'found: Widrow, Pierce & Angell 1961, p. 23',
    [1e-9, 1e6],
  ),
  bath: design(100, 'ohm', 'resistance of the plating bath, for the energy of adaptation', CHOSEN, [0, 1e9]),
  saturation: whole(
    fault(
      0,
      1,
      '',
      '1: a cell is full or bare at the ends of its range and stays there; 0: the law goes on',
      'found: range of 1961',
      [0, 1],
    ),
  ),
  strippingEfficiency: fault(
    1,
    0.9,
    '',
    'copper removed per charge when stripping, against plating',
    CHOSEN,
    [0.01, 10],
  ),
  softness: fault(
    0,
    0.1,
    '',
    'how much of the efficiency is lost at the end of the way, so that pulses do less near full and bare',
    CHOSEN,
    [0, 0.999],
  ),
  pulseNoise: fault(0, 0.02, '', 'relative deviation of the deposit from pulse to pulse', CHOSEN, SHARE),
  slopeSpread: fault(0, 0.01, '', 'relative deviation of the plating slope from cell to cell', CHOSEN, SHARE),
  substrateSpread: fault(
    0,
    0.01,
    '',
    'relative deviation of the bare conductance from cell to cell',
    CHOSEN,
    SHARE,
  ),
  fullSpread: fault(
    0,
    0.01,
    '',
    'relative deviation of the full conductance from cell to cell',
    CHOSEN,
    SHARE,
  ),
  retention: fault(
    OFF,
    1_814_400,
    's',
    'time constant with which plated copper is lost (as built: three weeks)',
    'chosen; trained neurons held for weeks (found: TR 1553-2)',
    [1, OFF],
  ),
  readNoise: fault(
    0,
    0.0001,
    '',
    'relative fluctuation of a sensed conductance, one draw a presentation',
    CHOSEN,
    SHARE,
  ),
  rectification: fault(
    0,
    1e-6,
    '',
    'share of the sensing current that plates: reading that writes',
    CHOSEN,
    SHARE,
  ),
  cycleLife: fault(
    OFF,
    1_000_000,
    '',
    'full swings of charge after which a cell fails and stays as it is',
    CHOSEN,
    [1e-6, OFF],
  ),
  stuckCell: whole(
    fault(-1, -1, '', 'number of a cell that no longer changes, w0 is 0; -1 for none', 'a fault to try', [
      -1,
      n - 1,
    ]),
  ),
  openCell: whole(
    fault(-1, -1, '', 'number of a cell whose wire is broken, w0 is 0; -1 for none', 'a fault to try', [
      -1,
      n - 1,
    ]),
  ),
});

/** n memistors from their lines to the summing bus, each with its plating electrode. */
export const memistors = (n: number) =>
  definePart({
    type: 'memistors',
    ports: cellPorts(n),
    settings: memistorSettings(n),
    elements: (at, get, internal) => {
      const law: MemistorParameters = {
        device: 'memistor',
        substrate: get('substrate'),
        full: get('full'),
        reference: get('reference'),
        slope: get('slope'),
        strippingEfficiency: get('strippingEfficiency'),
        saturation: get('saturation') > 0,
        softness: get('softness'),
        pulseNoise: get('pulseNoise'),
        slopeSpread: get('slopeSpread'),
        substrateSpread: get('substrateSpread'),
        fullSpread: get('fullSpread'),
        retention: get('retention'),
        readNoise: get('readNoise'),
        rectification: get('rectification'),
        drive: get('drive'),
        leadOhms: get('leads'),
        stuckCell: get('stuckCell'),
        openCell: get('openCell'),
        cycleLife: get('cycleLife'),
        bathOhms: get('bath'),
      };
      return [cells(at, law, isDisturbed(law) ? { sensed: internal('sensed', n) } : {})];
    },
  });

const knobSettings: Settings = {
  reference: inherit('reference'),
  leads: inherit('leads'),
  low: below(
    'high',
    design(0.01, 'S', 'conductance at the left end stop', 'chosen: the range of the memistor', [0, 1e3]),
  ),
  high: design(1, 'S', 'conductance at the right end stop', 'chosen: the range of the memistor', [1e-9, 1e6]),
  reach: design(0.7, 's', 'time to reach and grip the next knob', CHOSEN, [0, 60]),
  rate: design(0.165, 'S/s', 'how fast a knob is turned (full travel in 6 s)', CHOSEN, [1e-6, 1e3]),
  stops: whole(fault(0, 1, '', '1: the end stops hold the knob; 0: it turns for ever', CHOSEN, [0, 1])),
  resolution: fault(0, 0.0005, 'S', 'step from one turn of the winding to the next', CHOSEN, [0, 1]),
};

/** n rheostats with knobs, turned one after another by the operator's hand. */
export const knobs = (n: number) =>
  definePart({
    type: 'rheostats with knobs',
    ports: { ...cellPorts(n), finished: bit() },
    settings: knobSettings,
    elements: (at, get, internal) => {
      const [remaining = 0] = internal('remaining');
      return [
        cells(
          at,
          {
            device: 'rheostat',
            reference: get('reference'),
            low: get('low'),
            high: get('high'),
            stops: get('stops') > 0,
            resolution: get('resolution'),
            reach: get('reach'),
            rate: get('rate'),
            leadOhms: get('leads'),
          },
          { name: 'knob', remaining: [remaining] },
        ),
        {
          kind: 'trip',
          name: 'finished',
          armed: at.enable[0]!,
          level: remaining,
          polarity: null,
          tie: 0,
          done: at.finished[0]!,
        },
      ];
    },
  });

/** n equal conductances in antiphase: what a weight is compared with. */
export const references = (n: number) =>
  definePart({
    type: 'reference conductances',
    ports: { line: node(n), bus: node() },
    settings: { reference: inherit('reference'), leads: inherit('leads') },
    elements: (at, get) => [
      {
        kind: 'conductance',
        name: 'reference',
        a: at.line,
        b: new Array<number>(n).fill(at.bus[0]!),
        siemens: get('reference'),
        leadOhms: get('leads'),
      },
    ],
  });
