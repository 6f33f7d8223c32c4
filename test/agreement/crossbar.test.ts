import { describe, expect, test } from 'vitest';
import { Crossbar, type CrossbarDrive } from '../../sim/electrical/crossbar/crossbar.ts';
import { runWasm } from '../../sim/exchange/ngspice/wasm.ts';

const [rows, columns] = [6, 5];
const wires = { wordOhms: 3, bitOhms: 2 };
const siemens = Array.from({ length: rows * columns }, (_, k) => 1e-3 * (1 + ((k * 7) % 11)));

/** The array as a list of resistors and sources, one card for each. */
function deck({ left, right, top, bottom }: CrossbarDrive): string {
  const cards = ['crossbar'];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      cards.push(`Rd${i}_${j} w${i}_${j} b${i}_${j} ${1 / siemens[i * columns + j]!}`);
      if (j > 0) cards.push(`Rw${i}_${j} w${i}_${j - 1} w${i}_${j} ${wires.wordOhms}`);
      if (i > 0) cards.push(`Rb${i}_${j} b${i - 1}_${j} b${i}_${j} ${wires.bitOhms}`);
    }
  }
  const end = (name: string, node: string, volts: number | undefined, ohms: number): void => {
    if (volts === undefined) return;
    cards.push(`V${name} e${name} 0 ${volts}`, `R${name} e${name} ${node} ${ohms}`);
  };
  for (let i = 0; i < rows; i++) {
    end(`l${i}`, `w${i}_0`, left?.[i], wires.wordOhms);
    end(`r${i}`, `w${i}_${columns - 1}`, right?.[i], wires.wordOhms);
  }
  for (let j = 0; j < columns; j++) {
    end(`t${j}`, `b0_${j}`, top?.[j], wires.bitOhms);
    end(`m${j}`, `b${rows - 1}_${j}`, bottom?.[j], wires.bitOhms);
  }
  return [...cards, '.options reltol=1e-9 vntol=1e-15 abstol=1e-18', '.tran 1 1', '.end', ''].join('\n');
}

describe('a crossbar with wires and ngspice', () => {
  const left = [0.2, -0.1, 0.3, 0, 0.15, -0.25];
  const bottom = new Array<number>(columns).fill(0);
  const sides: readonly (readonly [string, CrossbarDrive])[] = [
    ['from the left', { left, bottom }],
    ['from both sides', { left, right: left.map((v) => v / 2), top: bottom, bottom }],
  ];
  test.each(sides)('agree on every node and on what leaves the array, driven %s', async (_, drive) => {
    const found = new Crossbar(rows, columns, wires).solve(siemens, drive);
    const { vectors } = await runWasm(deck(drive));
    const volts = (node: string): number => vectors.get(`v(${node})`)!.at(-1)!;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        // ngspice adds a conductance of 1e-12 S to each node, against a thousandth of a siemens
        expect(Math.abs(found.wordVolts[i * columns + j]! - volts(`w${i}_${j}`))).toBeLessThan(1e-9 * 0.3);
        expect(Math.abs(found.bitVolts[i * columns + j]! - volts(`b${i}_${j}`))).toBeLessThan(1e-9 * 0.3);
      }
    }
    for (let j = 0; j < columns; j++) {
      const amperes = vectors.get(`i(vm${j})`)!.at(-1)!;
      expect(Math.abs(found.bitAmperes[rows * columns + j]! - amperes)).toBeLessThan(
        1e-9 * Math.abs(amperes),
      );
    }
  });
});
