import { readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { createDispatcher } from '../../src/providers/http.ts';
import { createProviders, providerNames } from '../../src/providers/registry.ts';
import { memoryQuotas } from '../support/memory-quotas.ts';
import { openLog } from './support/open-log.ts';

const now = () => 0;
const deps = { now, log: openLog(), dispatcher: createDispatcher(), quotas: memoryQuotas(now) };
const uuid = 'b1d2c3f4-0000-4000-8000-000000000001';
// In another order than the registry's.
const config = {
  intercode: { token: 'i', teamId: 'team_1', apiUrl: 'https://intercode.example' },
  truvera: { apiKey: 'k', teamId: '1', apiUrl: 'https://api.truvera.io' },
  snyk: {
    token: 't',
    orgId: uuid,
    apiUrl: 'https://api.snyk.io/rest',
    apiVersion: '2024-10-15',
    roles: [{ id: uuid, name: 'Member' }],
  },
  parsec: { apiKey: 'tapi_a.b', teamId: 'team', apiUrl: 'https://api.parsec.app' },
};
const names = (list: readonly { readonly name: string }[]) => list.map((provider) => provider.name);

afterAll(() => deps.dispatcher.close());

const files = (folder: string) => readdirSync(new URL(`../../src/${folder}`, import.meta.url), { withFileTypes: true });

test('every folder is in the table, and every entry has its folder with the same files', () => {
  const folders = files('providers/').filter((entry) => entry.isDirectory());
  expect(folders.length).toBeGreaterThan(0);
  expect(names(folders).toSorted()).toEqual([...providerNames].toSorted());
  for (const folder of folders) {
    expect(names(files(`providers/${folder.name}/`))).toEqual(
      expect.arrayContaining(['README.md', 'api.ts', 'index.ts', 'problems.ts', 'routes.ts', 'schema.ts']),
    );
  }
});

test('every provider has its emulator, and every emulator its provider', () => {
  const folders = files('sandbox/').filter(
    (entry) =>
      entry.isDirectory() && files(`sandbox/${entry.name}/`).some((file) => file.name === `${entry.name}-emulator.ts`),
  );
  expect(names(folders).toSorted()).toEqual([...providerNames].toSorted());
  for (const folder of folders) expect(names(files(`sandbox/${folder.name}/`))).toContain('operations.ts');
});

test('a provider is on when it is configured, and lists its abilities', () => {
  const providers = createProviders({ parsec: config.parsec }, deps);
  expect(names(providers.list)).toEqual(['parsec']);
  expect(providers.guestAccess?.name).toBe('parsec');
  expect(names(providers.members)).toEqual(['parsec']);
});

test('several providers may be on: all with an ability are returned, in the order of the registry', () => {
  const providers = createProviders(config, deps);
  expect(names(providers.list)).toEqual(['parsec', 'snyk', 'truvera', 'intercode']);
  const able = providers.list.filter((provider) => provider.memberInvites !== undefined);
  expect(names(providers.memberInvites)).toEqual(names(able));
  expect(names(providers.memberInvites)).toEqual(expect.arrayContaining(['snyk', 'truvera', 'intercode']));
  expect(names(providers.members)).toEqual(['parsec', 'truvera', 'intercode']);
});

test('no provider is on when none is configured', () => {
  expect(createProviders({}, deps)).toEqual({ list: [], guestAccess: undefined, memberInvites: [], members: [] });
});
