import { siteFolder } from './project.mjs';

/**
 * Serves the built site on this machine only, by the very server of `adaline serve`.
 * @param {Omit<import('../../src/cli/site-server.ts').ServeOptions, 'folder'>} [options]
 */
export async function serveSite(options = {}) {
  // Imported late: start.mjs runs before anything is installed. From the source, because the page can be
  // looked at while the library is not built.
  const { tsImport } = await import('tsx/esm/api');
  /** @type {typeof import('../../src/cli/site-server.ts')} */
  const server = await tsImport('../../src/cli/site-server.ts', import.meta.url);
  return server.serveSite({ folder: siteFolder, ...options });
}
