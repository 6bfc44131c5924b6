import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMovableClock } from '../../src/clock.ts';
import { startControlApi } from '../../src/sandbox/control-api.ts';
import { type Emulator, emulators } from '../../src/sandbox/emulators.ts';
import { startPageServer } from '../../src/sandbox/page-server.ts';
import { startParsecEmulator } from '../../src/sandbox/parsec/parsec-emulator.ts';
import { startSlackServer } from '../../src/sandbox/slack/slack-server.ts';
import type { SlackServer } from '../../src/sandbox/slack/slack-server.types.ts';

const names = ['Slack', 'page', 'control', ...Object.keys(emulators)];
const urls = new Map<string, URL>();
const running: Emulator[] = [];
const stops: (() => Promise<void>)[] = [];
let slack: SlackServer;

beforeAll(async () => {
  const clock = createMovableClock();
  slack = await startSlackServer({ now: clock.now, manifest: { oauth_config: { scopes: { bot: ['chat:write'] } } } });
  urls.set('Slack', new URL(slack.apiUrl));
  for (const [name, start] of Object.entries(emulators)) {
    const emulator = await start(clock, 0);
    running.push(emulator);
    urls.set(name, new URL(emulator.server.url));
  }
  const [emulator] = running;
  if (emulator === undefined) throw new Error('there is no emulator');
  const control = await startControlApi(emulator, clock, 0);
  const parsec = await startParsecEmulator({ now: clock.now });
  const page = await startPageServer({ slack, parsec, clock });
  urls.set('control', new URL(control.url));
  urls.set('page', new URL(page.url));
  for (const server of [page, control, parsec, slack, ...running.map((each) => each.server)])
    stops.push(() => server.stop());
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

/** The first line of the response to raw bytes, or 'closed' without one. */
function rawly(name: string, lines: readonly string[]): Promise<string> {
  const socket = connect(Number(urls.get(name)?.port), '127.0.0.1');
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => {
      text += part;
      if (text.includes('\r\n')) socket.destroy();
    });
    socket.on('error', reject);
    // A server that waits for a missing body does not respond, and the test need not wait for it.
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('close', () => resolve(text.split('\r\n')[0] || 'closed'));
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

const upgrade = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==',
];
const malformed = [
  '//[',
  '//[::1',
  '///',
  '/%',
  '/%zz',
  '/%00',
  '/api/%',
  '/api//[',
  '/..%2f..',
  '*',
  'http://[',
  'http://[/api/x',
  'http://evil.example/',
  'http:',
  '?',
  '[',
  '/\u00ff',
];
const silent = (name: string) => {
  const requests = running.flatMap(({ server }) => server.requests).length;
  return name === 'Slack' ? slack.calls.length : requests;
};

describe.each(names)('the server of %s', (name) => {
  test.each(malformed)('survives a request for “%s”', async (target) => {
    for (const headers of [[], upgrade]) {
      const answer = await rawly(name, [`GET ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...headers]);
      // Slack answers 200 with an error in the body.
      expect(answer).toMatch(/^HTTP\/1\.1 (200|400|401|403|404|405) /);
    }
    expect(await rawly(name, ['GET / HTTP/1.1', 'Host: 127.0.0.1'])).toMatch(/^HTTP\/1\.1 \d/);
  });

  test('survives a request without a target', async () => {
    expect(await rawly(name, ['GET  HTTP/1.1', 'Host: 127.0.0.1'])).toMatch(/^HTTP\/1\.1 400 /);
    expect(await rawly(name, ['GET / HTTP/1.1', 'Host: 127.0.0.1'])).toMatch(/^HTTP\/1\.1 \d/);
  });

  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost@evil.example', '[', ''])(
    'refuses a host called “%s” before it reads anything else',
    async (host) => {
      const before = silent(name);
      for (const target of ['/', '//[', '/api/auth.test', 'http://[']) {
        // The announced body never comes, so a server that waited for it would not answer.
        const head = [`POST ${target} HTTP/1.1`, `Host: ${host}`, 'Content-Length: 1000000'];
        expect(await rawly(name, head)).toMatch(/^HTTP\/1\.1 403 /);
        const watching = await rawly(name, [`GET ${target} HTTP/1.1`, `Host: ${host}`, ...upgrade]);
        expect(watching).toMatch(/^HTTP\/1\.1 403 /);
      }
      expect(silent(name)).toBe(before);
    },
  );

  test.each(['127.0.0.1', 'localhost', 'LOCALHOST:1', '[::1]'])('accepts the host name %s', async (host) => {
    expect(await rawly(name, ['GET / HTTP/1.1', `Host: ${host}`])).not.toMatch(/ 403 /);
  });
});

test('every server is tested above', () => {
  expect(names).toHaveLength(7);
  expect([...urls.keys()].sort()).toEqual([...names].sort());
});
