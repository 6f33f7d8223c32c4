/** What stays on the page while the run is the same. */
import { genericPath } from '../../sim/elaborate.ts';
import type { Session } from '../../src/compare/session.ts';
import { type CheckedSpec, choices, presetOf, ruleNumbers } from '../../src/compare/spec.ts';
import { idealRules } from '../../src/ideal/index.ts';
import type { Notice, SettingLine, Setup } from '../state/protocol.ts';

export function makeSetup(
  session: Session,
  spec: CheckedSpec,
  notices: readonly Notice[],
  ownData: boolean,
): Setup {
  const { info } = session;
  const numberAt = (end: string): number | undefined =>
    info.settings.find((s) => s.path.endsWith(end))?.value;
  const unit = numberAt('.unit') ?? 1;
  const present = numberAt('operator.present');
  const { definition: _definition, data: _data, shape: _shape, ...plain } = spec;
  return {
    spec: plain,
    info,
    ticksPerPhase: session.ticksPerPhase,
    settings: settingLines(session, spec),
    notices,
    ownData,
    operatorPresent: present === undefined ? null : present > 0,
    replacedBy: spec.shape.device ? presetOf(spec).title : null,
    unitSiemens: unit / info.fullScale,
    referenceSiemens: numberAt('.reference') ?? 0.5,
    spanSiemens: [
      numberAt('weights.substrate') ?? numberAt('gains.low') ?? 0,
      numberAt('weights.full') ?? numberAt('gains.high') ?? 1,
    ],
  };
}

function settingLines({ info }: Session, spec: CheckedSpec): SettingLine[] {
  const { definition, shape, settings } = spec;
  const isOwn = (path: string): boolean => Object.hasOwn(settings, path);
  const words: SettingLine[] = [];
  const word = (path: keyof typeof choices, known: readonly string[], value: string): void => {
    if (known.length < 2) return;
    const { meaning } = choices[path];
    const usual = known[0]!;
    words.push({
      path,
      value,
      default: usual,
      ideal: usual,
      unit: '',
      words: known,
      range: [0, 0],
      meaning,
      source: 'chosen',
      own: isOwn(path),
    });
  };
  word('adaptation', definition.adaptations, shape.adaptation);
  word('summer', definition.summers, shape.summer);

  const { parameters } = idealRules[spec.rule];
  for (const name of ['gamma', 'eps'] as const) {
    if (!parameters[name]) continue;
    const path = `rule.${name}` as const;
    const { default: usual, unit, meaning } = ruleNumbers[path];
    words.push({
      path,
      value: shape[name],
      default: usual,
      ideal: usual,
      unit,
      words: null,
      range: [0, Infinity],
      meaning,
      source: 'chosen',
      own: isOwn(path),
    });
  }

  const seen = new Set<string>();
  const numbers = info.settings.flatMap((setting): SettingLine[] => {
    const path = genericPath(setting.path);
    if (seen.has(path)) return [];
    seen.add(path);
    return [{ ...setting, path, words: null, own: isOwn(path) }];
  });
  return [...words, ...numbers];
}
