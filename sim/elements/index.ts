import { amplifier } from './amplifier.ts';
import { comparator } from './comparator.ts';
import { conductance } from './conductance.ts';
import { constant } from './constant.ts';
import { current } from './current.ts';
import type { ElementDefinition, ElementSpec } from './element.ts';
import { fsm } from './fsm.ts';
import { gate } from './gate.ts';
import { host } from './host.ts';
import { input } from './input.ts';
import { meter } from './meter.ts';
import { opAmp } from './op-amp.ts';
import { ramp } from './ramp.ts';
import { readout } from './readout.ts';
import { rectifier } from './rectifier.ts';
import { sampler } from './sampler.ts';
import { selector } from './selector.ts';
import { source } from './source.ts';
import { storedConductance } from './stored-conductance.ts';
import { trip } from './trip.ts';

type Definitions = {
  readonly [K in ElementSpec['kind']]: ElementDefinition<Extract<ElementSpec, { kind: K }>>;
};

const definitions: Definitions = {
  input,
  constant,
  source,
  conductance,
  'stored-conductance': storedConductance,
  'op-amp': opAmp,
  amplifier,
  rectifier,
  selector,
  sampler,
  comparator,
  trip,
  ramp,
  current,
  gate,
  fsm,
  meter,
  host,
  readout,
};

/** The definition of an element's kind; the closed list lives here. */
export const definitionOf = (e: ElementSpec): ElementDefinition<ElementSpec> =>
  definitions[e.kind] as unknown as ElementDefinition<ElementSpec>;
