// npm run build: the library and the command to dist/, the static site to dist/site.
import { build } from './lib/build.mjs';

try {
  if (!(await build())) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
