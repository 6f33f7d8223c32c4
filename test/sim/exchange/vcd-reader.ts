/**
 * A strict reader of value change dumps, written from the grammar and not from our writer: it
 * refuses whatever the grammar does not have.
 * @see IEEE Std 1364-2005, section 18.2, syntax of the four-state VCD file
 */

export interface ReadVariable {
  /** scopes and name, joined by points */
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly code: string;
}
export interface ReadDump {
  readonly timescale: { readonly count: number; readonly unit: string };
  readonly version: string;
  readonly comments: readonly string[];
  readonly variables: readonly ReadVariable[];
  /** every time in the file, in order */
  readonly times: readonly number[];
  /** per code: [time, value] in order; x and z are NaN */
  readonly changes: ReadonlyMap<string, readonly (readonly [time: number, value: number])[]>;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_$]*$/;
const CODE = /^[!-~]+$/;
const REAL = /^[-+]?(\d+(\.\d+)?|\d+\.\d+)([eE][-+]?\d+)?$/;
const VAR_TYPES = ['event', 'integer', 'parameter', 'real', 'reg', 'time', 'tri', 'wire'];
const SCOPE_TYPES = ['begin', 'fork', 'function', 'module', 'task'];

/** Reads a whole dump. @throws Error at the first word that the grammar does not allow */
export function readVcd(text: string): ReadDump {
  if (!/^[\t\n -~]*$/.test(text)) throw new Error('a character that is no printable ASCII');
  const words = text.split(/\s+/).filter((w) => w !== '');
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`word ${at} "${words[at]}": ${what}`);
  };
  const next = (): string => words[at++] ?? fail('the file ends too early');
  const section = (): string[] => {
    const inside: string[] = [];
    for (let w = next(); w !== '$end'; w = next()) {
      if (w.startsWith('$')) fail('a keyword within a section');
      inside.push(w);
    }
    return inside;
  };
  const expectEnd = (): void => {
    if (next() !== '$end') fail('expected $end');
  };

  const comments: string[] = [];
  const variables: ReadVariable[] = [];
  const byCode = new Map<string, ReadVariable>();
  const scopes: { readonly name: string; readonly taken: Set<string> }[] = [{ name: '', taken: new Set() }];
  let timescale: ReadDump['timescale'] | null = null;
  let version = '';
  const claim = (kind: 'scope' | 'variable', name: string): void => {
    if (!IDENTIFIER.test(name)) fail(`${name} is no identifier`);
    const { taken } = scopes.at(-1)!;
    if (taken.has(`${kind} ${name}`)) fail(`the ${kind} ${name} is declared twice in its scope`);
    taken.add(`${kind} ${name}`);
  };

  for (let inHeader = true; inHeader; ) {
    switch (next()) {
      case '$comment':
        comments.push(section().join(' '));
        break;
      case '$date':
        section();
        break;
      case '$version':
        version = section().join(' ');
        break;
      case '$timescale': {
        const found = /^(1|10|100) ?(s|ms|us|ns|ps|fs)$/.exec(section().join(' '));
        if (!found) fail('no timescale of the standard');
        timescale = { count: Number(found![1]), unit: found![2] };
        break;
      }
      case '$scope': {
        if (!SCOPE_TYPES.includes(next())) fail('no type of scope');
        const name = next();
        claim('scope', name);
        scopes.push({ name, taken: new Set() });
        expectEnd();
        break;
      }
      case '$upscope':
        if (scopes.length === 1) fail('no scope is open');
        scopes.pop();
        expectEnd();
        break;
      case '$var': {
        const [type, size, code, name] = [next(), Number(next()), next(), next()];
        if (!VAR_TYPES.includes(type)) fail(`no type of variable: ${type}`);
        if (!Number.isInteger(size) || size < 1) fail(`no size: ${size}`);
        if (type === 'real' && size !== 64) fail('a real of another size than 64');
        if (!CODE.test(code)) fail(`no identifier code: ${code}`);
        claim('variable', name);
        const path = [...scopes.slice(1).map((s) => s.name), name].join('.');
        const variable = { path, type, size, code };
        const other = byCode.get(code);
        if (other && (other.type !== type || other.size !== size)) fail(`${code} is two kinds of variable`);
        byCode.set(code, variable);
        variables.push(variable);
        expectEnd();
        break;
      }
      case '$enddefinitions':
        expectEnd();
        inHeader = false;
        break;
      default:
        at--;
        fail('no declaration command');
    }
  }
  if (scopes.length !== 1) fail('a scope is still open');
  if (!timescale) fail('no timescale');

  const changes = new Map<string, (readonly [number, number])[]>();
  const times: number[] = [];
  const declared = (code: string): ReadVariable => byCode.get(code) ?? fail(`${code} is not declared`);
  const note = (code: string, value: number): void => {
    const time = times.at(-1) ?? fail('a change before any time');
    const list = changes.get(code) ?? [];
    if (list.at(-1)?.[0] === time) fail(`${code} changes twice at ${time}`);
    list.push([time, value]);
    changes.set(code, list);
  };
  let dumping = false;
  let dumped: Set<string> | null = null;
  while (at < words.length) {
    const word = next();
    if (/^#\d+$/.test(word)) {
      if (dumping) fail('a time within $dumpvars');
      const time = Number(word.slice(1));
      if (!Number.isSafeInteger(time) || time <= (times.at(-1) ?? -1)) fail('time does not move forward');
      times.push(time);
    } else if (word === '$dumpvars') {
      if (dumped || dumping || times.length !== 1) fail('$dumpvars belongs to the first time');
      dumping = true;
      dumped = new Set();
    } else if (word === '$end' && dumping) dumping = false;
    else if (word === '$comment') comments.push(section().join(' '));
    else if (/^[01xXzZ]./.test(word)) {
      const { size, type } = declared(word.slice(1));
      if (size !== 1 || type === 'real') fail('a scalar change of what is no scalar');
      note(word.slice(1), /^[01]/.test(word) ? Number(word[0]) : Number.NaN);
      dumped?.add(word.slice(1));
    } else if (/^[bB][01xXzZ]+$/.test(word)) {
      const code = next();
      const { size, type } = declared(code);
      if (type === 'real') fail('a vector change of a real');
      if (word.length - 1 > size) fail('more bits than declared');
      if (/^[bB]0[01]/.test(word)) fail('zeros in front that say nothing');
      note(code, /[xz]/i.test(word) ? Number.NaN : Number.parseInt(word.slice(1), 2));
      dumped?.add(code);
    } else if (/^[rR]/.test(word)) {
      if (!REAL.test(word.slice(1))) fail('no real number');
      const code = next();
      if (declared(code).type !== 'real') fail('a real change of what is no real');
      note(code, Number(word.slice(1)));
      dumped?.add(code);
    } else fail('no simulation command');
  }
  if (dumping) fail('$dumpvars is still open');
  for (const code of byCode.keys()) if (!dumped?.has(code)) fail(`$dumpvars leaves out ${code}`);
  return { timescale: timescale!, version, comments, variables, times, changes };
}

/** The value of a variable at a time: that of its last change until then. @throws Error for an unknown one */
export function valueAt(dump: ReadDump, path: string, time: number): number {
  const variable = dump.variables.find((v) => v.path === path);
  if (!variable) throw new Error(`${path} is not declared`);
  const list = dump.changes.get(variable.code) ?? [];
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle][0] <= time) low = middle + 1;
    else high = middle;
  }
  if (low === 0) throw new Error(`${path} has no value at ${time}`);
  return list[low - 1][1];
}
