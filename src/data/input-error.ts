/**
 * The words or the file of the user are wrong. The message is one line that names what was found,
 * what was expected and what to do; a command that meets it ends with exit 2.
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}
