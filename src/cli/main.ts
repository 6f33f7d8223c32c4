#!/usr/bin/env node
/** The `adaline` command in its process: streams, signals and the exit code. */
import { adaline } from './adaline.ts';
import { processIo } from './io.ts';

// a reader that has seen enough, such as head, is no failure
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
process.exitCode = await adaline(process.argv.slice(2), processIo());
