/** The text of `--help`. */

const commands = {
  list: 'what there is: circuits, rules, patterns, devices, labs',
  run: 'train a circuit beside the mathematics that it was built for',
  export: 'a circuit as SPICE, Verilog, DigitalJS, SVG or JSON',
  verify: 'our kernel against ngspice and digitaljs',
  serve: 'open the bench in a browser on this machine',
} as const;
export type Command = keyof typeof commands;
export const commandNames = Object.keys(commands) as readonly Command[];

/** Commands of the contract that are not built yet, with what they will do. */
const later = {
  sweep: 'many runs over a range of settings',
  lab: 'exercises',
  grade: 'handed-in exercises',
} as const;
export const laterCommands = Object.keys(later) as readonly (keyof typeof later)[];

export const isCommand = (word: string): word is Command => Object.hasOwn(commands, word);
export const isLater = (word: string): word is keyof typeof later => Object.hasOwn(later, word);

const lines = (entries: Readonly<Record<string, string>>): string =>
  Object.entries(entries)
    .map(([name, text]) => `  ${name.padEnd(8)}${text}`)
    .join('\n');

export const generalHelp = (): string => `adaline: a lab bench for the hardware of early neural networks

Usage: adaline COMMAND [options]

${lines(commands)}

adaline COMMAND --help tells more; adaline --version prints the version.
A first run: adaline run adaline --patterns tgf

Later, not built yet:
${lines(later)}
`;

const helpOf: Readonly<Record<Command, string>> = {
  list: `Usage: adaline list [circuits|rules|patterns|devices|labs] [--json]
       adaline list circuits CIRCUIT

Lists everything, or one kind. With the name of a circuit: every setting that
--set takes on it. --json prints the same and more as JSON, with each setting's
path, unit, default, ideal value, range and source.
`,
  run: `Usage: adaline run CIRCUIT [options]

Shows the patterns to a circuit, simulated phase by phase, and to the rule that
it was built for; prints what both learned and where they differ.

  --patterns NAME|FILE.csv   what to learn; adaline list patterns has the names
                             (default: the circuit's own). A CSV has a header;
                             the column d is desired, the others are inputs
  --rule ID                  learning rule (default alpha-lms)
  --alpha A | --mu M         step of the rule (default alpha 0.5, mu 0.05)
  --epochs N                 how often all rows are shown (default 20)
  --presentations N          instead of epochs: how many rows are shown
  --order cyclic|shuffled|random     (default cyclic)
  --gate round:LIMIT         in each round train only rows whose |sum| was below
                             LIMIT at the end of the round before
  --no-bias                  leaves the constant input out
  --init zero|random         initial weights (default zero)
  --seed S                   whole number for everything random (default 1)
  --device PRESET|FILE.csv   ideal (default), as-built, ecram, ... (see list
                             devices), or your own device: pulse,up,down
  --set PATH=VALUE           one setting; may come again. The end of a path is
                             enough where it is clear: --set gain=1e3
  --json                     prints the result as one JSON object
  --csv FILE                 writes every presentation to a file
  --vcd FILE                 writes every node, bit and weight over simulated
                             time, for a waveform viewer such as GTKWave
  --explain                  tells why hardware and ideal part: switches every
                             non-ideality off alone and on alone, and shares
                             the difference out among them (at most some 300
                             runs more)
  --measure NAME             by what --explain measures: weights (default),
                             decisions or mse
  --force                    lets --csv and --vcd overwrite the file

Examples:
  adaline run adaline --patterns tgf --device as-built
  adaline run adaline --patterns and --rule mu-lms --mu 0.1 --set gain=1e3
  adaline run knobby-adaline --alpha 1 --epochs 13
`,
  export: `Usage: adaline export CIRCUIT --format FORMAT [options] [--out FILE] [--force]

Writes a circuit in the format of another tool: to a file, or to standard
output.

  spice       a netlist that ngspice runs as it is: every part as cards, the
              clock as sources, a transient over the presentations
  verilog     the logic as Verilog-2005 with a self-checking test bench
  digitaljs   the logic as DigitalJS JSON
  json        the elaborated netlist: elements, terminals, settings
  svg         a drawing of the parts and their wires

It takes the options of adaline run that describe a run: --patterns, --rule,
--alpha, --mu, --epochs, --presentations (default here 40; 8 where a hand turns
the knobs), --order, --no-bias, --gate, --init, --seed, --device, --set.

Examples:
  adaline export adaline --format spice --patterns and --out and.cir
  ngspice -b -r and.raw and.cir
  adaline export adaline --format verilog --out adaline.v
`,
  verify: `Usage: adaline verify CIRCUIT [options]

Runs a circuit in our kernel and in independent tools on the same presentations,
and prints the largest deviation of every node, weight and decision. Exit code 1
when one is past its tolerance.

  --ngspice wasm|native      the ngspice that comes along (default), or the one
                             on the PATH
  --json                     prints everything as one JSON object

It takes the options of adaline run that describe a run (--presentations is 40
by default, 8 where a hand turns the knobs). What they leave open is verified both ways: ideal devices and as
built, timed and nulling.

Examples:
  adaline verify adaline --patterns and
  adaline verify madaline-xor --device as-built --ngspice native
`,
  serve: `Usage: adaline serve [--port P]

Serves the bench to a browser on this machine and prints its address; Ctrl-C
stops it. Without --port it takes 4173, or the next port that is free.
`,
};

export const commandHelp = (command: Command): string => helpOf[command];
