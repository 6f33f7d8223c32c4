/** The learning rules, as a catalogue for people: what `adaline list rules` prints. */
import { idealRules } from '../ideal/index.ts';

/** One rule with its step and what it asks of the patterns. */
export interface ListedRule {
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly step: 'alpha' | 'mu';
  readonly defaultStep: number;
  /** true where every d must be +1 or -1 */
  readonly binaryDesired: boolean;
  /** other numbers that `--set` reaches, such as rule.gamma */
  readonly parameters: readonly {
    readonly path: string;
    readonly default: number;
    readonly meaning: string;
  }[];
  readonly source: string;
}

/** Every rule, in the order of the catalogue. */
export function listRules(): ListedRule[] {
  return Object.values(idealRules).map(
    ({ id, title, formula, step, defaultStep, binaryDesired, parameters, source }) => ({
      id,
      title,
      formula,
      step,
      defaultStep,
      binaryDesired,
      parameters: Object.entries(parameters).map(([name, parameter]) => ({
        path: `rule.${name}`,
        default: parameter.default,
        meaning: parameter.meaning,
      })),
      source,
    }),
  );
}
