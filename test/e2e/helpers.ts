import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { ensureChromium, launchArguments } from '../../scripts/lib/chromium.mjs';
import { siteFolder } from '../../scripts/lib/project.mjs';
import { serveSite } from '../../scripts/lib/serve.mjs';

export interface OpenOptions {
  /** Address fragment, with or without the leading `#`. */
  readonly hash?: string;
  /** Viewport width in CSS pixels, 1440 unless told. */
  readonly width?: number;
  /** Viewport height in CSS pixels, 900 unless told. */
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  readonly reducedMotion?: boolean;
  /** Further settings of Playwright's browser context. */
  readonly context?: BrowserContextOptions;
}

export interface OpenedPage {
  readonly page: Page;
  /** What went wrong so far: exceptions, console errors, failed requests, requests to other hosts. */
  readonly problems: readonly string[];
  /** Every response's address, in order. */
  readonly fetched: readonly string[];
}

export interface SiteInChromium {
  /** Where the site is served, ends with a slash; known once the tests run. */
  readonly address: string;
  /** Opens the site in a fresh browser context, which is closed after the test. */
  open(options?: OpenOptions): Promise<OpenedPage>;
}

/**
 * Serves dist/site on a free port and starts one Chromium for the tests of a file. Call it once, at the top.
 * @param basePath sub-path to serve the site under, begins and ends with a slash
 */
export function siteInChromium(basePath = '/'): SiteInChromium {
  let browser: Browser | undefined;
  let server: Awaited<ReturnType<typeof serveSite>> | undefined;

  beforeAll(async () => {
    if (!existsSync(join(siteFolder, 'index.html'))) {
      throw new Error('dist/site/index.html is missing: run npm run build and see why it fails.');
    }
    server = await serveSite({ basePath });
    browser = await chromium.launch({ executablePath: await ensureChromium(), args: launchArguments });
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  return {
    get address() {
      return running(server).address;
    },
    async open({
      hash = '',
      width = 1440,
      height = 900,
      theme = 'light',
      reducedMotion = true,
      context,
    } = {}) {
      const { address } = running(server);
      const browserContext = await running(browser).newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        ...context,
      });
      const page = await browserContext.newPage();
      const problems: string[] = [];
      const fetched: string[] = [];
      page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      page.on('response', (response) => {
        fetched.push(response.url());
        if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
      });
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(data|blob):/.test(url)) problems.push(`other host: ${url}`);
      });
      await page.goto(address + hash.replace(/^#?(?=.)/, '#'), { waitUntil: 'load' });
      return { page, problems, fetched };
    },
  };
}

/**
 * Runs axe-core on the page. Its source is evaluated through the debugger, which the page's content security
 * policy does not bind.
 * @returns one line for each violation, with the elements concerned
 */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(readFileSync(axeFile, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run();
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
  });
}

function running<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('The site is not served yet: use it inside a test.');
  return thing;
}
