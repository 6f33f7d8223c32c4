import type { PatternSet } from './pattern-set.ts';
import { inputsFromPicture, switchNames } from './picture.ts';

/**
 * T and J in two positions and two rotations, T wanted +1 and J wanted -1, in training order.
 * Widrow's demonstration trains them with 16 weights and no bias.
 */
export const tj: PatternSet = {
  name: 'tj',
  title: 'T and J in two positions and two rotations',
  inputs: 16,
  inputNames: switchNames(16),
  outputs: 1,
  fullScale: 1,
  grid: { rows: 4, columns: 4 },
  source: "found: a public re-creation of Widrow's filmed demonstration of the knobby ADALINE",
  rows: [
    letter('T1', '###. .#.. .#.. .#..', +1),
    letter('J2', '..#. ..#. #.#. ###.', -1),
    letter('T3', '.### ..#. ..#. ..#.', +1),
    letter('J4', '...# ...# .#.# .###', -1),
    letter('T5', '.... #... #### #...', +1),
    letter('J6', '.... #### ...# ..##', -1),
    letter('T7', '#... #### #... ....', +1),
    letter('J8', '#### ...# ..## ....', -1),
  ],
};

function letter(name: string, picture: string, d: number) {
  return { name, x: inputsFromPicture(picture), d: Float64Array.of(d) };
}
