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
])('%s runs on its own, with people in it, and is scripted from outside', async (name, emulatedName) => {
  const { child, output } = start(name);
  while (!output().includes('Ctrl-C')) await once(child, 'said');
  const [url = '', apiUrl = '', desk = ''] = output().match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
  expect(apiUrl).toBe(url);
  expect(output()).toMatch(new RegExp(`${name.toUpperCase()}_API_URL=http`));
  const held = JSON.stringify(await (await fetch(`${desk}/held`)).json());
  expect(held).toContain('@studio.example');

  expect(
    (await post(`${desk}/trouble`, { operation: '*', then: { status: 503, body: { why: 'told to' } } })).status,
  ).toBe(200);
  const first = await fetch(`${url}/anything`);
  expect([first.status, await first.json()]).toEqual([503, { why: 'told to' }]);
  expect((await fetch(`${url}/anything`)).status).not.toBe(503);
  expect(await (await fetch(`${desk}/requests`)).json()).toMatchObject([{ path: '/anything', status: 503 }, {}]);

  const keyed = { headers: { authorization: 'Bearer x' } };
  expect((await post(`${desk}/keys`, { refused: true })).status).toBe(200);
  expect((await fetch(`${url}/anything`, keyed)).status).toBe(401);
  expect((await post(`${desk}/keys`, { refused: false })).status).toBe(200);
  expect((await post(`${desk}/keys`, { refused: 'no' })).status).toBe(400);

  const { now: before } = (await (await fetch(`${desk}/clock`)).json()) as { now: string };
  const { now: after } = (await (await post(`${desk}/clock`, { advanceMs: 86_400_000 })).json()) as { now: string };
  expect(Date.parse(after) - Date.parse(before)).toBeGreaterThanOrEqual(86_400_000);

  const wrong = await post(`${desk}/trouble`, { operation: '*', then: { hang: 'sometimes' } });
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('then')]);
  // A trouble that could never come, or not be sent, would leave whoever waits for it in the dark.
  const refusals: [unknown, string][] = [
    [{ operation: 'Make tea', then: { status: 429 } }, emulatedName],
    [{ operation: '*', then: { status: 200, headers: { 'bad name': 'x' } } }, 'then'],
    [{ operation: '*', then: { raw: '', status: 200, contentType: 'a\nb' } }, 'then'],
  ];
  for (const [trouble, why] of refusals) {
    const refused = await post(`${desk}/trouble`, trouble);
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(why)]);
  }
  expect((await post(`${desk}/clock`, { advanceMs: 1e300 })).status).toBe(400);
  expect((await fetch(`${desk}/clock`)).status).toBe(200);
  for (const strange of [
    '//',
    '/%E0%A4%A',
    '/v1/teams/%E0%A4%A/machines',
    '/teams/%E0%A4%A',
    '/rest/orgs/%E0%A4%A/invites',
  ]) {
    expect((await fetch(new URL(url).origin + strange)).status).toBe(401);
  }
  expect((await fetch(`${desk}/held`, { headers: { origin: 'http://elsewhere.example' } })).status).toBe(403);
  expect(await (await fetch(`${desk}/nothing`)).json()).toEqual({ error: expect.stringContaining('GET /held') });

  const exit = once(child, 'exit');
  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
});

test('every emulator is started above', () => {
  expect(Object.keys(emulators).toSorted()).toEqual(['intercode', 'parsec', 'snyk', 'truvera']);
});

test('a port that is taken: the option that chooses another is named', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  for (const option of ['port', 'desk']) {
    const { child, output } = start('snyk', `--${option}`, String(port));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain(`Port ${port} is taken: choose another one with --${option}.`);
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
