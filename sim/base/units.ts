/** SI units, named where they are used so that a signature says what a number is. */
export type Seconds = number;
export type Volts = number;
export type Amperes = number;
export type Ohms = number;
export type Siemens = number;
export type Coulombs = number;
export type Farads = number;
export type Joules = number;
