/** The words of a command line, brought to the command that they name. */
import { InputError } from '../data/input-error.ts';
import { printable, quoted } from '../data/quoted.ts';
import { suggest } from '../data/suggest.ts';
import { commandHelp, commandNames, generalHelp, isCommand, isLater, laterCommands } from './help.ts';
import { exit, type Io } from './io.ts';
import { packageVersion } from './package.ts';

/**
 * Runs one command.
 * @param argv  words after the program's name
 * @returns     0 done, 1 a check failed, 2 the words or the input are wrong, 130 after Ctrl-C
 */
export async function adaline(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.err(`adaline: ${printable(error.message)}\n`);
    return exit.wrong;
  }
}

async function dispatch([command, ...words]: readonly string[], io: Io): Promise<number> {
  switch (command) {
    case undefined:
      throw new InputError(`command: found none, expected ${listed}; adaline --help tells what they do.`);
    case '--version':
    case '-v':
      io.out(`${packageVersion()}\n`);
      return exit.done;
    case '--help':
    case '-h':
    case 'help':
      return help(words, io);
  }
  if (isLater(command)) return notBuilt(command);
  if (!isCommand(command)) throw unknownCommand(command);
  // every machine of the catalogue is at hand from here on
  await import('../../circuits/index.ts');
  if (asksForHelp(words)) {
    io.out(commandHelp(command));
    return exit.done;
  }
  switch (command) {
    case 'list':
      return (await import('./list.ts')).list(words, io);
    case 'run':
      return (await import('./run.ts')).run(words, io);
    case 'export':
      return (await import('./export.ts')).exportCircuit(words, io);
    case 'verify':
      return (await import('./verify.ts')).verify(words, io);
    case 'serve':
      return (await import('./serve.ts')).serve(words, io);
  }
}

const listed = `${commandNames.slice(0, -1).join(', ')} or ${commandNames.at(-1)}`;

function help([command]: readonly string[], io: Io): number {
  if (command === undefined || command.startsWith('-')) io.out(generalHelp());
  else if (isLater(command)) return notBuilt(command);
  else if (isCommand(command)) io.out(commandHelp(command));
  else throw unknownCommand(command);
  return exit.done;
}

/** Help wins over whatever else was typed, but not over words that are data. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

function notBuilt(command: string): never {
  throw new InputError(`${command}: not built yet; this version has ${listed}.`);
}

function unknownCommand(word: string): InputError {
  const what = word.startsWith('-') ? 'option' : 'command';
  const near = suggest(word, [...commandNames, ...laterCommands, '--help', '--version']);
  const remedy = near === null ? 'see adaline --help.' : `did you mean ${near}?`;
  return new InputError(`${what}: found ${quoted(word)}, expected ${listed}; ${remedy}`);
}
