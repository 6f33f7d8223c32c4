import type { PatternSet } from './pattern-set.ts';
import { inputsFromPicture, switchNames } from './picture.ts';

// Meter divisions wanted for T, G and F. The meter swings 60 divisions for one volt of the sum.
const DIVISIONS = 60;

/**
 * The patterns of 1960: T, G and F, each as it stands and shifted right by one column,
 * to be told apart by the meter: +60, 0 and -60 divisions.
 * Shown in this order the cyclic learning curves of history.md section 1 come out.
 */
export const tgf: PatternSet = {
  name: 'tgf',
  title: 'T, G and F of 1960, with copies shifted right',
  inputs: 16,
  inputNames: switchNames(16),
  outputs: 1,
  fullScale: DIVISIONS,
  unitOfD: 'divisions',
  grid: { rows: 4, columns: 4 },
  source:
    'found: Hagan, Demuth & Beale, Neural Network Design, chapter 10, problem and demonstration on the patterns of Widrow & Hoff 1960; the bitmaps are their redrawing',
  rows: [
    letter('T', '###. .#.. .#.. .#..', +DIVISIONS),
    letter('T shifted', '.### ..#. ..#. ..#.', +DIVISIONS),
    letter('G', '###. #... ###. ###.', 0),
    letter('G shifted', '.### .#.. .### .###', 0),
    letter('F', '###. ##.. #... #...', -DIVISIONS),
    letter('F shifted', '.### .##. .#.. .#..', -DIVISIONS),
  ],
};

function letter(name: string, picture: string, divisions: number) {
  return { name, x: inputsFromPicture(picture), d: Float64Array.of(divisions) };
}
