import { expect, test } from 'vitest';
import { createProviders, type ProvidersConfig, providerNames } from '../../src/providers/registry.ts';
import type { RouteOverrides } from '../../src/providers/route.ts';
import { collect } from './support/collect.ts';
import { nobody } from './support/nobody.ts';
import { startWire } from './support/start-wire.ts';

// The configured routes reach every provider.

const id = '00000000-0000-4000-8000-000000000001';

/** Each provider alone, at an address, with routes of its own. */
const configs: Record<string, (apiUrl: string, routes: RouteOverrides) => ProvidersConfig> = {
  parsec: (apiUrl, routes) => ({ parsec: { apiKey: 'k', teamId: '1', apiUrl, routes } }),
  snyk: (apiUrl, routes) => ({
    snyk: { token: 'k', orgId: id, apiUrl, apiVersion: '2024-10-15', roles: [{ id, name: 'Developer' }], routes },
  }),
  truvera: (apiUrl, routes) => ({ truvera: { apiKey: 'k', teamId: '1', apiUrl, routes } }),
  intercode: (apiUrl, routes) => ({ intercode: { token: 'k', teamId: '1', apiUrl, routes } }),
};

/** What the list of pending invites is read by. */
const pending: Record<string, RouteOverrides> = {
  parsec: { 'Get Team Invites': { method: 'POST', path: '/elsewhere/{teamID}' } },
  snyk: { 'List pending user invitations': { method: 'POST', path: '/elsewhere/{org_id}' } },
  truvera: { 'List invitations': { method: 'POST', path: '/elsewhere/{id}' } },
  intercode: { 'Get team members': { method: 'POST', path: '/elsewhere' } },
};

test('covers every provider', () => {
  expect(Object.keys(configs).toSorted()).toEqual([...providerNames].toSorted());
});

test.each(Object.keys(configs))('%s sends requests to the configured URL', async (name) => {
  const wire = await startWire((_, response) => response.writeHead(200).end('[]'));
  try {
    const [provider] = createProviders(configs[name]?.(wire.url, pending[name] ?? {}) ?? {}, wire.deps).memberInvites;
    await collect(provider?.memberInvites.pending() ?? (async function* () {})());
    expect(wire.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      expect.stringMatching(/^POST \/elsewhere\b/),
    ]);
  } finally {
    await wire.stop();
  }
});

test.each(Object.keys(configs))('%s does not start with an invalid route', (name) => {
  const config = configs[name]?.('http://127.0.0.1:1', { 'Make tea': {} }) ?? {};
  expect(() => createProviders(config, nobody)).toThrow(
    `${name.toUpperCase()}_ROUTES: there is no operation "Make tea" (see src/providers/${name}/README.md)`,
  );
});
