import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Bytes,
  Code,
  defineFunction,
  type FunctionDefinition,
  type Instruction,
  instantiate,
  type LaneInstruction,
  type Load,
  type Store,
  type ValueType,
  writeModule,
} from '../../../sim/base/wasm.ts';

/** Starts a module of these functions with a page of memory. */
function start(...functions: FunctionDefinition[]) {
  const running = instantiate(writeModule({ memory: { pages: 1 }, functions }));
  if (!running) throw new Error('this engine has no WebAssembly');
  return running;
}

const binary = (type: ValueType, instruction: Instruction, result: ValueType = type): FunctionDefinition =>
  defineFunction('f', { parameters: [type, type], results: [result] }, (code, a, b) =>
    code.get(a).get(b).op(instruction),
  );

describe('numbers in LEB128', () => {
  test.each([
    [0, [0]],
    [127, [127]],
    [128, [0x80, 1]],
    [624485, [0xe5, 0x8e, 0x26]], // the example of the DWARF standard
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('%d without sign', (value, bytes) => {
    expect([...new Bytes().unsigned(value).view()]).toEqual(bytes);
  });

  test.each([
    [0, [0]],
    [63, [63]],
    [64, [0xc0, 0]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-123456, [0xc0, 0xbb, 0x78]], // the example of the DWARF standard
  ])('%d with sign', (value, bytes) => {
    expect([...new Bytes().signed(value).view()]).toEqual(bytes);
  });

  test('come back from a constant, whatever their size', () => {
    const sample = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)];
    const { functions } = start(
      ...sample.map((v, k) => defineFunction(`f${k}`, { results: ['i32'] }, (code) => code.i32(v))),
    );
    expect(sample.map((_, k) => functions[`f${k}`]())).toEqual(sample);
  });
});

describe('a module', () => {
  test('computes with locals and a loop', () => {
    const { functions } = start(
      defineFunction('factorial', { parameters: ['i32'], results: ['f64'] }, (code, n) => {
        const product = code.local('f64');
        code.f64(1).set(product);
        code.block((out) =>
          code.loop((again) => {
            code.get(n).op('i32.eqz').branchIf(out);
            code.get(product).get(n).op('f64.convert_i32_s', 'f64.mul').set(product);
            code.get(n).i32(1).op('i32.sub').set(n).branch(again);
          }),
        );
        code.get(product);
      }),
    );
    expect(functions['factorial'](0)).toBe(1);
    expect(functions['factorial'](20)).toBe(2432902008176640000);
  });

  test('takes one of two ways, in nested conditions', () => {
    const { functions } = start(
      defineFunction('sign', { parameters: ['f64'], results: ['i32'] }, (code, x) => {
        const result = code.local('i32');
        code
          .get(x)
          .f64(0)
          .op('f64.lt')
          .if(
            () => code.i32(-1).set(result),
            () =>
              code
                .get(x)
                .f64(0)
                .op('f64.gt')
                .if(() => code.i32(1).set(result)),
          );
        code.get(result);
      }),
    );
    expect([-2.5, 0, 1e-300].map((x) => functions['sign'](x))).toEqual([-1, 0, 1]);
  });

  test('leaves nested blocks by their labels', () => {
    const { functions } = start(
      defineFunction('f', { parameters: ['i32'], results: ['i32'] }, (code, x) => {
        const steps = code.local('i32');
        code.block((outer) => {
          code.block((inner) => {
            code.get(x).branchIf(inner).i32(1).set(steps).branch(outer);
          });
          code.get(steps).i32(10).op('i32.add').set(steps);
        });
        code.get(steps);
      }),
    );
    expect([0, 1].map((x) => functions['f'](x))).toEqual([1, 10]);
  });

  test('calls its own functions by number', () => {
    const { functions } = start(
      defineFunction('double', { parameters: ['f64'], results: ['f64'] }, (code, x) =>
        code.get(x).get(x).op('f64.add'),
      ),
      defineFunction('fourfold', { parameters: ['f64'], results: ['f64'] }, (code, x) =>
        code.get(x).call(0).call(0),
      ),
    );
    expect(functions['fourfold'](1.25)).toBe(5);
  });

  test('reads and writes memory that its host sees', () => {
    const { functions, memory } = start(
      defineFunction('addInto', { parameters: ['i32', 'f64'] }, (code, at, x) =>
        code.get(at).get(at).load('f64.load', 16).get(x).op('f64.add').store('f64.store', 16),
      ),
    );
    const numbers = new Float64Array(memory);
    numbers[3] = 0.5;
    functions['addInto'](8, 0.25);
    expect(numbers[3]).toBe(0.75);
  });

  test('adds two arrays, two doubles at a time', () => {
    const { functions, memory } = start(
      defineFunction('axpy', { parameters: ['i32', 'f64'] }, (code, n, a) => {
        const at = code.local('i32');
        code.loop((again) => {
          code.get(at).get(at).load('v128.load', 1024);
          code.get(a).op('f64x2.splat').get(at).load('v128.load').op('f64x2.mul', 'f64x2.add');
          code.store('v128.store', 1024);
          code.get(at).i32(16).op('i32.add').tee(at).get(n).op('i32.lt_u').branchIf(again);
        });
      }),
    );
    const x = new Float64Array(memory, 0, 6).map((_, k) => k / 3);
    new Float64Array(memory, 0, 6).set(x);
    const y = new Float64Array(memory, 1024, 6);
    y.fill(7);
    functions['axpy'](48, 0.1);
    expect([...y]).toEqual([...x].map((v) => 7 + 0.1 * v));
  });

  test('works on memory that another one lends', () => {
    const lender = start(
      defineFunction('put', { parameters: ['i32'] }, (code, x) => code.i32(8).get(x).store('i32.store')),
    );
    const borrower = instantiate(
      writeModule({
        memory: { pages: 1, lent: true },
        functions: [defineFunction('take', { results: ['i32'] }, (code) => code.i32(8).load('i32.load'))],
      }),
      lender,
    );
    lender.functions['put'](-7);
    expect(borrower?.functions['take']()).toBe(-7);
    expect(borrower?.memory).toBe(lender.memory);
  });

  test.each([
    'Compiling or instantiating WebAssembly module violates the following Content Security policy directive',
    'call to WebAssembly.Module() blocked by CSP',
  ])('is not started where a policy forbids it: %s', (message) => {
    const host = globalThis as { WebAssembly?: unknown };
    const { WebAssembly: engine } = host;
    try {
      host.WebAssembly = {
        Module: function Module() {
          throw Object.assign(new Error(message), { name: 'CompileError' });
        },
      };
      expect(instantiate(writeModule({ functions: [] }))).toBeNull();
      host.WebAssembly = undefined;
      expect(instantiate(writeModule({ functions: [] }))).toBeNull();
    } finally {
      host.WebAssembly = engine;
    }
  });

  test('that is none is told by the engine', () => {
    const broken = defineFunction('f', { results: ['i32'] }, (code) => code.f64(1));
    expect(() => writeAndStart(broken)).toThrow(/type|expected/i);
  });
});

const writeAndStart = (...functions: FunctionDefinition[]) => instantiate(writeModule({ functions }));

describe('instructions', () => {
  test.each<[Instruction, (a: number, b: number) => number]>([
    ['i32.add', (a, b) => (a + b) | 0],
    ['i32.sub', (a, b) => (a - b) | 0],
    ['i32.mul', Math.imul],
    ['i32.and', (a, b) => a & b],
    ['i32.or', (a, b) => a | b],
    ['i32.xor', (a, b) => a ^ b],
    ['i32.shl', (a, b) => a << b],
    ['i32.shr_s', (a, b) => a >> b],
    ['i32.shr_u', (a, b) => (a >>> b) | 0],
    ['i32.eq', (a, b) => Number(a === b)],
    ['i32.ne', (a, b) => Number(a !== b)],
    ['i32.lt_s', (a, b) => Number(a < b)],
    ['i32.lt_u', (a, b) => Number(a >>> 0 < b >>> 0)],
    ['i32.le_s', (a, b) => Number(a <= b)],
    ['i32.le_u', (a, b) => Number(a >>> 0 <= b >>> 0)],
    ['i32.gt_s', (a, b) => Number(a > b)],
    ['i32.gt_u', (a, b) => Number(a >>> 0 > b >>> 0)],
    ['i32.ge_s', (a, b) => Number(a >= b)],
    ['i32.ge_u', (a, b) => Number(a >>> 0 >= b >>> 0)],
    ['i32.rotl', (a, b) => (a << b) | (a >>> -b)],
  ])('%s is what JavaScript computes', (instruction, expected) => {
    const f = start(binary('i32', instruction)).functions['f'];
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(f(a, b)).toBe(expected(a, b));
        expect(f(a, a)).toBe(expected(a, a));
      }),
      { seed: 1 },
    );
  });

  test.each<[Instruction, (a: number, b: number) => number]>([
    ['f64.add', (a, b) => a + b],
    ['f64.sub', (a, b) => a - b],
    ['f64.mul', (a, b) => a * b],
    ['f64.div', (a, b) => a / b],
    ['f64.min', Math.min],
    ['f64.max', Math.max],
  ])('%s is what JavaScript computes', (instruction, expected) => {
    const f = start(binary('f64', instruction)).functions['f'];
    fc.assert(
      fc.property(fc.double(), fc.double(), (a, b) => {
        expect(f(a, b)).toBe(expected(a, b));
      }),
      { seed: 1 },
    );
  });

  test.each<[Instruction, (a: number, b: number) => number]>([
    ['f64x2.add', (a, b) => a + b],
    ['f64x2.sub', (a, b) => a - b],
    ['f64x2.mul', (a, b) => a * b],
    ['f64x2.div', (a, b) => a / b],
    ['f64x2.min', Math.min],
    ['f64x2.max', Math.max],
    ['f64x2.pmin', (a, b) => (b < a ? b : a)],
    ['f64x2.pmax', (a, b) => (a < b ? b : a)],
  ])('%s works on both lanes', (instruction, expected) => {
    const { functions, memory } = start(
      defineFunction('f', {}, (code) =>
        code
          .i32(0)
          .i32(0)
          .load('v128.load')
          .i32(0)
          .load('v128.load', 16)
          .op(instruction)
          .store('v128.store', 32),
      ),
    );
    const lanesOf = new Float64Array(memory, 0, 6);
    lanesOf.set([1.5, -2, 0.25, 3]);
    functions['f']();
    expect([...lanesOf.subarray(4)]).toEqual([expected(1.5, 0.25), expected(-2, 3)]);
  });

  test.each<[Instruction, (a: number, b: number) => number]>([
    ['f32x4.add', (a, b) => a + b],
    ['f32x4.sub', (a, b) => a - b],
    ['f32x4.mul', (a, b) => a * b],
    ['f32x4.div', (a, b) => a / b],
    ['f32x4.min', Math.min],
    ['f32x4.max', Math.max],
  ])('%s works on four lanes', (instruction, expected) => {
    const { functions, memory } = start(
      defineFunction('f', {}, (code) =>
        code
          .i32(0)
          .i32(0)
          .load('v128.load')
          .i32(0)
          .load('v128.load', 16)
          .op(instruction)
          .store('v128.store', 32),
      ),
    );
    const lanesOf = new Float32Array(memory, 0, 12);
    const a = [1.5, -2, 0.1, 8].map(Math.fround);
    const b = [0.25, 3, 0.7, -4].map(Math.fround);
    lanesOf.set([...a, ...b]);
    functions['f']();
    expect([...lanesOf.subarray(8)]).toEqual(a.map((v, k) => Math.fround(expected(v, b[k]))));
  });

  test('a comparison of lanes selects bits', () => {
    const { functions, memory } = start(
      defineFunction('clip', {}, (code) => {
        const v = code.local('v128');
        code.i32(0).load('v128.load').set(v);
        code.i32(16).f64x2(1).get(v).get(v).f64x2(1).op('f64x2.gt', 'v128.bitselect').store('v128.store');
      }),
    );
    const f = new Float64Array(memory, 0, 4);
    f.set([0.5, 1.5]);
    functions['clip']();
    expect([...f.subarray(2)]).toEqual([0.5, 1]);
  });

  test('a hash of four lanes is that of one', () => {
    // a multiply, xor and shift round as counter-based generators use them
    const { functions, memory } = start(
      defineFunction('round', {}, (code) => {
        const v = code.local('v128');
        code.i32(0).load('v128.load').i32x4(0x9e3779b9).op('i32x4.mul').set(v);
        code.i32(16).get(v).get(v).i32(15).op('i32x4.shr_u', 'v128.xor').store('v128.store');
      }),
    );
    const words = new Uint32Array(memory, 0, 8);
    words.set([1, 0xffffffff, 12345, 0]);
    functions['round']();
    const one = (x: number): number => {
      const m = Math.imul(x, 0x9e3779b9);
      return (m ^ (m >>> 15)) >>> 0;
    };
    expect([...words.subarray(4)]).toEqual([...words.subarray(0, 4)].map(one));
  });

  /** [takes, gives] of every instruction, from its name; so that none stands with the wrong byte. */
  const shape = (name: string): [ValueType[], ValueType[]] => {
    const [of = '', what = ''] = name.split('.');
    const type = (of.includes('x') || of === 'v128' ? 'v128' : of) as ValueType;
    if (name === 'v128.any_true') return [['v128'], ['i32']];
    if (what === 'splat') {
      const scalar = { i32x4: 'i32', i64x2: 'i64', f32x4: 'f32', f64x2: 'f64' } as const;
      return [[scalar[of as keyof typeof scalar]], ['v128']];
    }
    if (what === 'bitselect') return [['v128', 'v128', 'v128'], ['v128']];
    if (type === 'v128' && /^sh[lr]/.test(what)) return [['v128', 'i32'], ['v128']];
    const from = what.match(/_(i32|i64|f32|f64)(_|$)/);
    if (from && type !== 'v128') return [[from[1] as ValueType], [type]];
    const unary =
      /^(clz|ctz|popcnt|abs|neg|ceil|floor|trunc|nearest|sqrt|not|eqz|extend8_s|extend16_s|trunc_sat.*|convert.*|demote.*|promote.*)$/;
    const compares = /^(eqz?|ne|[lg][te](_[su])?)$/;
    const gives = compares.test(what) && type !== 'v128' ? 'i32' : type;
    return [unary.test(what) ? [type] : [type, type], [gives]];
  };
  test.each(Code.instructions.filter((name) => name.includes('.')))('%s validates with its types', (name) => {
    const [takes, gives] = shape(name);
    const body = defineFunction('f', {}, (code) => {
      const memory: Record<ValueType, Load> = {
        i32: 'i32.load',
        i64: 'i64.load',
        f32: 'f32.load',
        f64: 'f64.load',
        v128: 'v128.load',
      };
      const store = memory[gives[0]].replace('load', 'store') as Store;
      code.i32(0);
      for (const type of takes) code.i32(0).load(memory[type]);
      code.op(name).store(store);
    });
    expect(() => start(body)).not.toThrow();
  });

  test('lanes are read and replaced', () => {
    const { functions } = start(
      defineFunction('f', { parameters: ['f64', 'f64'], results: ['f64'] }, (code, a, b) =>
        code
          .get(a)
          .op('f64x2.splat')
          .get(b)
          .lane('f64x2.replace_lane' satisfies LaneInstruction, 1)
          .lane('f64x2.extract_lane', 1)
          .get(a)
          .op('f64.sub'),
      ),
    );
    expect(functions['f'](2, 5)).toBe(3);
  });

  test('a shuffle takes bytes from two vectors', () => {
    const { functions, memory } = start(
      defineFunction('interleave', {}, (code) => {
        code.i32(32).i32(0).load('v128.load').i32(16).load('v128.load');
        code.shuffle([0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23]).store('v128.store');
      }),
    );
    const words = new Uint32Array(memory, 0, 12);
    words.set([1, 2, 3, 4, 5, 6, 7, 8]);
    functions['interleave']();
    expect([...words.subarray(8)]).toEqual([1, 5, 2, 6]);
  });
});
