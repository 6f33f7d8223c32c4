import { bit, definePart, inherit, type Net, value } from '../circuit.ts';
import type { ElementSpec, GateSpec } from '../elements/element.ts';
import { design } from './setting.ts';
import { TIE } from './tie.ts';

/**
 * Widrow's job assigner for rule I with a fixed OR: who shall adapt when the output is wrong?
 * Desired +1: the one unit nearest its threshold. A rising ramp is compared with every |sum|, and
 * the first comparator that trips wins; among equals the lower number. Desired -1: every unit that
 * said +1 when the sums were compared.
 * @see Widrow & Lehr, Proc. IEEE 78(9), 1990, section on Madaline rule I
 */
export const jobAssigner = (units: number) =>
  definePart({
    type: 'job assigner',
    ports: {
      sum: value(units),
      decision: bit(units),
      desired: value(),
      output: bit(),
      learn: bit(),
      assign: bit(),
      adapt: bit(),
      stopped: bit(units),
      skip: bit(),
      found: bit(),
      go: bit(units),
      allStopped: bit(),
    },
    settings: {
      fullScale: inherit('fullScale'),
      slope: design(
        1,
        'V/s',
        'how fast the ramp that looks for the smallest sum rises',
        'chosen',
        [1e-6, 1e6],
      ),
    },
    elements: (at, get, internal) => {
      const elements: ElementSpec[] = [];
      const gate = (
        name: string,
        operation: GateSpec['operation'],
        inputs: readonly Net[],
        out?: Net,
      ): Net => {
        const net = out ?? internal(name)[0]!;
        elements.push({ kind: 'gate', name, operation, inputs, out: net });
        return net;
      };
      const line = (name: string): Net => internal(name)[0]!;
      const [assign, adapt, found] = [at.assign[0]!, at.adapt[0]!, at.found[0]!];

      const wantsHigh = line('wants high');
      elements.push({
        kind: 'comparator',
        name: 'wants high',
        input: at.desired[0]!,
        threshold: 0,
        absolute: false,
        offset: 0,
        noise: 0,
        hysteresis: 0,
        previous: null,
        tie: TIE * get('fullScale'),
        out: wantsHigh,
      });
      const wantsLow = gate('wants low', 'not', [wantsHigh]);
      const right = gate('right', 'xnor', [at.output[0]!, wantsHigh]);
      const idle = gate('not learning', 'not', [at.learn[0]!]);
      gate('skip', 'or', [right, idle], at.skip[0]!);

      const searching = gate('not found', 'not', [found]);
      const looks = gate('looks', 'and', [assign, wantsHigh, searching]);
      const ramp = line('ramp');
      elements.push({ kind: 'ramp', name: 'ramp', enable: looks, slope: get('slope'), out: ramp });
      const done: Net[] = [];
      const picks: Net[] = [];
      for (let i = 0; i < units; i++) {
        const size = line(`size ${i}`);
        const level = line(`level ${i}`);
        done[i] = line(`first ${i}`);
        elements.push(
          { kind: 'rectifier', name: `size ${i}`, input: at.sum[i]!, factor: null, gain: 1, out: size },
          {
            kind: 'amplifier',
            name: `level ${i}`,
            inputs: [
              { net: size, gain: 1 },
              { net: ramp, gain: -1 },
            ],
            out: level,
            // sums equal to within the tie band are equal: the lower number comes first
            offset: i * TIE,
          },
          { kind: 'trip', name: `first ${i}`, armed: looks, level, polarity: null, tie: 0, done: done[i]! },
        );
        const before = done.slice(0, i).map((d, j) => gate(`not first ${j} for ${i}`, 'not', [d]));
        const nearest = gate(`nearest ${i}`, 'and', [wantsHigh, done[i]!, ...before]);
        const saysHigh = gate(`says high ${i}`, 'and', [wantsLow, at.decision[i]!]);
        picks[i] = gate(`pick ${i}`, 'or', [nearest, saysHigh]);
      }
      gate('found', 'or', picks, found);
      const chosen = internal('chosen', units);
      elements.push({ kind: 'sampler', name: 'chosen', input: picks, capture: assign, out: chosen });
      const finished = chosen.map((c, i) => {
        gate(`go ${i}`, 'and', [adapt, c], at.go[i]!);
        return gate(`finished ${i}`, 'or', [at.stopped[i]!, gate(`not chosen ${i}`, 'not', [c])]);
      });
      gate('all stopped', 'and', finished, at.allStopped[0]!);
      return elements;
    },
  });
