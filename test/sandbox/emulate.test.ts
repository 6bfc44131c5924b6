import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { emulators } from '../../src/sandbox/emulators.ts';
import { scriptStarter } from '../support/start-script.ts';

const start = scriptStarter('src/sandbox/emulate.ts');

const post = (url: string, body: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

test.each([
  ['parsec', 'Get Relays'],
  ['snyk', 'List pending user invitations'],
  ['truvera', 'List members'],
  ['intercode', 'Get own team'],
])('%s runs standalone with seed data, and is scripted over the control API', async (name, emulatedName) => {
  const { child, output } = start(name);
  while (!output().includes('Ctrl-C')) await once(child, 'said');
  const [url = '', apiUrl = '', control = ''] = output().match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
  expect(apiUrl).toBe(url);
  expect(output()).toMatch(new RegExp(`${name.toUpperCase()}_API_URL=http`));
  const held = JSON.stringify(await (await fetch(`${control}/state`)).json());
  expect(held).toContain('@studio.example');

  expect(
    (await post(`${control}/trouble`, { operation: '*', then: { status: 503, body: { why: 'scripted' } } })).status,
  ).toBe(200);
  const first = await fetch(`${url}/anything`);
  expect([first.status, await first.json()]).toEqual([503, { why: 'scripted' }]);
  expect((await fetch(`${url}/anything`)).status).not.toBe(503);
  expect(await (await fetch(`${control}/requests`)).json()).toMatchObject([{ path: '/anything', status: 503 }, {}]);

  const keyed = { headers: { authorization: 'Bearer x' } };
  expect((await post(`${control}/keys`, { refused: true })).status).toBe(200);
  expect((await fetch(`${url}/anything`, keyed)).status).toBe(401);
  expect((await post(`${control}/keys`, { refused: false })).status).toBe(200);
  expect((await post(`${control}/keys`, { refused: 'no' })).status).toBe(400);

  const nobody = await post(`${control}/guest`, { inviteId: 'none', here: true });
  const why = name === 'parsec' ? 'there is no invite none' : 'This system has no guests.';
  expect([nobody.status, await nobody.text()]).toEqual([400, expect.stringContaining(why)]);

  const { now: before } = (await (await fetch(`${control}/clock`)).json()) as { now: string };
  const { now: after } = (await (await post(`${control}/clock`, { advanceMs: 86_400_000 })).json()) as { now: string };
  expect(Date.parse(after) - Date.parse(before)).toBeGreaterThanOrEqual(86_400_000);

  const wrong = await post(`${control}/trouble`, { operation: '*', then: { hang: 'sometimes' } });
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('then')]);
  // A trouble that can never apply, or not be sent, must be refused.
  const refusals: [unknown, string][] = [
    [{ operation: 'Make tea', then: { status: 429 } }, emulatedName],
    [{ operation: '*', then: { status: 200, headers: { 'bad name': 'x' } } }, 'then'],
    [{ operation: '*', then: { raw: '', status: 200, contentType: 'a\nb' } }, 'then'],
  ];
  for (const [trouble, why] of refusals) {
    const refused = await post(`${control}/trouble`, trouble);
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(why)]);
  }
  expect((await post(`${control}/clock`, { advanceMs: 1e300 })).status).toBe(400);
  expect((await fetch(`${control}/clock`)).status).toBe(200);
  for (const strange of [
    '//',
    '/%E0%A4%A',
    '/v1/teams/%E0%A4%A/machines',
    '/teams/%E0%A4%A',
    '/rest/orgs/%E0%A4%A/invites',
  ]) {
    expect((await fetch(new URL(url).origin + strange)).status).toBe(401);
  }
  expect((await fetch(`${control}/state`, { headers: { origin: 'http://elsewhere.example' } })).status).toBe(403);
  expect(await (await fetch(`${control}/nothing`)).json()).toEqual({ error: expect.stringContaining('GET /state') });

  const exit = once(child, 'exit');
  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
});

test('every emulator is tested above', () => {
  expect(Object.keys(emulators).toSorted()).toEqual(['intercode', 'parsec', 'snyk', 'truvera']);
});

test('a port in use is reported with the option that chooses another', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  for (const option of ['port', 'control']) {
    const { child, output } = start('snyk', `--${option}`, String(port));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain(`Port ${port} is in use. Choose another one with --${option}.`);
  }
  taken.close();
});

test.each([[[]], [['nobody']], [['parsec', 'snyk']], [['parsec', '--port', 'many']], [['parsec', '--prot', '1']]])(
  'refuses %j with the usage or the reason',
  async (args) => {
    const { child, output } = start(...args);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain('--port');
    expect(output()).not.toContain('    at ');
  },
);
