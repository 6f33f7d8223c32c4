import { createServer } from 'node:http';
import { siteFolder } from './project.mjs';

/** What the page may do: its own scripts and WebAssembly, no code from strings, no other host. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the built site on this machine only.
 * @param {object} [options]
 * @param {number} [options.port] first port to try; 0 takes any free one
 * @param {number} [options.attempts] how many ports to try, counting up
 * @param {string} [options.basePath] sub-path to serve under, begins and ends with a slash
 * @returns {Promise<{ address: string, close: () => Promise<void> }>} address ends with a slash
 */
export async function serveSite({ port = 0, attempts = 1, basePath = '/' } = {}) {
  // Imported late: start.mjs runs before sirv is installed.
  const { default: sirv } = await import('sirv');
  const serveFile = sirv(siteFolder, {
    dev: true,
    etag: true,
    setHeaders: (response) => {
      response.setHeader('Content-Security-Policy', contentSecurityPolicy);
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
  const server = createServer((request, response) => {
    const notFound = () => {
      response.statusCode = 404;
      response.end('Not found\n');
    };
    if (!request.url?.startsWith(basePath)) return notFound();
    request.url = request.url.slice(basePath.length - 1);
    serveFile(request, response, notFound);
  });
  const takenPort = await listen(server, port, attempts);
  return {
    address: `http://127.0.0.1:${takenPort}${basePath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A browser keeps its connections open, and close() alone would wait for them.
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {number} attempts
 * @returns {Promise<number>} the port that was free
 */
async function listen(server, port, attempts) {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(candidate, '127.0.0.1', () => {
          server.off('error', reject);
          resolve(undefined);
        });
      });
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    } catch (error) {
      const code = /** @type {NodeJS.ErrnoException} */ (error).code;
      const last = candidate + 1 >= port + attempts || candidate >= 65535;
      if (code !== 'EADDRINUSE' || last) throw error;
    }
  }
}
