/**
 * Things that are large and that few circuits need: the network solver, the logic kernel, devices
 * that move by pulses. What everybody imports does not import them; whoever needs one imports it,
 * and by being imported it adds itself here. A page that shows no such circuit never fetches it.
 */
export class Later<T> {
  private readonly what: string;
  private readonly remedy: string;
  private readonly added = new Map<string, T>();

  /**
   * @param what    what is kept, as in "needs the network solver"; the name is put behind it where there are several
   * @param remedy  what somebody has to do who finds it missing
   */
  constructor(what: string, remedy: string) {
    this.what = what;
    this.remedy = remedy;
  }
  /** Makes one known. Doing it again changes nothing. */
  add(name: string, one: T): void {
    this.added.set(name, one);
  }
  has(name: string): boolean {
    return this.added.has(name);
  }
  /**
   * @param needed who needs it, for the message
   * @throws Error that says who needs what, and what to do
   */
  get(name: string, needed: string): T {
    const found = this.added.get(name);
    if (found !== undefined) return found;
    const which = name === '' ? '' : ` ${name}`;
    throw new Error(`${needed} needs ${this.what}${which}, which is not loaded; ${this.remedy}.`);
  }
}
