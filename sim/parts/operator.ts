import { bit, definePart, inherit, type Shape, value } from '../circuit.ts';
import { adaptations } from './adaptation.ts';
import { design, fault, OFF, whole } from './setting.ts';
import { TIE } from './tie.ts';

/** The meter and the person in front of it, who decides how far each knob shall be turned: computed, not built. */
export const operator = (n: number, shape: Pick<Shape, 'rule' | 'step' | 'gamma' | 'eps'>) =>
  definePart({
    type: 'operator',
    computed: true,
    ports: {
      pattern: value(n),
      knobs: value(n),
      level: value(),
      error: value(),
      decision: bit(),
      learn: bit(),
      hold: bit(),
      target: value(n),
      reading: value(),
    },
    settings: {
      fullScale: inherit('fullScale'),
      unit: inherit('unit'),
      present: whole(
        design(1, '', '1: the operator turns the knobs; 0: nobody does, unless you do', 'chosen', [0, 1]),
      ),
      endStop: fault(
        OFF,
        1.1,
        'full scales',
        'where the pointer of the meter is pegged; the operator reads no more than that',
        'chosen',
        [1e-9, OFF],
      ),
      resolution: fault(
        0,
        1 / 120,
        'full scales',
        'smallest difference that the operator reads on the meter (half a division of 60)',
        'chosen',
        [0, 1],
      ),
    },
    elements: (at, get) => [
      {
        kind: 'meter',
        name: 'meter',
        input: at.error[0]!,
        scale: get('fullScale'),
        resolution: get('resolution') * get('fullScale'),
        endStop: get('endStop') * get('fullScale'),
        out: at.reading[0]!,
      },
      {
        kind: 'host',
        name: 'drill',
        program: {
          id: 'operator',
          adaptation: adaptations[shape.rule],
          step: get('present') > 0 ? shape.step : 0,
          eps: shape.eps,
          gamma: shape.gamma,
          fullScale: get('fullScale'),
          unit: get('unit'),
          tie: TIE * get('fullScale'),
        },
        reads: {
          pattern: at.pattern,
          error: at.reading,
          desired: at.level,
          decision: at.decision,
          knobs: at.knobs,
          learn: at.learn,
        },
        writes: { target: at.target },
        capture: at.hold[0]!,
      },
    ],
  });
