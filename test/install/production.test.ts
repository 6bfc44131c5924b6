import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readSource } from '../architecture/read-source.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readLockFile } from './lock-file.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

/** Every file of ours that one of these leads to, and every package one of them imports, also with `import()` and `require()`. */
function reachedFrom(entries: readonly string[]) {
  const files = new Set<string>();
  const packages = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const source = readFileSync(join(root, file), 'utf8');
    const required = [...source.matchAll(/\b(?:require|createRequire\(import\.meta\.url\))\('([^']+)'\)/g)].map(
      ([, from = '']) => from,
    );
    const imported = readSource(source).imports.flatMap(({ from, typeOnly }) => (typeOnly ? [] : [from]));
    for (const from of [...imported, ...required]) {
      if (from.startsWith('.')) waiting.push(posix.join(posix.dirname(file), from));
      else if (!from.startsWith('node:')) packages.add(/^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from);
    }
  }
  return { files: [...files].sort(), packages: [...packages].sort() };
}

it('production code imports only packages installed in production, and nothing of the sandbox', () => {
  const { files, packages } = reachedFrom(['src/main.ts', 'src/migrate-store.ts']);
  expect(files.length).toBeGreaterThan(150);
  expect(packages).toEqual(expect.arrayContaining(['@slack/bolt', 'better-sqlite3', 'date-fns-tz', 'pg', 'zod']));
  expect(files.filter((file) => file.startsWith('src/sandbox/'))).toEqual([]);
  expect(packages.filter((name) => !(name in manifest.dependencies))).toEqual([]);
  // The sandbox is for trying Guestlist, and needs what developers have.
  expect(reachedFrom(['src/sandbox/main.ts']).packages.filter((name) => !(name in manifest.dependencies))).toEqual([
    'esbuild',
    'ws',
  ]);
});

/** A checkout after `npm ci --omit=dev`: links to the packages the lock file has for it, and to no others. */
function productionCheckout(): string {
  const folder = temporaryFolder('production');
  for (const name of ['src', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const [path, { dev }] of Object.entries(readLockFile().packages)) {
    // Those within a package come with it.
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || dev === true) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path));
  }
  return folder;
}

it('npm start runs with only production packages, and says what is not set', async () => {
  const cwd = productionCheckout();
  // Through the links and not to where they lead, where everything else is.
  const links = ['--preserve-symlinks', '--preserve-symlinks-main'];
  const [, ...args] = (manifest.scripts.start ?? '').split(' ');
  const node = (...more: string[]) => run(process.execPath, [...links, ...more], { cwd, env: {} });
  await expect(node(...args)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('SLACK_BOT_TOKEN is not set'),
  });
  await expect(node('-e', "import('pg').then(() => import('vitest'))")).rejects.toMatchObject({
    stderr: expect.stringContaining("Cannot find package 'vitest'"),
  });
});

it.each(['start', 'sandbox', 'emulate', 'migrate-store'])(
  'npm run %s says on an old Node that Node 24 is missing',
  async (script) => {
    const [, ...args] = (manifest.scripts[script] ?? '').split(' ');
    expect(args.length).toBeGreaterThan(1);
    // As a Node that cannot read TypeScript.
    await expect(
      run(process.execPath, ['--no-experimental-strip-types', ...args], { cwd: root }),
    ).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Guestlist needs Node 24'),
    });
  },
);
