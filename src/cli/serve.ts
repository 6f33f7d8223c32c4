/** adaline serve: the built bench, for a browser on this machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../data/input-error.ts';
import { readArguments, readNumber } from './arguments.ts';
import { exit, type Io } from './io.ts';
import { packageFolder } from './package.ts';
import { serveSite } from './site-server.ts';
import { systemMessage } from './system-message.ts';

const USUAL_PORT = 4173;

/** Serves until it is stopped. @returns exit code */
export async function serve(words: readonly string[], io: Io): Promise<number> {
  const { options } = readArguments(words, { command: 'serve', options: { port: 'value' }, most: 0 });
  const port = options.port === undefined ? USUAL_PORT : readPort(options.port);
  const folder = join(packageFolder(), 'dist', 'site');
  if (!existsSync(join(folder, 'index.html'))) {
    throw new InputError('serve: found no built page, expected dist/site; run npm run build first.');
  }
  // a port that was asked for is that port; otherwise any near the usual one will do
  const attempts = options.port === undefined ? 50 : 1;
  const { address, close } = await serveSite({ folder, port, attempts }).catch((error: unknown) => {
    throw new InputError(`--port ${port}: ${systemMessage(error, 'a port that is free')}`);
  });
  const stopped = new Promise<void>((resolve) => io.onStop(() => resolve()));
  io.out(`adaline-lab is open at ${address} (Ctrl-C stops it)\n`);
  await stopped;
  await close();
  return exit.done;
}

function readPort(text: string): number {
  const port = readNumber('port', text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InputError(
    `--port: found ${port}, expected a whole number from 0 to 65535 (0: any free one); change it.`,
  );
}
