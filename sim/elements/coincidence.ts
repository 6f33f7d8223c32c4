import { uniform } from '../base/random.ts';
import { PRESENTATION, range } from '../builder.ts';
import type { CoincidenceSpec, ElementDefinition } from './element.ts';

/**
 * Counts the coincidences of two random pulse trains, which come in expectation to the product that
 * an update needs. The pulses of a line are drawn for the line, those of the signal for all lines at
 * once, so that no line learns of another. A probability above 1 is 1: then the product comes out
 * too small.
 * @see Gokmen & Vlasov, Front. Neurosci. 10:333, 2016, eq. 2; Gokmen, Onen & Haensch, Front.
 *      Neurosci. 11:538, 2017, for the management
 */
export const coincidence: ElementDefinition<CoincidenceSpec> = {
  drives: (e) => [[...e.out]],
  reads: (e) => [...e.pattern, e.signal, e.on, ...(e.factor === null ? [] : [e.factor])],
  compile: (e, build) => {
    const n = e.out.length;
    const x = build.bus(e.pattern);
    const out = build.bus(e.out);
    const signal = build.at(e.signal);
    const on = build.at(e.on);
    const factor = e.factor === null ? -1 : build.at(e.factor);
    const device = build.deviceNumber(e.name);
    const { seed } = build;
    const { gain, slots, managed, full, signalSignOnly, signOnly, tie } = e;
    const sizeOf = (v: number): number => (signOnly ? Math.abs(Math.sign(v)) : Math.abs(v));
    const run = (f: Float64Array): void => {
      f.fill(0, out, out + n);
      const s = f[signal]!;
      const size = Math.abs(s);
      if (f[on] !== 1 || size <= tie) return;
      const wanted = gain * (factor < 0 ? 1 : f[factor]!);
      const column = signalSignOnly ? 1 : size;
      let used = slots;
      let balance = 1;
      if (managed) {
        let most = 0;
        for (let i = 0; i < n; i++) most = Math.max(most, sizeOf(f[x + i]!));
        if (most === 0) return;
        used = Math.min(slots, Math.max(1, Math.ceil(wanted * most * column)));
        balance = Math.sqrt(column / most);
      }
      const amplitude = Math.sqrt(wanted / used);
      const lineChance = amplitude * balance;
      const columnChance = (amplitude / balance) * column;
      const presentation = f[PRESENTATION]!;
      for (let k = 0; k < used; k++) {
        if (uniform(seed, 'pulseColumn', device, presentation, k) >= columnChance) continue;
        for (let i = 0; i < n; i++) {
          const chance = lineChance * sizeOf(f[x + i]!);
          if (uniform(seed, 'pulseTrain', device + i, presentation, k) < chance) f[out + i] = f[out + i]! + 1;
        }
      }
      const rate = (s > 0 ? full : -full) / slots;
      for (let i = 0; i < n; i++) f[out + i] = (f[x + i]! < 0 ? -rate : rate) * f[out + i]!;
    };
    const reads = [...range(x, n), signal, on, PRESENTATION, ...(factor < 0 ? [] : [factor])];
    build.operation({ name: e.name, reads, writes: range(out, n), run });
  },
};
