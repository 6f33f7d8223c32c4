import { type DataSet, inputNames, rowsOf } from './data-set.ts';

interface Law {
  readonly name: string;
  readonly title: string;
  readonly inputs: number;
  /** Whether the output is +1, given how many inputs are +1. All laws here are symmetric. */
  readonly holds: (ones: number) => boolean;
}

const laws: readonly Law[] = [
  ...gates(2, ''),
  { name: 'xor', title: 'Exclusive or of 2 inputs', inputs: 2, holds: (ones) => ones === 1 },
  { name: 'xnor', title: 'Equality of 2 inputs', inputs: 2, holds: (ones) => ones !== 1 },
  ...gates(3, '3'),
  { name: 'majority3', title: 'Majority of 3 inputs', inputs: 3, holds: (ones) => ones >= 2 },
  { name: 'parity3', title: 'Odd parity of 3 inputs', inputs: 3, holds: (ones) => ones % 2 === 1 },
  ...gates(4, '4'),
  { name: 'parity4', title: 'Odd parity of 4 inputs', inputs: 4, holds: (ones) => ones % 2 === 1 },
];

/** Names of the truth tables, in the order in which they are listed. */
export const truthTableNames: readonly string[] = laws.map((law) => law.name);

/** Other words for some of them. */
export const truthTableAliases: Readonly<Record<string, string>> = {
  and2: 'and',
  or2: 'or',
  nand2: 'nand',
  nor2: 'nor',
  xor2: 'xor',
  xnor2: 'xnor',
  parity2: 'xor',
  maj3: 'majority3',
  xor3: 'parity3',
  xor4: 'parity4',
};

/**
 * The truth table of a logic function over +1 and -1, rows counted with the last input fastest:
 * (-,-), (-,+), (+,-), (+,+). A row is named by its signs, such as '-+'.
 * @param name  one of `truthTableNames` or of the aliases
 * @returns null when the name is neither
 */
export function truthTable(name: string): DataSet | null {
  const canonical = Object.hasOwn(truthTableAliases, name) ? truthTableAliases[name] : name;
  const law = laws.find((candidate) => candidate.name === canonical);
  return law === undefined ? null : tabulate(law);
}

function gates(inputs: number, suffix: string): Law[] {
  return [
    { name: `and${suffix}`, title: `And of ${inputs} inputs`, inputs, holds: (ones) => ones === inputs },
    { name: `or${suffix}`, title: `Or of ${inputs} inputs`, inputs, holds: (ones) => ones > 0 },
    { name: `nand${suffix}`, title: `Not-and of ${inputs} inputs`, inputs, holds: (ones) => ones < inputs },
    { name: `nor${suffix}`, title: `Not-or of ${inputs} inputs`, inputs, holds: (ones) => ones === 0 },
  ];
}

function tabulate({ name, title, inputs, holds }: Law): DataSet {
  const count = 2 ** inputs;
  const x = new Float64Array(count * inputs);
  const d = new Float64Array(count);
  const names: string[] = [];
  for (let row = 0; row < count; row++) {
    const bits = row.toString(2).padStart(inputs, '0');
    for (let i = 0; i < inputs; i++) x[row * inputs + i] = bits[i] === '1' ? 1 : -1;
    d[row] = holds(bits.replaceAll('0', '').length) ? 1 : -1;
    names.push(bits.replaceAll('0', '-').replaceAll('1', '+'));
  }
  return {
    name,
    title,
    inputs,
    inputNames: inputNames(inputs),
    rows: rowsOf(count, inputs, x, 1, d, (row) => names[row]!),
    outputs: 1,
    fullScale: 1,
    source: 'computed: the definition of the logic function, over +1 and -1',
  };
}
