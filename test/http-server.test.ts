import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpLimits, type HttpServer, startHttpServer } from '../src/http-server.ts';
import { openRaw } from './support/raw-http.ts';

/** As usual, only that nobody has the time to wait. */
const short: HttpLimits = {
  connections: 10,
  headersMs: 150,
  requestMs: 300,
  idleMs: 5_000,
  silentMs: 5_000,
  checkEveryMs: 20,
  stopMs: 100,
};

let server: HttpServer;
afterEach(() => server.stop());

/** Reads a whole body, then says so: who is closed before it has come. */
function readAll(request: IncomingMessage, response: ServerResponse): void {
  request.on('error', () => {});
  request.resume().on('end', () => response.end('read'));
}

async function start(
  limits: Partial<HttpLimits> = {},
  slackEvents = readAll,
): Promise<{ readonly looks: () => number }> {
  let looks = 0;
  const ready = async () => {
    looks += 1;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return { store: true, slack: true, runner: true };
  };
  server = await startHttpServer({ host: '127.0.0.1', port: 0 }, { ready, slackEvents }, { ...short, ...limits });
  return { looks: () => looks };
}
const open = (text = '') => openRaw(server.url, text);
const post = (headers: string, body = '') => `POST /slack/events HTTP/1.1\r\nhost: bot\r\n${headers}\r\n\r\n${body}`;

/** Sends a text and then a byte every few ms, for as long as the server accepts it; returns the response. */
async function drip(text: string): Promise<string> {
  const { socket, closed } = await open(text);
  const dripping = setInterval(() => socket.write('z'), 5);
  socket.on('close', () => clearInterval(dripping));
  return closed;
}

/** Reads whole bodies, and answers all of them when asked to. */
function answersLater() {
  const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
  let read = 0;
  return {
    answer,
    read: () => read,
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      request.resume().on('end', () => {
        read += 1;
        void asked.then(() => response.end('answered'));
      });
    },
  };
}

describe('a stalled connection is closed', () => {
  it.each([
    ['without a byte', ''],
    ['in the middle of the request line', 'POST /slack/ev'],
    ['in the middle of the headers', 'GET /healthz HTTP/1.1\r\nhost: bot\r\nx-a: '],
    ['before the body', post('content-length: 10')],
    ['in the middle of the body', post('content-length: 10', 'hello')],
    ['in the middle of a body in pieces', post('transfer-encoding: chunked', '5\r\nhel')],
    ['after it was asked for the body', post('content-length: 10\r\nexpect: 100-continue')],
    ['before the body of what nobody reads', 'POST /healthz HTTP/1.1\r\nhost: bot\r\ncontent-length: 10\r\n\r\n'],
  ])('%s', async (_where, text) => {
    await start();
    const { closed } = await open(text);
    expect(await closed).toMatch(/^HTTP\/1.1 (408|200)/);
  });

  it('also when a byte comes every few milliseconds, of the headers or of the body', async () => {
    await start();
    expect(await drip('GET /healthz HTTP/1.1\r\nx: ')).toMatch(/^HTTP\/1.1 408/);
    expect(await drip(post('content-length: 9000'))).toMatch(/^HTTP\/1.1 408/);
  });

  it('also when it keeps sending requests and reads no response', async () => {
    await start({ silentMs: 200 });
    const { socket, closed } = await open();
    socket.pause();
    const asking = setInterval(() => {
      // What nobody takes on the other side, either, is not piled up here.
      if (!socket.writableNeedDrain) socket.write('GET /healthz HTTP/1.1\r\nhost: bot\r\n\r\n'.repeat(2_000));
    }, 1);
    socket.on('close', () => clearInterval(asking));
    await closed;
  });

  it('also when it sends more headers than anybody needs', async () => {
    await start();
    const { closed } = await open(`GET /healthz HTTP/1.1\r\nhost: bot\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1.1 431/);
  });

  it('also at a stop, which waits for every response and for no stalled connection', async () => {
    const later = answersLater();
    await start({ headersMs: 60_000, requestMs: 60_000 }, later.handle);
    const stalled = await Promise.all([open(), open('GET /he'), open(post('content-length: 10', 'hello'))]);
    const asking = await open(post('content-length: 2', 'ok'));
    await expect.poll(later.read).toBe(1);
    const stopped = server.stop();
    await Promise.all(stalled.map(({ closed }) => closed));
    later.answer();
    expect(await asking.closed).toContain('answered');
    await stopped;
  });
});

describe('when there are too many connections', () => {
  it('the one that has waited longest gets an error, and the newest is served', async () => {
    await start({ headersMs: 60_000, requestMs: 60_000 });
    const stalled = await Promise.all(Array.from({ length: 10 }, () => open(post('content-length: 10', 'hello'))));
    const first = Promise.race(stalled.map(({ closed }) => closed));
    expect(await (await fetch(`${server.url}/slack/events`, { method: 'POST', body: 'mine' })).text()).toBe('read');
    expect(await first).toMatch(/^HTTP\/1.1 503/);
  });

  it('a connection that has sent a whole request keeps its place', async () => {
    const later = answersLater();
    await start({ headersMs: 60_000, requestMs: 60_000 }, later.handle);
    const asking = await Promise.all(Array.from({ length: 9 }, () => open(post('content-length: 2', 'ok'))));
    await expect.poll(later.read).toBe(9);
    for (let n = 0; n < 40; n++) await open('GET /he');
    later.answer();
    for (const { socket, closed, answered } of asking) {
      await expect.poll(answered).toContain('answered');
      socket.end();
      await closed;
    }
  });

  it('the newest gets an error when all the others are being answered', async () => {
    const later = answersLater();
    await start({}, later.handle);
    const asking = await Promise.all(Array.from({ length: 10 }, () => open(post('content-length: 2', 'ok'))));
    await expect.poll(later.read).toBe(10);
    const newest = await open();
    expect(await newest.closed).toMatch(/^HTTP\/1.1 503/);
    later.answer();
    await Promise.all(asking.map(({ answered }) => expect.poll(answered).toContain('answered')));
  });
});

it('checks the store once for simultaneous requests', async () => {
  const { looks } = await start({ connections: 200 });
  const all = await Promise.all(Array.from({ length: 50 }, () => fetch(`${server.url}/readyz`)));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
  expect(looks()).toBeLessThan(10);
});

it.each([
  ['/healthz', 200],
  ['/readyz', 200],
  ['/', 404],
  ['//[', 404],
  ['/slack/events', 404],
])('answers %s with %d', async (path, status) => {
  await start();
  const { closed } = await open(`GET ${path} HTTP/1.1\r\nhost: bot\r\nconnection: close\r\n\r\n`);
  expect(await closed).toMatch(new RegExp(`^HTTP/1.1 ${status}`));
});
