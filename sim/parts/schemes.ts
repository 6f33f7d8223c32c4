/**
 * Update schemes besides nulling and the timed pulse.
 *
 * | scheme | what decides on a pulse | what it needs |
 * |---|---|---|
 * | stochastic | in each of some slots, a random pulse on the line and one for the signal coincide | two random trains |
 * | manhattan | the sign of signal x_i, summed over an epoch | a sum for each weight: computed, not built |
 *
 * @see Gokmen & Vlasov, Front. Neurosci. 10:333, 2016 (stochastic); Prezioso et al., Nature 521, 2015
 *      (Manhattan); Schiffmann, Joost & Werner 1994, for the rule's name
 */
import type { UpdateScheme } from '../devices/registry.ts';
import type { ElementSpec } from '../elements/element.ts';
import { division, timeLeft } from './adapter.ts';
import { design, whole } from './setting.ts';
import { TIE } from './tie.ts';

/** Two random pulse trains: with A = B = sqrt(step / (dw BL)) as many pulses coincide as the rule wants, on average. */
export const stochasticScheme: UpdateScheme = {
  settings: {
    slots: whole(
      design(
        31,
        '',
        'slots of the random pulse trains in one presentation (BL)',
        'found: Gokmen & Vlasov 2016',
        [1, 10_000],
      ),
    ),
    management: whole(
      design(
        1,
        '',
        '1: a computer shortens the trains to what the largest product needs and balances their chances (computed, not built); 0: A = B and every slot',
        'found: Gokmen, Onen & Haensch 2017; the usual of AIHWKit',
        [0, 1],
      ),
    ),
  },
  elements: (at, rule, shape, drive, fullScale, get, internal) => {
    const one = (name: string): number => internal(name)[0]!;
    const slots = get('slots');
    const width = one('width');
    const { factor, elements } = division(at, rule, shape, one);
    const period = drive.period!;
    const wanted = (rule.gain * shape.step) / (drive.perSecond * period);
    return [
      ...elements,
      { kind: 'constant', name: 'width', out: [width], values: [slots * period] },
      ...timeLeft(width, at.flowing, at.level, one('ramp')),
      {
        kind: 'coincidence',
        name: 'trains',
        pattern: at.pattern,
        signal: at.held,
        factor,
        on: at.flowing,
        gain: rule.width === 'fixed' ? wanted / fullScale : wanted,
        slots,
        managed: get('management') > 0,
        full: drive.full,
        signalSignOnly: rule.width === 'fixed',
        signOnly: rule.lines === 'sign',
        tie: rule.width === 'fixed' ? TIE : 0,
        out: at.plating,
      },
    ] satisfies readonly ElementSpec[];
  },
};

/** One fixed pulse for each weight at the end of an epoch, by the sign of its summed gradient: w += step sgn(sum). */
export const manhattanScheme: UpdateScheme = {
  settings: {
    batch: whole(
      design(
        1,
        'presentations',
        'how many are summed before a pulse; the rows of the set, unless you say otherwise',
        'chosen: an epoch, as Prezioso et al. 2015',
        [1, 1e9],
      ),
    ),
  },
  elements: (at, _rule, shape, drive, fullScale, get, internal) => {
    const one = (name: string): number => internal(name)[0]!;
    const width = one('width');
    const n = at.pattern.length;
    const [lines, sums, count, forward] = [
      internal('lines', n),
      internal('sums', n),
      one('count'),
      one('forward'),
    ];
    return [
      {
        kind: 'host',
        name: 'accumulator',
        program: { id: 'accumulator', batch: get('batch'), tie: TIE },
        reads: { pattern: at.pattern, signal: [at.signal], sums, count: [count] },
        writes: { sums, count: [count], lines },
        capture: at.hold,
      },
      {
        kind: 'constant',
        name: 'width',
        out: [width],
        values: [shape.step / (drive.perSecond * fullScale)],
      },
      { kind: 'constant', name: 'forward', out: [forward], values: [1] },
      ...timeLeft(width, at.flowing, at.level, one('ramp')),
      {
        kind: 'current',
        name: 'plating',
        pattern: lines,
        polarity: forward,
        on: at.flowing,
        amperes: drive.full,
        signOnly: false,
        tie: 0,
        out: at.plating,
      },
    ];
  },
};
