import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Variables } from '../src/config/variables.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const folders = ['docs', 'manifest', 'src', 'test'];
const papers = [
  ...readdirSync(root),
  ...folders.flatMap((folder) =>
    readdirSync(posix.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      posix.join(folder, file),
    ),
  ),
].filter((file) => file.endsWith('.md'));

function read(file: string): string {
  return readFileSync(posix.join(root, file), 'utf8');
}

/** What a paper names that doesn't exist: links, paths in backticks, npm scripts. `file` is its path from the root. */
function missing(file: string, text: string): string[] {
  const prose = text.replace(/^(```+)[\s\S]*?^\1/gm, '');
  const links = [...prose.replace(/`[^`]*`/g, '').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  const paths = [...prose.matchAll(/`((?:src|test|docs|manifest)\/[^`\s<*…]*)`/g)].map(([, path = '']) => path);
  const scripts = [...text.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, script = '']) => script);
  return [
    ...links.filter((link) => !leadsSomewhere(file, link)).map((link) => `link to ${link}`),
    ...paths.filter((path) => !existsSync(posix.join(root, path))),
    ...scripts.filter((script) => !Object.hasOwn(known, script)).map((script) => `npm run ${script}`),
  ];
}

const byText = (one = '', other = '') => one.localeCompare(other);

const known: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts;

/** Whether a relative link leads to a file, and its fragment to a heading of that file. */
function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', fragment] = link.split('#');
  const target = path === '' ? file : posix.join(posix.dirname(file), path);
  if (!existsSync(posix.join(root, target))) return false;
  return fragment === undefined || headings(read(target)).includes(fragment);
}

/** The fragments GitHub gives the headings of a text. */
function headings(text: string): string[] {
  const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title.toLowerCase());
  return titles.map((title) => title.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

describe('the documents', () => {
  test('exist', () => {
    expect(papers).toEqual(expect.arrayContaining(['README.md', 'docs/guest.md', 'src/providers/parsec/README.md']));
  });

  test.each(papers)('%s names only files, links, and scripts that exist', (file) => {
    expect(missing(file, read(file))).toEqual([]);
  });

  test.each([
    ['see [this](docs/nowhere.md)', 'link to docs/nowhere.md'],
    ['see [this](docs/guest.md#nowhere)', 'link to docs/guest.md#nowhere'],
    ['see `src/nowhere.ts`', 'src/nowhere.ts'],
    ['see `test/nowhere/`', 'test/nowhere/'],
    ['type `npm run nothing`', 'npm run nothing'],
  ])('a planted mistake is reported: %s', (text, what) => {
    expect(missing('README.md', text)).toEqual([what]);
  });

  test('README has at most 200 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });

  test('docs/configuration.md explains every variable', () => {
    const explained = [...read('docs/configuration.md').matchAll(/^\| `([A-Z_]+)` /gm)].map(([, name]) => name);
    expect(explained.toSorted(byText)).toEqual(Object.keys(Variables.shape).toSorted(byText));
  });
});

describe('the decisions', () => {
  const records = readdirSync(posix.join(root, 'docs/decisions')).filter((file) => file !== 'README.md');

  test('are all in the index, once', () => {
    expect(records.length).toBeGreaterThan(30);
    const listed = [...read('docs/decisions/README.md').matchAll(/^- \[\d{4}\]\(([^)]+)\)/gm)].map(([, file]) => file);
    expect(listed.toSorted(byText)).toEqual(records.toSorted(byText));
  });

  test.each(records)('%s has a context, a decision, and a price, in at most 25 lines', (file) => {
    const text = read(`docs/decisions/${file}`);
    expect(text).toMatch(/^# .+\n\n\*\*Context\.\*\* [\s\S]+\n\n\*\*Decision\.\*\* [\s\S]+\n\n\*\*Price\.\*\* /);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });
});
