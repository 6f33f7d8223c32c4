/** One presentation of the hardware beside the same cycle as a transient in ngspice. */
import '../../../circuits/index.ts';
import { Run } from '../../../sim/clock.ts';
import { compile } from '../../../sim/compile.ts';
import { findNgspice, runNative } from '../../../sim/exchange/ngspice/native.ts';
import { runWasm } from '../../../sim/exchange/ngspice/wasm.ts';
import { settingValues } from '../../../src/compare/settings.ts';
import { checkSpec, defaultSpec } from '../../../src/compare/spec.ts';
import { prepareElectrical } from '../../../src/exchange/verify-electrical.ts';
import type { Contest } from '../contest.ts';

const PRESENTATIONS = 12;

export const contests: readonly Contest[] = [
  {
    name: 'a presentation, 17 memistors, as built, ngspice',
    unit: 'presentations',
    target: { timesFaster: 1000 },
    rounds: 5,
    prepare: () => {
      const spec = checkSpec(
        defaultSpec({ patterns: 'tgf', device: 'as-built', presentations: PRESENTATIONS }),
      );
      const { deck, recording } = prepareElectrical(spec);
      const circuit = spec.definition.build(spec.shape);
      const run = new Run(compile(circuit, { settingValue: settingValues(spec), seed: spec.seed }));
      const { stimuli } = recording;
      const native = findNgspice() !== null;
      /** ns a presentation, by ngspice's own clock where it tells: without its start */
      const transient = async (presentations: number): Promise<number> => {
        const from = performance.now();
        const { log } = await (native ? runNative : runWasm)(deck.text);
        const elapsed = (performance.now() - from) / 1e3;
        const told = /Total analysis time \(seconds\) = ([\d.]+)/.exec(log)?.[1];
        return ((told === undefined ? elapsed : Number(told)) * 1e9) / presentations;
      };
      return {
        own: {
          name: 'our kernel',
          amount: 20_000,
          work: (presentations) => {
            for (let k = 0; k < presentations; k++) run.presentation(stimuli[k % PRESENTATIONS]);
          },
        },
        rival: {
          name: native ? 'ngspice of the PATH' : 'ngspice as WebAssembly',
          amount: PRESENTATIONS,
          measure: transient,
        },
      };
    },
  },
];
