/** What the operating system said, in words that tell what to do. */

const known: Readonly<Record<string, readonly [found: string, remedy: string]>> = {
  ENOENT: ['no such file', 'check the name and the folder'],
  ENOTDIR: ['a path through something that is no folder', 'check the path'],
  EISDIR: ['a folder', 'name a file'],
  EACCES: ['a file that you may not use', 'change its permissions or choose another'],
  EPERM: ['a file that you may not use', 'change its permissions or choose another'],
  EROFS: ['a disk that cannot be written', 'choose another folder'],
  ENOSPC: ['a full disk', 'make room or choose another folder'],
  ENAMETOOLONG: ['a name that is too long', 'choose a shorter one'],
  ELOOP: ['links that go in a circle', 'name the file itself'],
  ERR_INVALID_ARG_VALUE: ['a name with a zero byte', 'correct it'],
  EADDRINUSE: ['it in use', 'choose another'],
};

/**
 * found ..., expected ...; what to do.
 * @param error     what Node threw
 * @param expected  what would have been right
 */
export function systemMessage(error: unknown, expected: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [found, remedy] = (code && known[code]) || [`the error "${code ?? message}"`, 'choose another'];
  return `found ${found}, expected ${expected}; ${remedy}.`;
}
