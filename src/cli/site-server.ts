/** The static server of the bench; scripts/lib/serve.mjs uses it as well. It listens on this machine only. */
import { createServer, type Server } from 'node:http';
import sirv from 'sirv';

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

export interface ServeOptions {
  /** folder of the built site */
  readonly folder: string;
  /** first port to try; 0 takes any free one */
  readonly port?: number;
  /** how many ports to try, counting up */
  readonly attempts?: number;
  /** sub-path to serve under, begins and ends with a slash */
  readonly basePath?: string;
}

/**
 * Serves the built site.
 * @returns its address, which ends with a slash, and what ends it
 * @throws  Error of node:net when no port was free
 */
export async function serveSite({ folder, port = 0, attempts = 1, basePath = '/' }: ServeOptions): Promise<{
  readonly address: string;
  readonly close: () => Promise<void>;
}> {
  const serveFile = sirv(folder, {
    dev: true,
    etag: true,
    setHeaders: (response) => {
      response.setHeader('Content-Security-Policy', contentSecurityPolicy);
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
  const server = createServer((request, response) => {
    const notFound = (): void => {
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

/** @returns the port that was free */
async function listen(server: Server, port: number, attempts: number): Promise<number> {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(candidate, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const last = candidate + 1 >= port + attempts || candidate >= 65535;
      if (code !== 'EADDRINUSE' || last) throw error;
    }
  }
}
