/**
 * Stochastic pulse trains: the product of two numbers as coincidences. Every line sends pulses at
 * random, the more the larger its number; a device between two lines takes one step wherever both
 * send one. Over BL slots the steps add up, in the mean, to lr x d.
 *
 * @see Gokmen & Vlasov, Front. Neurosci. 10:333, 2016
 */
import { purposes, threefry } from '../../base/random.ts';
import type { PulsedArray } from './array.ts';

/** Slots of a train where nothing else is said. */
export const TRAIN_LENGTH = 31;

/** Which line sends, and when. */
export interface TrainDraw {
  readonly seed: number;
  readonly line: number;
  readonly presentation: number;
}

/** Slots, and pulses per unit of x and of d. */
export interface TrainPlan {
  readonly length: number;
  readonly gainX: number;
  readonly gainD: number;
}

/** What the trains of an update have to carry. */
export interface TrainDemand {
  readonly learningRate: number;
  /** mean step of the devices; the trains are scaled by it */
  readonly dwMin: number;
  /** slots of a train, at most 31 */
  readonly length: number;
  /**
   * false: always all slots, and A = B. true: update management, the train is no longer than the
   * largest product needs, and both sides' largest numbers get the same probability
   */
  readonly managed: boolean;
}

/**
 * Plans the trains of one update.
 *   A = B = sqrt(lr / (dwMin BL)); managed: BL = ceil(lr max|x| max|d| / dwMin), held within 1 and
 *   length, A = sqrt(lr / (dwMin BL)) m, B = sqrt(lr / (dwMin BL)) / m, m = sqrt(max|d| / max|x|)
 * Where A |x| is above 1 the train is full and the step falls short: the learning rate is more than
 * the train can carry.
 * @see Gokmen & Vlasov 2016, eqs. 2 to 4; Gokmen, Onen & Haensch, Front. Neurosci. 11:538, 2017 (managed)
 */
export function trainPlan(demand: TrainDemand, mostX: number, mostD: number): TrainPlan {
  const { learningRate, dwMin, managed } = demand;
  const needed = Math.ceil((learningRate * mostX * mostD) / dwMin);
  const length = managed ? Math.min(demand.length, Math.max(1, needed)) : demand.length;
  const gain = Math.sqrt(learningRate / (dwMin * length));
  const balance = managed && mostX > 0 && mostD > 0 ? Math.sqrt(mostD / mostX) : 1;
  return { length, gainX: gain * balance, gainD: gain / balance };
}

/**
 * One line's pulses as bits, slot 0 lowest. Slot k of a line is a draw of its own.
 * @param probability of a pulse in a slot; 1 and above sends in every slot
 * @param length      number of slots, 1 to 31
 * @param among       only these slots are drawn; the others are 0
 */
export function pulseTrain(draw: TrainDraw, probability: number, length: number, among = -1): number {
  if (!(length >= 1 && length <= 31)) throw new RangeError(`pulse train: 1 to 31 slots, got ${length}.`);
  const all = length === 31 ? 0x7fffffff : (1 << length) - 1;
  const asked = among & all;
  if (!(probability > 0)) return 0;
  if (probability >= 1) return asked;
  const threshold = probability * 4294967296;
  let bits = 0;
  for (let slot = 0; slot < length; slot += 2) {
    if (((asked >>> slot) & 3) === 0) continue;
    const words = threefry(draw.seed, purposes.pulseTrain, draw.line, draw.presentation * 16 + (slot >>> 1));
    if (words[0]! + 0.5 < threshold) bits |= 1 << slot;
    if (words[1]! + 0.5 < threshold) bits |= 2 << slot;
  }
  return bits & asked;
}

/** What an outer-product update needs besides its two vectors. */
export interface OuterProduct extends TrainDemand {
  readonly seed: number;
  readonly presentation: number;
}

/**
 * w += lr d x' in stochastic pulses, on an array whose rows are driven by d and columns by x.
 * Slot k of presentation p is the array's pulse number 32 p + k.
 * @param x shape [columns]
 * @param d shape [rows]
 * @returns the number of steps that devices took
 */
export function updateByCoincidence(
  array: PulsedArray,
  x: Float64Array,
  d: Float64Array,
  update: OuterProduct,
): number {
  const { rows, columns, directions } = array;
  if (x.length !== columns || d.length !== rows)
    throw new RangeError(
      `pulsed array: ${rows} x ${columns} expects ${rows} d and ${columns} x, got ${d.length} and ${x.length}.`,
    );
  const { seed, presentation } = update;
  const most = (v: Float64Array): number => v.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const { length, gainX, gainD } = trainPlan(update, most(x), most(d));
  const train = (probability: number, line: number, among: number): number =>
    pulseTrain({ seed, line, presentation }, Math.abs(probability), length, among);
  const rowTrains = Int32Array.from(d, (v, r) => train(gainD * v, columns + r, -1));
  const some = rowTrains.reduce((bits, train) => bits | train, 0);
  const columnTrains = Int32Array.from(x, (v, c) => train(gainX * v, c, some));
  let steps = 0;
  for (let slot = 0; slot < length; slot++) {
    if (((some >>> slot) & 1) === 0) continue;
    directions.fill(0);
    let coincidences = 0;
    for (let r = 0; r < rows; r++) {
      if (((rowTrains[r]! >>> slot) & 1) === 0) continue;
      for (let c = 0; c < columns; c++) {
        if (((columnTrains[c]! >>> slot) & 1) === 0) continue;
        directions[r * columns + c] = x[c]! > 0 === d[r]! > 0 ? 1 : -1;
        coincidences++;
      }
    }
    if (coincidences > 0) array.pulse(presentation * 32 + slot);
    steps += coincidences;
  }
  return steps;
}
