import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { siteFolder } from '../scripts/lib/project.mjs';

// Issue 2: "first view at most 150 kB gzip of scripts and styles"; kB is 1000 bytes.
const firstViewLimit = 150_000;

interface FirstView {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  readonly workers: readonly string[];
}

/**
 * Finds what the page fetches before anybody does anything, by reading the built files: the scripts and styles
 * that index.html names, what those import statically, and the workers that they start. Chunks behind `import()`
 * are not followed.
 */
function firstView(): FirstView {
  const html = readFileSync(join(siteFolder, 'index.html'), 'utf8');
  const scripts = new Set<string>();
  const workers = new Set<string>();

  function follow(file: string, found: Set<string>): void {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(join(siteFolder, file), 'utf8');
    for (const imported of staticImports(text)) follow(join(file, '..', imported), found);
    for (const worker of workersStarted(text)) follow(worker, workers);
  }

  const scriptTags = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g)].map((match) => match[1]!);
  const preloads = [...html.matchAll(/<link\b[^>]*\brel="modulepreload"[^>]*>/g)].map((match) =>
    hrefOf(match[0]),
  );
  const styles = [...html.matchAll(/<link\b[^>]*\brel="stylesheet"[^>]*>/g)].map((match) => hrefOf(match[0]));
  for (const file of [...scriptTags, ...preloads]) follow(join(file), scripts);
  return { scripts: [...scripts], styles: styles.map((file) => join(file)), workers: [...workers] };
}

function hrefOf(tag: string): string {
  return /\bhref="([^"]+)"/.exec(tag)![1]!;
}

/** `import ... from "./x.js"`, `import "./x.js"`, `export ... from "./x.js"`; never `import("./x.js")`. */
function staticImports(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*["'`](\.[^"'`]+\.js)["'`]/g)].map((match) => match[1]!);
}

/** The bundler writes a worker as the address of a file of its own, beside the word Worker. */
function workersStarted(text: string): string[] {
  return [...text.matchAll(/\bWorker\([^)]*?["'`](?:\.\/|\/)?((?:assets\/)?[\w.-]+\.js)["'`]/g)].map(
    (match) => (match[1]!.startsWith('assets/') ? match[1]! : `assets/${match[1]!}`),
  );
}

function compressedBytes(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(siteFolder, file))).length, 0);
}

describe('the first view', () => {
  test(`fetches at most ${firstViewLimit / 1000} kB gzip of scripts, styles and workers`, () => {
    const { scripts, styles, workers } = firstView();
    const [script, style, worker] = [scripts, styles, workers].map(compressedBytes) as [
      number,
      number,
      number,
    ];
    console.log(`first view, gzip bytes: scripts ${script}, styles ${style}, workers ${worker}`);
    expect(scripts.length, 'scripts found in index.html').toBeGreaterThan(0);
    expect(script + style + worker).toBeLessThanOrEqual(firstViewLimit);
  });
});
