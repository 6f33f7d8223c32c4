import { Later } from '../base/later.ts';
import { amplifier } from './amplifier.ts';
import { capacitor } from './capacitor.ts';
import { comparator } from './comparator.ts';
import { conductance } from './conductance.ts';
import { constant } from './constant.ts';
import { current } from './current.ts';
import type { ElementDefinition, ElementSpec } from './element.ts';
import { fsm } from './fsm.ts';
import { gate } from './gate.ts';
import { host } from './host.ts';
import { input } from './input.ts';
import { junction } from './junction.ts';
import { logic } from './logic.ts';
import { meter } from './meter.ts';
import { opAmp } from './op-amp.ts';
import { ramp } from './ramp.ts';
import { readout } from './readout.ts';
import { rectifier } from './rectifier.ts';
import { sampler } from './sampler.ts';
import { selector } from './selector.ts';
import { source } from './source.ts';
import { storedConductance } from './stored-conductance.ts';
import { analogSwitch } from './switch.ts';
import { transconductor } from './transconductor.ts';
import { transistor } from './transistor.ts';
import { trip } from './trip.ts';

/** Kinds that few circuits have: added when such a circuit is loaded, so that others fetch no more. */
type LaterKind = 'coincidence';
type Definitions = {
  readonly [K in Exclude<ElementSpec['kind'], LaterKind>]: ElementDefinition<
    Extract<ElementSpec, { kind: K }>
  >;
};

const definitions: Definitions = {
  input,
  constant,
  source,
  conductance,
  capacitor,
  switch: analogSwitch,
  junction,
  transistor,
  transconductor,
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
  logic,
  readout,
};

const later = new Later<ElementDefinition<ElementSpec>>('the element', 'load its library first');

/** Makes a kind known that is not there from the start. Doing it again changes nothing. */
export function addElement<K extends LaterKind>(
  kind: K,
  definition: ElementDefinition<Extract<ElementSpec, { kind: K }>>,
): void {
  later.add(kind, definition as unknown as ElementDefinition<ElementSpec>);
}

/** The definition of an element's kind; the closed list lives here. @throws Error when its library is not loaded */
export function definitionOf(e: ElementSpec): ElementDefinition<ElementSpec> {
  const known = definitions as unknown as Readonly<Record<string, ElementDefinition<ElementSpec>>>;
  return known[e.kind] ?? later.get(e.kind, e.name);
}
