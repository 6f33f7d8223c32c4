/** What the page can choose from, as plain data. */
import { cards } from '../../circuits/catalogue.ts';
import { devicePresets } from '../../sim/devices/presets.ts';
import { patternNames, patternSet } from '../../src/compare/patterns.ts';
import { ruleIds } from '../../src/compare/spec.ts';
import { idealRules } from '../../src/ideal/index.ts';
import type { Catalogue } from '../state/protocol.ts';

export function makeCatalogue(): Catalogue {
  const sets = patternNames.map((name) => {
    const { title, inputs, rows } = patternSet(name, 1);
    return { name, title, inputs, binary: rows.every((row) => Math.abs(row.d?.[0] ?? 0) === 1) };
  });
  return {
    machines: cards.map(({ id, title, summary, year, rules, maxInputs, ideal, takesDevices }) => ({
      id,
      title,
      summary,
      year,
      rules,
      takesDevices: takesDevices ?? false,
      patterns: sets
        .filter((set) => set.inputs <= maxInputs && (ideal === 'rule' || set.binary))
        .map(({ name, title: setTitle, binary }) => ({ name, title: setTitle, binary })),
    })),
    rules: ruleIds.map((id) => {
      const { title, formula, step, binaryDesired, source } = idealRules[id];
      return { id, title, formula, step, binary: binaryDesired, source };
    }),
    devices: devicePresets.map(({ id, title, summary, device }) => ({
      id,
      title,
      summary,
      replaces: device !== undefined,
    })),
  };
}
