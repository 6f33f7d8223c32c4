import type { ElementDefinition, SelectorSpec } from './element.ts';

export const selector: ElementDefinition<SelectorSpec> = {
  drives: (e) => [[e.out]],
  reads: (e) => [e.select, e.high, e.low],
  compile: (e, build) => {
    const [select, high, low, out] = [build.at(e.select), build.at(e.high), build.at(e.low), build.at(e.out)];
    const run = (f: Float64Array): void => {
      f[out] = f[select] === 1 ? f[high]! : f[low]!;
    };
    build.operation({ name: e.name, reads: [select, high, low], writes: [out], run });
  },
};
