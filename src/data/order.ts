import { checkSeed, stream, uniformInteger } from './random.ts';

/** Orders of presentation, the words that `--order` takes. */
export const orders = ['cyclic', 'shuffled', 'random'] as const;

/**
 * cyclic: the rows as they stand, epoch after epoch. shuffled: a new permutation every epoch.
 * random: any row each time, drawn with replacement.
 */
export type Order = (typeof orders)[number];

/** Which row a presentation shows. */
export interface PresentationOrder {
  readonly order: Order;
  readonly count: number;
  readonly seed: number;
  /**
   * The row shown at a presentation, both counted from 0: a pure function of the order, the seed and
   * the presentation, so that a run can be rewound to anywhere. Walking through an epoch costs O(1)
   * a presentation; jumping into another epoch of a shuffled order costs its permutation, O(count).
   */
  rowAt(presentation: number): number;
}

/**
 * @param count  rows of the set, at least 1
 * @param seed   whole number, 0 to 2^53 - 1; unread by `cyclic`
 * @throws RangeError when count or seed is out of range
 */
export function presentationOrder(order: Order, count: number, seed: number): PresentationOrder {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`presentationOrder: found ${count} rows, expected at least 1.`);
  }
  checkSeed(seed);
  return { order, count, seed, rowAt: rowChooser(order, count, seed) };
}

/**
 * The permutation of one epoch: Fisher-Yates, its draw i being number epoch * count + i of the stream.
 * @returns rows in the order shown, shape [count]
 * @see  Durstenfeld, "Algorithm 235: Random permutation", CACM 7(7), 1964
 */
export function shuffledRows(count: number, seed: number, epoch: number): Uint32Array {
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  for (let last = count - 1; last > 0; last--) {
    const other = uniformInteger(seed, stream.shuffledOrder, epoch * count + last, last + 1);
    const shown = rows[last]!;
    rows[last] = rows[other]!;
    rows[other] = shown;
  }
  return rows;
}

function rowChooser(order: Order, count: number, seed: number): (presentation: number) => number {
  switch (order) {
    case 'cyclic':
      return (presentation) => presentation % count;
    case 'random':
      return (presentation) => uniformInteger(seed, stream.randomOrder, presentation, count);
    case 'shuffled': {
      // Only the permutation of the epoch last asked for is kept; it changes no answer.
      let epoch = -1;
      let rows: Uint32Array = new Uint32Array(0);
      return (presentation) => {
        const wanted = Math.floor(presentation / count);
        if (wanted !== epoch) {
          rows = shuffledRows(count, seed, wanted);
          epoch = wanted;
        }
        return rows[presentation - wanted * count]!;
      };
    }
  }
}
