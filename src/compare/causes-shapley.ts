/**
 * Shapley values: how a result that several players bring about together is shared out among them.
 * Each gets what it adds to the others, averaged over every order in which all of them could come.
 *
 *   share_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))
 *
 * The shares add up to v(all) - v(none); a player that adds nothing gets nothing; two that are
 * alike get the same.
 * @see Shapley, "A value for n-person games", Contributions to the Theory of Games II, 1953
 */

/** Beyond this the 2^n sets are too many. */
const MOST_PLAYERS = 20;

/**
 * The exact Shapley values.
 * @param players  n, 0 to 20
 * @param worth    v of a set of players; bit i of its number stands for player i. Called for all 2^n sets
 * @returns        n shares, in the unit of v
 * @throws         RangeError for more players than can be enumerated
 */
export function shapleyValues(players: number, worth: (set: number) => number): Float64Array {
  if (!(players >= 0 && players <= MOST_PLAYERS))
    throw new RangeError(`shapley: got ${players} players, expected 0 to ${MOST_PLAYERS}; join some.`);
  const sets = 2 ** players;
  const values = Float64Array.from({ length: sets }, (_, set) => worth(set));
  // 1 / (n C(n - 1, k)): the share of the orders in which exactly a given k of the others come before
  const weights = new Float64Array(players);
  let choose = 1;
  for (let k = 0; k < players; k++) {
    weights[k] = 1 / (players * choose);
    choose = (choose * (players - 1 - k)) / (k + 1);
  }
  const shares = new Float64Array(players);
  for (let set = 0; set < sets; set++) {
    const weight = weights[countBits(set)];
    if (weight === undefined) continue; // everybody is in: nobody is left to come
    for (let i = 0; i < players; i++) {
      const bit = 1 << i;
      if ((set & bit) === 0) shares[i] = shares[i]! + weight * (values[set | bit]! - values[set]!);
    }
  }
  return shares;
}

function countBits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}
