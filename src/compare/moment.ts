/** Instants of a session, and what hands did at them. */

/** A moment: presentations ended, phases ended within the next one, ticks within that phase. */
export interface Moment {
  readonly presentation: number;
  readonly phase: number;
  readonly tick: number;
}
export type Unit = 'tick' | 'phase' | 'presentation' | 'epoch';

/** What somebody did to the panel, and when. */
export interface HandEvent {
  readonly at: Moment;
  readonly what:
    | { readonly kind: 'stimulus'; readonly inputs: readonly number[]; readonly d: number }
    /** weight number in the order of weightNames, and where its knob or cell is set, S */
    | { readonly kind: 'cell'; readonly index: number; readonly siemens: number };
}

/** The same instant. */
export const sameMoment = (a: Moment, b: Moment): boolean =>
  a.presentation === b.presentation && a.phase === b.phase && a.tick === b.tick;
/** True when a comes before b. */
export const isBefore = (a: Moment, b: Moment): boolean =>
  a.presentation !== b.presentation
    ? a.presentation < b.presentation
    : a.phase !== b.phase
      ? a.phase < b.phase
      : a.tick < b.tick;
/** True when both set the same thing: the panel, or one cell. */
export const sameThing = (a: HandEvent['what'], b: HandEvent['what']): boolean =>
  a.kind === 'stimulus' || b.kind === 'stimulus' ? a.kind === b.kind : a.index === b.index;
