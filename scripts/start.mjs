// npm start: installs what is missing, builds when a source has changed, serves the lab on this machine.
import { parseArgs } from 'node:util';
import { buildSiteIfStale } from './lib/build.mjs';
import { serveSite } from './lib/serve.mjs';

const defaultPort = 4173;

try {
  const port = requestedPort();
  if (!(await buildSiteIfStale())) throw new Error('The build failed; see its messages above.');
  const { address, close } = await serveSite({ port, attempts: 50 });
  console.log(`adaline-lab is open at ${address} (Ctrl-C stops it)`);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @returns {number} */
function requestedPort() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: String(defaultPort) } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`--port is ${values.port}; it takes a whole number from 1 to 65535.`);
  }
  return port;
}
