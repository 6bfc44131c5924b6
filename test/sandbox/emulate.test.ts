import { once } from 'node:events';
import { expect, test } from 'vitest';
import { emulators } from '../../src/sandbox/emulators.ts';
import { scriptStarter } from '../support/start-script.ts';

const start = scriptStarter('src/sandbox/emulate.ts');

const post = (url: string, body: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

test.each(Object.keys(emulators))(
  '%s runs on its own, with people in it, and is scripted from outside',
  async (name) => {
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

    const { now: before } = (await (await fetch(`${desk}/clock`)).json()) as { now: string };
    const { now: after } = (await (await post(`${desk}/clock`, { advanceMs: 86_400_000 })).json()) as { now: string };
    expect(Date.parse(after) - Date.parse(before)).toBeGreaterThanOrEqual(86_400_000);

    const wrong = await post(`${desk}/trouble`, { operation: '*', then: { hang: 'sometimes' } });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('then')]);
    expect((await fetch(`${desk}/held`, { headers: { origin: 'http://elsewhere.example' } })).status).toBe(403);
    expect(await (await fetch(`${desk}/nothing`)).json()).toEqual({ error: expect.stringContaining('GET /held') });

    const exit = once(child, 'exit');
    child.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
  },
);

test.each([[[]], [['nobody']], [['parsec', 'snyk']], [['parsec', '--port', 'many']], [['parsec', '--prot', '1']]])(
  'refuses %j with the usage or the reason',
  async (args) => {
    const { child, output } = start(...args);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain('--port');
    expect(output()).not.toContain('    at ');
  },
);
