/**
 * Writes WebAssembly modules byte by byte: no text, no toolkit, and nothing that a strict content
 * security policy would call code from strings. Instructions have the names of the text format:
 *
 *   const bytes = writeModule({
 *     memory: { pages: 1 },
 *     functions: [
 *       defineFunction('addInto', { parameters: ['i32', 'f64'] }, (code, at, x) => {
 *         code.get(at).get(at).load('f64.load').get(x).op('f64.add').store('f64.store');
 *       }),
 *     ],
 *   });
 *   const { instance } = instantiate(bytes);
 * @see WebAssembly Core Specification 2.0, chapter 5, "Binary format"
 */

const types = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof types;

/** Instructions without immediates. Those of the vector unit follow a prefix byte. */
const plain = {
  unreachable: 0x00,
  nop: 0x01,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_s': 0x4a,
  'i32.gt_u': 0x4b,
  'i32.le_s': 0x4c,
  'i32.le_u': 0x4d,
  'i32.ge_s': 0x4e,
  'i32.ge_u': 0x4f,
  'i64.eqz': 0x50,
  'i64.eq': 0x51,
  'i64.ne': 0x52,
  'i64.lt_s': 0x53,
  'i64.lt_u': 0x54,
  'i64.gt_s': 0x55,
  'i64.gt_u': 0x56,
  'i64.le_s': 0x57,
  'i64.le_u': 0x58,
  'i64.ge_s': 0x59,
  'i64.ge_u': 0x5a,
  'f32.eq': 0x5b,
  'f32.ne': 0x5c,
  'f32.lt': 0x5d,
  'f32.gt': 0x5e,
  'f32.le': 0x5f,
  'f32.ge': 0x60,
  'f64.eq': 0x61,
  'f64.ne': 0x62,
  'f64.lt': 0x63,
  'f64.gt': 0x64,
  'f64.le': 0x65,
  'f64.ge': 0x66,
  'i32.clz': 0x67,
  'i32.ctz': 0x68,
  'i32.popcnt': 0x69,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_s': 0x6d,
  'i32.div_u': 0x6e,
  'i32.rem_s': 0x6f,
  'i32.rem_u': 0x70,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_s': 0x75,
  'i32.shr_u': 0x76,
  'i32.rotl': 0x77,
  'i32.rotr': 0x78,
  'i64.clz': 0x79,
  'i64.ctz': 0x7a,
  'i64.popcnt': 0x7b,
  'i64.add': 0x7c,
  'i64.sub': 0x7d,
  'i64.mul': 0x7e,
  'i64.and': 0x83,
  'i64.or': 0x84,
  'i64.xor': 0x85,
  'i64.shl': 0x86,
  'i64.shr_s': 0x87,
  'i64.shr_u': 0x88,
  'i64.rotl': 0x89,
  'i64.rotr': 0x8a,
  'f32.abs': 0x8b,
  'f32.neg': 0x8c,
  'f32.ceil': 0x8d,
  'f32.floor': 0x8e,
  'f32.trunc': 0x8f,
  'f32.nearest': 0x90,
  'f32.sqrt': 0x91,
  'f32.add': 0x92,
  'f32.sub': 0x93,
  'f32.mul': 0x94,
  'f32.div': 0x95,
  'f32.min': 0x96,
  'f32.max': 0x97,
  'f32.copysign': 0x98,
  'f64.abs': 0x99,
  'f64.neg': 0x9a,
  'f64.ceil': 0x9b,
  'f64.floor': 0x9c,
  'f64.trunc': 0x9d,
  'f64.nearest': 0x9e,
  'f64.sqrt': 0x9f,
  'f64.add': 0xa0,
  'f64.sub': 0xa1,
  'f64.mul': 0xa2,
  'f64.div': 0xa3,
  'f64.min': 0xa4,
  'f64.max': 0xa5,
  'f64.copysign': 0xa6,
  'i32.wrap_i64': 0xa7,
  'i32.trunc_f64_s': 0xaa,
  'i32.trunc_f64_u': 0xab,
  'i64.extend_i32_s': 0xac,
  'i64.extend_i32_u': 0xad,
  'i64.trunc_f64_s': 0xb0,
  'f32.convert_i32_s': 0xb2,
  'f32.convert_i32_u': 0xb3,
  'f32.demote_f64': 0xb6,
  'f64.convert_i32_s': 0xb7,
  'f64.convert_i32_u': 0xb8,
  'f64.convert_i64_s': 0xb9,
  'f64.convert_i64_u': 0xba,
  'f64.promote_f32': 0xbb,
  'i32.reinterpret_f32': 0xbc,
  'i64.reinterpret_f64': 0xbd,
  'f32.reinterpret_i32': 0xbe,
  'f64.reinterpret_i64': 0xbf,
  'i32.extend8_s': 0xc0,
  'i32.extend16_s': 0xc1,
} as const;
const vector = {
  'i8x16.swizzle': 14,
  'i32x4.splat': 17,
  'i64x2.splat': 18,
  'f32x4.splat': 19,
  'f64x2.splat': 20,
  'i32x4.eq': 55,
  'i32x4.lt_s': 57,
  'i32x4.lt_u': 58,
  'i32x4.gt_s': 59,
  'i32x4.gt_u': 60,
  'f32x4.eq': 65,
  'f32x4.ne': 66,
  'f32x4.lt': 67,
  'f32x4.gt': 68,
  'f32x4.le': 69,
  'f32x4.ge': 70,
  'f64x2.eq': 71,
  'f64x2.ne': 72,
  'f64x2.lt': 73,
  'f64x2.gt': 74,
  'f64x2.le': 75,
  'f64x2.ge': 76,
  'v128.not': 77,
  'v128.and': 78,
  'v128.andnot': 79,
  'v128.or': 80,
  'v128.xor': 81,
  'v128.bitselect': 82,
  'v128.any_true': 83,
  'f32x4.demote_f64x2_zero': 94,
  'f64x2.promote_low_f32x4': 95,
  'f32x4.ceil': 103,
  'f32x4.floor': 104,
  'f32x4.trunc': 105,
  'f32x4.nearest': 106,
  'f64x2.ceil': 116,
  'f64x2.floor': 117,
  'f64x2.trunc': 122,
  'f64x2.nearest': 148,
  'i32x4.abs': 160,
  'i32x4.neg': 161,
  'i32x4.shl': 171,
  'i32x4.shr_s': 172,
  'i32x4.shr_u': 173,
  'i32x4.add': 174,
  'i32x4.sub': 177,
  'i32x4.mul': 181,
  'i32x4.min_s': 182,
  'i32x4.min_u': 183,
  'i32x4.max_s': 184,
  'i32x4.max_u': 185,
  'i64x2.shl': 203,
  'i64x2.shr_s': 204,
  'i64x2.shr_u': 205,
  'i64x2.add': 206,
  'i64x2.sub': 209,
  'i64x2.mul': 213,
  'i64x2.extmul_low_i32x4_u': 222,
  'i64x2.extmul_high_i32x4_u': 223,
  'f32x4.abs': 224,
  'f32x4.neg': 225,
  'f32x4.sqrt': 227,
  'f32x4.add': 228,
  'f32x4.sub': 229,
  'f32x4.mul': 230,
  'f32x4.div': 231,
  'f32x4.min': 232,
  'f32x4.max': 233,
  'f32x4.pmin': 234,
  'f32x4.pmax': 235,
  'f64x2.abs': 236,
  'f64x2.neg': 237,
  'f64x2.sqrt': 239,
  'f64x2.add': 240,
  'f64x2.sub': 241,
  'f64x2.mul': 242,
  'f64x2.div': 243,
  'f64x2.min': 244,
  'f64x2.max': 245,
  'f64x2.pmin': 246,
  'f64x2.pmax': 247,
  'i32x4.trunc_sat_f32x4_s': 248,
  'i32x4.trunc_sat_f32x4_u': 249,
  'f32x4.convert_i32x4_s': 250,
  'f32x4.convert_i32x4_u': 251,
  'i32x4.trunc_sat_f64x2_s_zero': 252,
  'i32x4.trunc_sat_f64x2_u_zero': 253,
  'f64x2.convert_low_i32x4_s': 254,
  'f64x2.convert_low_i32x4_u': 255,
} as const;
/** Number of bytes that each load or store moves, as a power of two: its natural alignment. */
const plainLoads = {
  'i32.load': [0x28, 2],
  'i64.load': [0x29, 3],
  'f32.load': [0x2a, 2],
  'f64.load': [0x2b, 3],
  'i32.load8_s': [0x2c, 0],
  'i32.load8_u': [0x2d, 0],
  'i32.load16_s': [0x2e, 1],
  'i32.load16_u': [0x2f, 1],
} as const;
const vectorLoads = {
  'v128.load': [0, 4],
  'v128.load8_splat': [7, 0],
  'v128.load32_splat': [9, 2],
  'v128.load64_splat': [10, 3],
  'v128.load32_zero': [92, 2],
  'v128.load64_zero': [93, 3],
} as const;
const plainStores = {
  'i32.store': [0x36, 2],
  'i64.store': [0x37, 3],
  'f32.store': [0x38, 2],
  'f64.store': [0x39, 3],
  'i32.store8': [0x3a, 0],
  'i32.store16': [0x3b, 1],
} as const;
const vectorStores = { 'v128.store': [11, 4] } as const;
const lanes = {
  'i32x4.extract_lane': 27,
  'i32x4.replace_lane': 28,
  'i64x2.extract_lane': 29,
  'i64x2.replace_lane': 30,
  'f32x4.extract_lane': 31,
  'f32x4.replace_lane': 32,
  'f64x2.extract_lane': 33,
  'f64x2.replace_lane': 34,
} as const;

const VECTOR = 0xfd;
const EMPTY = 0x40;
const END = 0x0b;

export type Instruction = keyof typeof plain | keyof typeof vector;
export type Load = keyof typeof plainLoads | keyof typeof vectorLoads;
export type Store = keyof typeof plainStores | keyof typeof vectorStores;
export type LaneInstruction = keyof typeof lanes;

/** Vector instructions stand above the bytes of the others. */
const ABOVE = 0x1000;
const opcodes = new Map<Instruction, number>([
  ...(Object.entries(plain) as [Instruction, number][]),
  ...(Object.entries(vector) as [Instruction, number][]).map(([name, code]): [Instruction, number] => [
    name,
    ABOVE + code,
  ]),
]);
const has = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key);

/** A local variable or a parameter, by its number. */
export interface Local {
  readonly index: number;
  readonly type: ValueType;
}
/** A block or a loop that `branch` and `branchIf` name. */
export interface Label {
  readonly depth: number;
}

/** Bytes with numbers in LEB128. */
export class Bytes {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }
  byte(value: number): this {
    if (this.#length === this.#bytes.length) this.#room(1);
    this.#bytes[this.#length++] = value;
    return this;
  }
  /** Whole number 0 ... 2^32 - 1, LEB128. */
  unsigned(value: number): this {
    let rest = value >>> 0;
    while (rest >= 128) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    return this.byte(rest);
  }
  /** Whole number of 32 bits, LEB128 with sign. */
  signed(value: number): this {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 127) | 128);
      rest >>= 7;
    }
    return this.byte(rest & 127);
  }
  /** Whole number of 64 bits, LEB128 with sign. */
  signed64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 127n);
      rest >>= 7n;
      if ((rest === 0n && low < 64) || (rest === -1n && low >= 64)) return this.byte(low);
      this.byte(low | 128);
    }
  }
  raw(bytes: ArrayLike<number>): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }
  /** A length and so many bytes. */
  counted(bytes: ArrayLike<number>): this {
    return this.unsigned(bytes.length).raw(bytes);
  }
  /** A length and the characters, which are ASCII. */
  text(value: string): this {
    return this.counted(Array.from(value, (c) => c.charCodeAt(0)));
  }
  /** The bytes so far, not copied. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }
  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    grown.set(this.view());
    this.#bytes = grown;
  }
}

const number = new DataView(new ArrayBuffer(8));

/** The body of a function as it is written; every method returns it, so that a line can be an expression. */
export class Code {
  /** every instruction that `op` knows */
  static readonly instructions: readonly Instruction[] = [...opcodes.keys()];

  readonly #bytes = new Bytes();
  readonly #locals: ValueType[] = [];
  readonly #parameters: number;
  #depth = 0;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  /** A new local variable; 0 when the function begins. */
  local(type: ValueType): Local {
    this.#locals.push(type);
    return { index: this.#parameters + this.#locals.length - 1, type };
  }
  get(local: Local): this {
    this.#bytes.byte(0x20).unsigned(local.index);
    return this;
  }
  set(local: Local): this {
    this.#bytes.byte(0x21).unsigned(local.index);
    return this;
  }
  /** Sets the local and leaves the value on the stack. */
  tee(local: Local): this {
    this.#bytes.byte(0x22).unsigned(local.index);
    return this;
  }

  i32(value: number): this {
    this.#bytes.byte(0x41).signed(value);
    return this;
  }
  i64(value: bigint): this {
    this.#bytes.byte(0x42).signed64(value);
    return this;
  }
  f32(value: number): this {
    number.setFloat32(0, value, true);
    this.#bytes.byte(0x43).raw(new Uint8Array(number.buffer, 0, 4));
    return this;
  }
  f64(value: number): this {
    number.setFloat64(0, value, true);
    this.#bytes.byte(0x44).raw(new Uint8Array(number.buffer, 0, 8));
    return this;
  }
  /** Sixteen bytes, lowest first. */
  v128(bytes: ArrayLike<number>): this {
    if (bytes.length !== 16) throw new RangeError(`wasm: a v128 has 16 bytes, got ${bytes.length}.`);
    this.#bytes.byte(VECTOR).unsigned(12).raw(bytes);
    return this;
  }
  /** Two equal doubles. */
  f64x2(value: number): this {
    number.setFloat64(0, value, true);
    const half = [...new Uint8Array(number.buffer, 0, 8)];
    return this.v128([...half, ...half]);
  }
  /** Four equal floats. */
  f32x4(value: number): this {
    number.setFloat32(0, value, true);
    const quarter = [...new Uint8Array(number.buffer, 0, 4)];
    return this.v128([...quarter, ...quarter, ...quarter, ...quarter]);
  }
  /** Four equal whole numbers. */
  i32x4(value: number): this {
    number.setInt32(0, value, true);
    const quarter = [...new Uint8Array(number.buffer, 0, 4)];
    return this.v128([...quarter, ...quarter, ...quarter, ...quarter]);
  }

  op(...instructions: Instruction[]): this {
    for (let k = 0; k < instructions.length; k++) {
      const opcode = opcodes.get(instructions[k]!)!;
      if (opcode < ABOVE) this.#bytes.byte(opcode);
      else this.#bytes.byte(VECTOR).unsigned(opcode - ABOVE);
    }
    return this;
  }
  /** Takes an address from the stack; reads at address + offset bytes. */
  load(instruction: Load, offset = 0): this {
    if (has(plainLoads, instruction)) this.#bytes.byte(plainLoads[instruction][0]);
    else this.#bytes.byte(VECTOR).unsigned(vectorLoads[instruction][0]);
    const [, align] = has(plainLoads, instruction) ? plainLoads[instruction] : vectorLoads[instruction];
    this.#bytes.unsigned(align).unsigned(offset);
    return this;
  }
  /** Takes an address and, above it, a value from the stack; writes at address + offset bytes. */
  store(instruction: Store, offset = 0): this {
    if (has(plainStores, instruction)) this.#bytes.byte(plainStores[instruction][0]);
    else this.#bytes.byte(VECTOR).unsigned(vectorStores[instruction][0]);
    const [, align] = has(plainStores, instruction) ? plainStores[instruction] : vectorStores[instruction];
    this.#bytes.unsigned(align).unsigned(offset);
    return this;
  }
  /** Reads or replaces one lane of a vector. */
  lane(instruction: LaneInstruction, k: number): this {
    this.#bytes.byte(VECTOR).unsigned(lanes[instruction]).byte(k);
    return this;
  }
  /** Sixteen byte lanes out of the 32 of two vectors, by number. */
  shuffle(bytes: ArrayLike<number>): this {
    if (bytes.length !== 16) throw new RangeError(`wasm: a shuffle names 16 bytes, got ${bytes.length}.`);
    this.#bytes.byte(VECTOR).unsigned(13).raw(bytes);
    return this;
  }
  /** Calls the function of this number; imports come first, then the module's functions in their order. */
  call(functionIndex: number): this {
    this.#bytes.byte(0x10).unsigned(functionIndex);
    return this;
  }

  /** A branch to its label leaves it. */
  block(body: (out: Label) => void): this {
    return this.#nested(0x02, body);
  }
  /** A branch to its label begins it again; without one it is left at its end. */
  loop(body: (again: Label) => void): this {
    return this.#nested(0x03, body);
  }
  /** Takes a condition from the stack. */
  if(then: (out: Label) => void, otherwise?: (out: Label) => void): this {
    this.#bytes.byte(0x04).byte(EMPTY);
    const label = { depth: ++this.#depth };
    then(label);
    if (otherwise) {
      this.#bytes.byte(0x05);
      otherwise(label);
    }
    this.#depth--;
    this.#bytes.byte(END);
    return this;
  }
  branch(label: Label): this {
    this.#bytes.byte(0x0c).unsigned(this.#depth - label.depth);
    return this;
  }
  /** Takes a condition from the stack. */
  branchIf(label: Label): this {
    this.#bytes.byte(0x0d).unsigned(this.#depth - label.depth);
    return this;
  }

  /** The function's entry in the code section. */
  body(): Uint8Array<ArrayBuffer> {
    const head = new Bytes();
    const runs: { type: ValueType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    head.unsigned(runs.length);
    for (const { type, count } of runs) head.unsigned(count).byte(types[type]);
    return head.raw(this.#bytes.view()).byte(END).view();
  }

  #nested(opcode: number, body: (label: Label) => void): this {
    this.#bytes.byte(opcode).byte(EMPTY);
    body({ depth: ++this.#depth });
    this.#depth--;
    this.#bytes.byte(END);
    return this;
  }
}

export interface FunctionDefinition {
  /** the name it is exported by */
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly code: Code;
}

/** Writes one function; `describe` gets its code and its parameters as locals. */
export function defineFunction(
  name: string,
  {
    parameters = [],
    results = [],
  }: { readonly parameters?: readonly ValueType[]; readonly results?: readonly ValueType[] },
  describe: (code: Code, ...parameters: Local[]) => void,
): FunctionDefinition {
  const code = new Code(parameters.length);
  describe(code, ...parameters.map((type, index) => ({ index, type })));
  return { name, parameters, results, code };
}

export interface ModuleDefinition {
  /**
   * In pages of 64 KiB: its own, exported as `memory`, or `lent` by another module when it is
   * instantiated.
   */
  readonly memory?: { readonly pages: number; readonly lent?: boolean };
  readonly functions: readonly FunctionDefinition[];
}

/** A page of WebAssembly memory, bytes. */
export const PAGE_BYTES = 65536;

/** The module's bytes; every function is exported by its name, the memory as `memory`. */
export function writeModule({ memory, functions }: ModuleDefinition): Uint8Array<ArrayBuffer> {
  const out = new Bytes().raw([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  const section = (id: number, items: number, write: (bytes: Bytes) => void): void => {
    if (items === 0) return;
    const bytes = new Bytes().unsigned(items);
    write(bytes);
    out.byte(id).counted(bytes.view());
  };
  section(1, functions.length, (bytes) => {
    for (const { parameters, results } of functions)
      bytes
        .byte(0x60)
        .counted(parameters.map((type) => types[type]))
        .counted(results.map((type) => types[type]));
  });
  const lent = memory?.lent ?? false;
  section(2, lent ? 1 : 0, (bytes) =>
    bytes
      .text('host')
      .text('memory')
      .byte(0x02)
      .byte(0x00)
      .unsigned(memory?.pages ?? 0),
  );
  section(3, functions.length, (bytes) => {
    for (const k of functions.keys()) bytes.unsigned(k);
  });
  section(5, memory && !lent ? 1 : 0, (bytes) => bytes.byte(0x00).unsigned(memory?.pages ?? 0));
  section(7, functions.length + (memory && !lent ? 1 : 0), (bytes) => {
    for (const [k, { name }] of functions.entries()) bytes.text(name).byte(0x00).unsigned(k);
    if (memory && !lent) bytes.text('memory').byte(0x02).unsigned(0);
  });
  section(10, functions.length, (bytes) => {
    for (const { code } of functions) bytes.counted(code.body());
  });
  return out.view();
}

/** What stands in a page or in Node under this name; the part of it that is used here. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports?: object,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** A module at work. */
export interface Running {
  /** its functions by name; whole numbers go in and come out with their sign */
  readonly functions: Readonly<Record<string, (...values: number[]) => number>>;
  /** its memory, where it has one */
  readonly memory: ArrayBuffer;
  /** the memory as another module borrows it */
  readonly lends: unknown;
}

/**
 * Compiles and starts a module at once.
 * @param lender whose memory a module with `lent` memory works on
 * @returns null where this engine has no WebAssembly or is not allowed to use it
 * @throws  what the engine says about bytes that are no module
 */
export function instantiate(bytes: Uint8Array<ArrayBuffer>, lender?: Running): Running | null {
  const host = (globalThis as { WebAssembly?: WebAssemblyHost }).WebAssembly;
  if (!host) return null;
  let module: object;
  try {
    module = new host.Module(bytes);
  } catch (error) {
    // a content security policy forbids it; anything else is a fault of ours
    if (
      error instanceof Error &&
      error.name === 'CompileError' &&
      !/security|csp|disallowed/i.test(error.message)
    )
      throw error;
    return null;
  }
  const { exports } = new host.Instance(module, lender ? { host: { memory: lender.lends } } : {});
  const memory = exports['memory'] ?? lender?.lends;
  return {
    functions: exports as Running['functions'],
    memory: (memory as { buffer: ArrayBuffer } | undefined)?.buffer ?? new ArrayBuffer(0),
    lends: memory,
  };
}
