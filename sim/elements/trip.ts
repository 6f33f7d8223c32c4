import type { ElementDefinition, TripSpec } from './element.ts';

/** The clock solves for the instant of the trip; see Run in clock.ts. */
export const trip: ElementDefinition<TripSpec> = {
  drives: (e) => [[e.done]],
  reads: (e) => (e.polarity === null ? [e.armed, e.level] : [e.armed, e.level, e.polarity]),
  compile: (e, build) => {
    const done = build.stateAt([e.done], [0]);
    const polarity = e.polarity === null ? null : build.at(e.polarity);
    build.trip({
      name: e.name,
      armed: build.at(e.armed),
      level: build.at(e.level),
      polarity,
      tie: e.tie,
      done,
    });
  },
};
