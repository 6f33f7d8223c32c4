import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { circuits } from '../../circuits/index.ts';
import { temporaryFolder, told } from './helpers.ts';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const readme = readFileSync('README.md', 'utf8');

/** Contents of the fenced blocks of one language. */
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1]!);

describe('the README', () => {
  test('has library examples of 12 lines at most that print what stands below them', () => {
    // each with the first block of plain text after it
    const examples = readme.split(/^```js\n/m).slice(1);
    expect(examples.length).toBeGreaterThan(1);
    const library = pathToFileURL(join(process.cwd(), 'src/index.ts')).href;
    examples.forEach((rest) => {
      const [example = '', after = ''] = rest.split(/^```$/m, 1).concat(rest.slice(rest.indexOf('```\n')));
      const [printed] = blocks(after, 'text');
      expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
      const file = join(temporaryFolder(), 'example.mjs');
      writeFileSync(file, example.replace("'adaline-lab'", `'${library}'`));
      expect(execFileSync(process.execPath, ['--import', tsx, file], { encoding: 'utf8' })).toBe(printed);
    });
  });

  test('shows what the command really prints', async () => {
    const sessions = blocks(readme, 'console').flatMap((block) => block.split(/^\$ npx adaline /m).slice(1));
    expect(sessions).not.toHaveLength(0);
    for (const session of sessions) {
      const end = session.indexOf('\n');
      const { out } = await told(session.slice(0, end).split(' '));
      expect(out).toBe(session.slice(end + 1));
    }
  });

  test('names folders, files and npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const [, name] of readme.matchAll(/npm run (\S+?)[`\s]/g))
      expect(scripts, name).toHaveProperty([name!]);
    const folders = [...readme.matchAll(/^\| `(\S+?)\/` \|/gm)].map(([, path]) => path!);
    expect(folders.length).toBeGreaterThan(5);
    for (const path of folders) expect(existsSync(path), path).toBe(true);
    for (const [, path] of readme.matchAll(/\]\((circuits\/\S+)\)/g))
      expect(existsSync(path!), path).toBe(true);
  });
});

describe('every command as it is written', () => {
  const stories = readdirSync('circuits')
    .map((name) => `circuits/${name}/about.md`)
    .filter((path) => existsSync(path));
  const documents = ['README.md', ...stories];
  const commands = documents.flatMap((file) =>
    blocks(readFileSync(file, 'utf8'), 'sh')
      .filter((block) => block.includes('npx adaline'))
      .map((block) => [file, block] as const),
  );

  test('is looked at in the README and in every about.md', () => {
    expect(new Set(commands.map(([file]) => file))).toEqual(new Set(documents));
    expect(documents).toHaveLength(1 + circuits.length);
  });

  test.each(commands)('of %s works', { timeout: 120_000 }, async (_, block) => {
    const home = process.cwd();
    onTestFinished(() => process.chdir(home));
    process.chdir(temporaryFolder());
    let output = '';
    for (const line of block.split('\n')) {
      const text = line.replace(/(^|\s+)#.*$/, '');
      if (!text.startsWith('npx adaline ')) {
        // printf, head and the like: what the shell makes of it
        if (text !== '')
          output += execFileSync('sh', ['-e', '-c', text], { encoding: 'utf8', stdio: 'pipe' });
        continue;
      }
      // the command runs in this process, with the words that a shell would give it
      expect(text, 'one command a line, nothing else').not.toMatch(/[;&|<>`$\\]/);
      const split = execFileSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' });
      const { code, out, err } = await told(split.split('\0').slice(2, -1));
      expect([code, err], text).toEqual([0, '']);
      output += out;
    }
    expect(output.length).toBeGreaterThan(100);
  });
});
