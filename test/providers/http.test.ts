import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDispatcher, createHttp, type Dispatcher, type HttpRequest } from '../../src/providers/http.ts';
import { memoryQuotas } from '../support/memory-quotas.ts';
import { openLog } from './support/open-log.ts';
import { startRawServer } from './support/raw-server.ts';

const read = { label: 'test read', kind: 'read', method: 'GET', bearer: 'key_of_the_test' } as const;
const write = { label: 'test write', kind: 'write', method: 'POST', bearer: 'key_of_the_test' } as const;

let dispatcher: Dispatcher;
let stops: (() => Promise<unknown>)[];
const log = openLog();
const now = () => 0;
const quotas = memoryQuotas(now);

beforeEach(() => {
  dispatcher = createDispatcher();
  stops = [() => dispatcher.close()];
});

afterEach(async () => {
  for (const stop of stops) await stop();
});

async function server(answer: Parameters<typeof startRawServer>[0]) {
  const started = await startRawServer(answer);
  stops.unshift(() => started.stop());
  return started;
}

function send(request: HttpRequest, timing = {}) {
  return createHttp({ dispatcher, log, now, quotas, timing: { backoffMs: 1, readMs: 300, writeMs: 300, ...timing } })(
    request,
  );
}

describe('a request holds', () => {
  test('method, path, query, bearer and JSON body, with any method', async () => {
    const { url, requests } = await server((_, response) => response.writeHead(204).end());
    await send({
      ...write,
      method: 'DELETE',
      url: `${url}/v1/a%20b`,
      query: { send_email: false, name: 'Söby & co' },
      body: { userIds: [1], note: '€' },
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'DELETE',
      url: '/v1/a%20b?send_email=false&name=S%C3%B6by+%26+co',
      body: '{"userIds":[1],"note":"€"}',
      headers: { authorization: 'Bearer key_of_the_test', 'content-type': 'application/json' },
    });
  });

  test('the authorization scheme and the content type of a provider that has its own', async () => {
    const { url, requests } = await server((_, response) => response.end('{}'));
    await send({ ...write, url, body: {}, scheme: 'token', mediaType: 'application/vnd.api+json' });
    expect(requests[0]?.headers).toMatchObject({
      authorization: 'token key_of_the_test',
      accept: 'application/vnd.api+json',
      'content-type': 'application/vnd.api+json',
    });
  });

  test("no other text of a response in the log than the provider's request id, if it looks like one", async () => {
    const id = '0f9a1b2c-0000-4000-8000-00000000000e';
    const { url } = await server((_, response, nth) =>
      response.writeHead(200, { 'x-request': nth === 1 ? id : 'canary of another kind' }).end('{}'),
    );
    for (let nth = 0; nth < 2; nth++) await send({ ...read, url, traceHeader: 'x-request' });
    expect(log.lines.join('')).toContain(id);
    expect(log.lines.join('')).not.toContain('canary of another kind');
  });

  test('no content type without a body', async () => {
    const { url, requests } = await server((_, response) => response.end('{}'));
    await send({ ...read, url: `${url}/x` });
    expect(requests[0]?.headers['content-type']).toBeUndefined();
    expect(requests[0]?.body).toBe('');
  });
});

describe('reads the body of a response:', () => {
  const bodies: [string, string, string, unknown][] = [
    ['JSON', 'application/json', '{"a":[1]}', { kind: 'json', value: { a: [1] } }],
    ['JSON under another content type', 'text/plain', ' [true] ', { kind: 'json', value: [true] }],
    [
      'a NUL, which no PostgreSQL keeps',
      'application/json',
      '{"a":["\\u0000b\\u0000"]}',
      { kind: 'json', value: { a: ['b'] } },
    ],
    ['what only looks like a NUL', 'application/json', '["\\\\u0000"]', { kind: 'json', value: ['\\u0000'] }],
    ['nothing', 'application/json', '', { kind: 'empty' }],
    ['only space', 'application/json', ' \n', { kind: 'empty' }],
    ['HTML', 'text/html', '<html><body>Bad gateway</body></html>', { kind: 'other' }],
    ['HTML called JSON', 'application/json', '<html>', { kind: 'other' }],
    ['cut JSON', 'application/json', '{"a":[1', { kind: 'other' }],
    ['more than any provider says', 'application/json', `"${'x'.repeat(8 * 1024 * 1024)}"`, { kind: 'other' }],
  ];
  test.each(bodies)('%s', async (_, contentType, text, body) => {
    const { url } = await server((__, response) => response.writeHead(200, { 'content-type': contentType }).end(text));
    expect(await send({ ...read, url })).toEqual({ kind: 'answered', status: 200, body });
  });
});

describe('returns a failure as a result:', () => {
  test('not sent when the connection is refused', async () => {
    const gone = await startRawServer(() => undefined);
    await gone.stop();
    expect(await send({ ...write, url: gone.url })).toEqual({ kind: 'not-sent' });
  });

  test.each([
    ['connect', 'not-sent'],
    ['read', 'unknown'],
  ])('when every address of a host fails at %s: %s', async (syscall, kind) => {
    const failing = createDispatcher();
    stops.push(() => failing.close());
    const errors = ['ENETUNREACH', 'EHOSTUNREACH'].map((code) => Object.assign(new Error(code), { code, syscall }));
    // As Node makes it: with the code of the first, and no syscall of its own.
    const all = Object.assign(new AggregateError(errors), { code: 'ENETUNREACH' });
    Object.assign(failing, { request: () => Promise.reject(all) });
    const answer = await createHttp({ dispatcher: failing, log, now, quotas })({
      ...write,
      url: 'http://parsec.invalid',
    });
    expect(answer).toEqual({ kind });
  });

  // What this machine cannot be made to do over loopback: the dispatcher fails as undici does.
  test.each([
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'not-sent'],
    [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'not-sent'],
    [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'not-sent'],
    [{ code: 'UND_ERR_CLOSED' }, 'not-sent'],
    [{ code: 'UND_ERR_INVALID_ARG' }, 'not-sent'],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'not-sent'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'not-sent'],
    [{ code: 'ETIMEDOUT', syscall: 'read' }, 'unknown'],
    [{ code: 'ECONNRESET', syscall: 'read' }, 'unknown'],
    [{ code: 'EPIPE', syscall: 'write' }, 'unknown'],
    [{ code: 'UND_ERR_SOCKET' }, 'unknown'],
    [{ code: 'UND_ERR_DESTROYED' }, 'unknown'],
    [{}, 'unknown'],
  ])('for %j: %s', async (facts, kind) => {
    const failing = createDispatcher();
    stops.push(() => failing.close());
    Object.assign(failing, { request: () => Promise.reject(Object.assign(new Error('as undici'), facts)) });
    expect(
      await createHttp({ dispatcher: failing, log, now, quotas })({ ...write, url: 'http://parsec.invalid/' }),
    ).toEqual({
      kind,
    });
  });

  test('unknown for a write without a response in time, which is sent once', async () => {
    const { url, requests } = await server(() => undefined);
    expect(await send({ ...write, url })).toEqual({ kind: 'unknown' });
    expect(requests).toHaveLength(1);
  });

  test('unknown for a write whose response never ends, within the same time', async () => {
    const { url, requests } = await server((_, response) => response.writeHead(200).write('{"a":'));
    expect(await send({ ...write, url })).toEqual({ kind: 'unknown' });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['before the answer', 0],
    ['in the body', 1],
  ])('unknown for a write cut off %s, which is sent once', async (_, headersFirst) => {
    const { url, requests } = await server((__, response) => {
      if (headersFirst === 0) return response.destroy();
      response.writeHead(200, { 'content-length': '100' }).write('{"a":', () => response.destroy());
      return undefined;
    });
    expect(await send({ ...write, url })).toEqual({ kind: 'unknown' });
    expect(requests).toHaveLength(1);
  });
});

describe('a retry', () => {
  test.each([502, 503, 504])('sends a read up to three times on %i', async (status) => {
    const { url, requests } = await server((_, response, nth) => response.writeHead(nth < 3 ? status : 200).end('{}'));
    expect(await send({ ...read, url })).toMatchObject({ status: 200 });
    expect(requests).toHaveLength(3);
  });

  test('sends a read no more than three times', async () => {
    const { url, requests } = await server((_, response) => response.destroy());
    expect(await send({ ...read, url })).toEqual({ kind: 'unknown' });
    expect(requests).toHaveLength(3);
  });

  test('gets the answer to a read that hung once', async () => {
    const { url, requests } = await server((_, response, nth) => (nth === 1 ? undefined : response.end('[]')));
    expect(await send({ ...read, url })).toMatchObject({ status: 200, body: { kind: 'json', value: [] } });
    expect(requests).toHaveLength(2);
  });

  test.each([400, 401, 403, 404, 500])('never repeats a read on %i', async (status) => {
    const { url, requests } = await server((_, response) => response.writeHead(status).end());
    expect(await send({ ...read, url })).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  test.each([read, write])('never repeats a read or a write on 429', async (request) => {
    const { url, requests } = await server((_, response) => response.writeHead(429, { 'retry-after': '7' }).end());
    expect(await send({ ...request, url })).toEqual({ kind: 'busy', retryAt: 7_000 });
    expect(requests).toHaveLength(1);
  });

  test.each([500, 502, 503, 504])('never repeats a write on %i', async (status) => {
    const { url, requests } = await server((_, response) => response.writeHead(status).end());
    expect(await send({ ...write, url })).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  test('depends on read or write, not on the method', async () => {
    const { url, requests } = await server((_, response) => response.writeHead(503).end());
    await send({ ...write, method: 'GET', url });
    expect(requests).toHaveLength(1);
    await send({ ...read, method: 'POST', url });
    expect(requests).toHaveLength(4);
  });
});

test('never logs the key, the query or the body', async () => {
  const { url } = await server((_, response) => response.destroy());
  await send({ ...write, url, bearer: 'canary_key', query: { q: 'canary_query' }, body: { b: 'canary_body' } });
  await send({ ...write, url: 'http://127.0.0.1:1/', bearer: 'canary_key', body: { b: 'canary_body' } });
  // A key no header can hold: undici refuses it before anything is sent.
  await send({ ...write, url, bearer: 'canary_key\nbroken' });
  expect(log.lines.length).toBeGreaterThan(2);
  expect(log.lines.join('')).not.toContain('canary');
});
