import { readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { createDispatcher } from '../../src/providers/http.ts';
import { createProviders, providerNames } from '../../src/providers/registry.ts';
import { memoryQuotas } from '../support/memory-quotas.ts';
import { openLog } from './support/open-log.ts';

const now = () => 0;
const deps = { now, log: openLog(), dispatcher: createDispatcher(), quotas: memoryQuotas(now) };
const parsec = { apiKey: 'tapi_a.b', teamId: 'team', apiUrl: 'https://api.parsec.app' };

afterAll(() => deps.dispatcher.close());

test('every folder is in the table, and every entry has its folder with the same files', () => {
  const here = new URL('../../src/providers/', import.meta.url);
  const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(0);
  expect(folders.map((folder) => folder.name).toSorted()).toEqual([...providerNames].toSorted());
  for (const folder of folders) {
    const files = readdirSync(new URL(`${folder.name}/`, here));
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'api.ts', 'index.ts', 'problems.ts', 'routes.ts', 'schema.ts']),
    );
  }
});

test('a provider is on when it is configured, and says what it can do', () => {
  const providers = createProviders({ parsec }, deps);
  expect(providers.list.map((provider) => provider.name)).toEqual(['parsec']);
  expect(providers.guestAccess?.name).toBe('parsec');
  expect(providers.members?.name).toBe('parsec');
});

test('nothing configured: nothing is on', () => {
  expect(createProviders({}, deps)).toEqual({ list: [], guestAccess: undefined, members: undefined });
});
