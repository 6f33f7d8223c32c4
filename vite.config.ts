import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { digitaljsForPages, ngspiceForPages, stdlibForPages } from './scripts/lib/page-libraries.mjs';
import { thirdPartyNotices } from './scripts/lib/third-party-notices.mjs';

const notices = thirdPartyNotices();

export default defineConfig({
  root: fileURLToPath(new URL('ui', import.meta.url)),
  // Relative addresses: the site works from any sub-path.
  base: './',
  plugins: [react(), digitaljsForPages(), notices.write()],
  worker: {
    format: 'es',
    plugins: () => [stdlibForPages(), ngspiceForPages(), notices.collect()],
  },
  build: {
    outDir: fileURLToPath(new URL('dist/site', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // A font or picture inlined as a data: address would be fetched by everybody and escape the size limit.
    assetsInlineLimit: 0,
    // Every browser that runs ES2023 modules knows modulepreload; the polyfill would be dead weight.
    modulePreload: { polyfill: false },
  },
});
