/** Colours by their one meaning each: hardware is copper, the ideal is blue. Never colour alone. */
export interface Paint {
  readonly hardware: (text: string) => string;
  readonly ideal: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly warn: (text: string) => string;
}

const wrapped =
  (code: string) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;
const plain = (text: string): string => text;

export const paint = (colour: boolean): Paint =>
  colour
    ? {
        hardware: wrapped('38;5;166'),
        ideal: wrapped('38;5;33'),
        strong: wrapped('1'),
        quiet: wrapped('2'),
        warn: wrapped('38;5;172'),
      }
    : { hardware: plain, ideal: plain, strong: plain, quiet: plain, warn: plain };
