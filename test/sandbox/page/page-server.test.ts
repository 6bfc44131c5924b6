import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMovableClock } from '../../../src/clock.ts';
import { type PageServer, startPageServer } from '../../../src/sandbox/page-server.ts';
import { startParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { startSlackServer } from '../../../src/sandbox/slack/slack-server.ts';
import type { SlackServer } from '../../../src/sandbox/slack/slack-server.types.ts';

type Answer = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly text: string };

describe('the page server', () => {
  let slack: SlackServer;
  let parsec: ParsecEmulator;
  let server: PageServer;
  let origin: string;
  let mia: string;
  let channel: string;

  beforeAll(async () => {
    const { now } = createMovableClock();
    slack = await startSlackServer({ now, manifest: { oauth_config: { scopes: { bot: ['files:write'] } } } });
    parsec = await startParsecEmulator({ now });
    mia = slack.addPerson({ name: 'mia' }).id;
    channel = slack.addChannel({ name: 'guests' }).id;
    server = await startPageServer({ slack, parsec, clock: createMovableClock() });
    origin = new URL(server.url).origin;
  });
  afterAll(async () => {
    await server.stop();
    await Promise.all([slack.stop(), parsec.stop()]);
  });

  function ask(path: string, options: { headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const method = options.body === undefined ? 'GET' : 'POST';
      // Not fetch, which does not allow setting the Host header.
      const asked = request(server.url, { path, method, headers: options.headers ?? {} }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      asked.on('error', reject);
      asked.end(options.body);
    });
  }

  const say = (body: object, headers: Record<string, string> = {}) =>
    ask('/api/say', {
      headers: { origin, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  test('the page is three files of this server, small over the wire', async () => {
    const { status, headers, text } = await ask('/');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(text.match(/(?:src|href)="(?!data:,")[^"]*"/g)).toEqual(['href="/page.css"', 'src="/page.js"']);
    for (const [path, type] of [
      ['/page.css', 'text/css'],
      ['/page.js', 'text/javascript'],
    ] as const) {
      const plain = await ask(path);
      expect(plain.headers['content-type']).toBe(`${type}; charset=utf-8`);
      expect(plain.text).not.toContain('VNode');
      for (const encoding of ['gzip', 'br']) {
        const small = await ask(path, { headers: { 'accept-encoding': encoding } });
        expect(small.headers['content-encoding']).toBe(encoding);
        expect(small.text.length).toBeLessThan(plain.text.length);
      }
    }
  });

  test('serves only files that were shared, and only as downloads', async () => {
    const api = (method: string, args: object) =>
      fetch(`${slack.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      });
    await api('files.getUploadURLExternal', { filename: '<b>.html', length: 3 });
    const [file] = slack.files;
    await fetch(new URL(file?.uploadPath ?? '', slack.apiUrl), { method: 'POST', body: '<b>' });
    expect((await ask(`/files/${file?.id}`)).status).toBe(404);
    await api('files.completeUploadExternal', { files: [{ id: file?.id }], channel_id: channel });
    const { status, headers, text } = await ask(`/files/${file?.id}`);
    expect([status, text]).toEqual([200, '<b>']);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''%3Cb%3E.html");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('serves a picture as one, so that the page can show it', async () => {
    const api = (method: string, args: object) =>
      fetch(`${slack.apiUrl}${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      });
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
    await api('files.getUploadURLExternal', { filename: 'week.png', length: png.length, alt_txt: 'Who is where' });
    const file = slack.files.find(({ name }) => name === 'week.png');
    await fetch(new URL(file?.uploadPath ?? '', slack.apiUrl), { method: 'POST', body: png });
    await api('files.completeUploadExternal', { files: [{ id: file?.id }], channel_id: channel });
    const { headers } = await ask(`/files/${file?.id}`);
    expect(headers['content-type']).toBe('image/png');
    expect(slack.messages.at(-1)?.files).toMatchObject([{ name: 'week.png', alt_txt: 'Who is where' }]);
  });

  test.each(['/package.json', '/page/../page-server.ts', '/%2e%2e/main.ts', '/index.html', '/constructor', '/api/say'])(
    'answers 404 for %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example'])(
    'a host called “%s” is not this machine',
    async (host) => {
      expect((await ask('/', { headers: { host } })).status).toBe(403);
    },
  );

  test('accepts the name localhost', async () => {
    expect((await ask('/', { headers: { host: `localhost:${new URL(origin).port}` } })).status).toBe(200);
  });

  test('accepts actions only from the page itself', async () => {
    const before = slack.messages.length;
    for (const foreign of ['https://evil.example', 'null', 'http://localhost:1']) {
      expect((await say({ as: mia, channel, text: 'no' }, { origin: foreign })).status).toBe(403);
    }
    expect((await ask('/api/say', { headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(403);
    expect(slack.messages.length).toBe(before);
    expect((await say({ as: mia, channel, text: 'yes' })).status).toBe(200);
    expect(slack.messages.length).toBe(before + 1);
  });

  test('refuses a web socket from another website', async () => {
    const refused = new WebSocket(`${origin.replace('http', 'ws')}/api/live`, { origin: 'https://evil.example' });
    await expect(new Promise((resolve, reject) => refused.on('open', resolve).on('error', reject))).rejects.toThrow(
      '403',
    );
    const watching = new WebSocket(`${origin.replace('http', 'ws')}/api/live?as=${mia}`, { origin });
    const first = await new Promise<string>((resolve, reject) =>
      watching.on('message', (data: Buffer) => resolve(data.toString('utf8'))).on('error', reject),
    );
    expect(JSON.parse(first).you).toBe(mia);
    watching.terminate();
  });

  test.each([
    [400, 'not an object', 'say', '[]'],
    [400, 'no JSON', 'say', '{'],
    [400, 'no text', 'say', JSON.stringify({ as: 'MIA', channel: 'C' })],
    [409, 'nobody', 'say', JSON.stringify({ as: 'U0', channel: 'C', text: 'x' })],
    [409, 'no such channel', 'say', JSON.stringify({ as: 'MIA', channel: 'C0', text: 'x' })],
    [409, 'no such view', 'submit', JSON.stringify({ as: 'MIA', viewId: 'V0' })],
    [400, 'a clock that goes back', 'clock', JSON.stringify({ as: 'MIA', advanceMs: -1 })],
    [400, 'a long body', 'say', JSON.stringify({ as: 'MIA', channel: 'C', text: 'x'.repeat(200_001) })],
    [409, 'no such system', 'faultMode', JSON.stringify({ as: 'MIA', system: 'snyk', faultMode: 'down' })],
    [409, 'nobody pending', 'join', JSON.stringify({ as: 'MIA', system: 'parsec', id: 'ana@example.com' })],
    [404, 'no such action', 'constructor', '{}'],
  ])('answers %d for: %s', async (status, _what, action, body) => {
    const headers = { origin, 'content-type': 'application/json' };
    const answer = await ask(`/api/${action}`, { headers, body: body.replace('MIA', mia) });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error).toMatch(/\w/);
  });
});
