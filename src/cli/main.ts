#!/usr/bin/env node
/** The `adaline` command in its process: streams, signals and the exit code. */
import { adaline } from './adaline.ts';
import { exit, processIo } from './io.ts';
import { systemMessage } from './system-message.ts';

// a reader that has seen enough, such as head, is no failure
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    if (stream === process.stdout) {
      process.stderr.write(`adaline: output: ${systemMessage(error, 'a place that takes it')}\n`);
    }
    process.exit(exit.wrong);
  });
}
process.exitCode = await adaline(process.argv.slice(2), processIo());
