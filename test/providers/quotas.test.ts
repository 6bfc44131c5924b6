import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { ProviderQuotaName, Quotas } from '../../src/domain/quota.ts';
import {
  createDispatcher,
  createHttp,
  type Dispatcher,
  type HttpAnswer,
  type HttpRequest,
  type Send,
} from '../../src/providers/http.ts';
import { createTruveraApi } from '../../src/providers/truvera/api.ts';
import { openPostgresQuotas } from '../../src/store/postgres-quotas.ts';
import { createMemoryQuotas } from '../../src/store/quotas.ts';
import { holdTheClock } from '../store/quotas-contract.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { openLog } from './support/open-log.ts';
import { startRawServer } from './support/raw-server.ts';

const MINUTE = 60_000;

const clock = holdTheClock();
let dispatcher: Dispatcher;
let stops: (() => Promise<unknown>)[];
let postgres: Postgres;

beforeAll(async () => {
  postgres = await sharedPostgres();
});
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

/** A provider whose folder says no more than its quota, over the real http.ts. */
function aProvider(options: { url: string; quota?: ProviderQuotaName | undefined; quotas?: Quotas; bearer?: string }) {
  const { url, quota, quotas = createMemoryQuotas(), bearer = 'key_1' } = options;
  const send = createHttp({ dispatcher, log: openLog(), now: systemClock, quotas, timing: { backoffMs: 1 } });
  return (route = 'List', kind: 'read' | 'write' = 'read') =>
    send({ label: `fake ${route}`, kind, method: 'GET', url: `${url}/x`, quota, bearer });
}

/** Two replicas on one PostgreSQL. */
async function twoProviders(options: { url: string; quota: ProviderQuotaName }) {
  const databaseUrl = await postgres.fresh();
  const open = async () => {
    const quotas = await openPostgresQuotas({ databaseUrl, log: openLog(), realNow: systemClock });
    stops.push(() => quotas.close());
    return aProvider({ ...options, quotas });
  };
  return [await open(), await open()] as const;
}

const count = (answers: readonly HttpAnswer[], kind: HttpAnswer['kind']) =>
  answers.filter((answer) => answer.kind === kind).length;
/** Calls so many times, a hundred at once: more would not all be answered within the time-out on a busy machine. */
async function times(length: number, call: () => Promise<HttpAnswer>): Promise<HttpAnswer[]> {
  const answers: HttpAnswer[] = [];
  while (answers.length < length) {
    const next = Math.min(100, length - answers.length);
    answers.push(...(await Promise.all(Array.from({ length: next }, call))));
  }
  return answers;
}
const ok: Parameters<typeof startRawServer>[0] = (_, response) => response.end('{}');

describe('a request over a quota is not sent:', () => {
  test.each<[ProviderQuotaName, number, number]>([
    ['50-per-5-minutes', 50, 5 * MINUTE],
    ['200-per-2-minutes', 200, 2 * MINUTE],
    ['1620-per-minute-then-silence', 1_620, MINUTE],
  ])('%s', async (quota, allowed, windowMs) => {
    const { url, requests } = await server(ok);
    const call = aProvider({ url, quota });
    expect(count(await times(allowed, call), 'answered')).toBe(allowed);
    const held = await call();
    expect(requests).toHaveLength(allowed);
    if (held.kind !== 'busy') throw new Error(`busy was expected, not ${held.kind}`);
    const waitMs = held.retryAt - systemClock();
    // What left last arrives a little later than it left.
    expect(waitMs).toBeGreaterThan(windowMs);
    expect(waitMs).toBeLessThan(windowMs + 10_000);
    clock.advance(waitMs - 1);
    expect(await call()).toEqual(held);
    clock.advance(1);
    expect(await call()).toMatchObject({ kind: 'answered' });
  });

  test('each route has its own quota, or all routes of a key share one', async () => {
    const { url } = await server(ok);
    const byRoute = aProvider({ url, quota: '50-per-5-minutes' });
    expect(count(await times(51, () => byRoute('Resend')), 'busy')).toBe(1);
    expect(await byRoute('Audit log')).toMatchObject({ kind: 'answered' });
    const byKey = aProvider({ url, quota: '200-per-2-minutes' });
    expect(count(await times(200, () => byKey('Invite')), 'answered')).toBe(200);
    expect(await byKey('List')).toMatchObject({ kind: 'busy' });
  });

  test.each<[ProviderQuotaName, number]>([
    ['200-per-2-minutes', 180],
    ['1620-per-minute-then-silence', 1_600],
    // By route: nothing else counts there.
    ['50-per-5-minutes', 50],
  ])('%s leaves some of the quota to others during bulk work', async (quota, allowed) => {
    const { url, requests } = await server(ok);
    const quotas = createMemoryQuotas();
    const send = createHttp({ dispatcher, log: openLog(), now: systemClock, quotas });
    const call = (bulk: boolean) =>
      send({ label: 'fake Call', kind: 'write', method: 'POST', url: `${url}/x`, quota, bearer: 'key_1', bulk });
    expect(count(await times(allowed + 20, () => call(true)), 'answered')).toBe(allowed);
    expect(await call(false)).toMatchObject({ kind: allowed === 50 ? 'busy' : 'answered' });
    expect(requests).toHaveLength(allowed === 50 ? 50 : allowed + 1);
  });

  test('inviting counts as bulk work; lists, cancels and removals have all of a quota', async () => {
    const sent: HttpRequest[] = [];
    const send: Send = async (request) => {
      sent.push(request);
      return { kind: 'not-sent' };
    };
    const api = createTruveraApi({ apiKey: 'key_1', teamId: '7', apiUrl: 'https://truvera.example' }, { send });
    await api.sendInvitations(['ana@example.com']);
    await api.listMembers({ offset: 0, limit: 64 });
    await api.cancelInvitation('1');
    await api.deleteMember('2');
    expect(sent.map(({ label, bulk }) => [label, bulk])).toEqual([
      ['truvera Send invitations', true],
      ['truvera List members', false],
      ['truvera Cancel invitation', false],
      ['truvera Delete member', false],
    ]);
  });

  test('each key has its own quota, also at the same address', async () => {
    const { url } = await server(ok);
    const quotas = createMemoryQuotas();
    const [one, other] = ['key_1', 'key_2'].map((bearer) =>
      aProvider({ url, quota: '50-per-5-minutes', quotas, bearer }),
    );
    if (one === undefined || other === undefined) throw new Error('two were made');
    expect(count(await times(51, one), 'busy')).toBe(1);
    expect(await other()).toMatchObject({ kind: 'answered' });
  });

  test('a retry of a read counts as a request', async () => {
    const { url, requests } = await server((_, response) => response.writeHead(503).end());
    const call = aProvider({ url, quota: '50-per-5-minutes' });
    const answers: HttpAnswer[] = [];
    for (let nth = 0; nth < 18; nth++) answers.push(await call());
    expect(requests).toHaveLength(50);
    expect(count(answers, 'busy')).toBe(2);
  });

  test.each([6_000, -6_000])('a request that waited while %d ms passed is not sent', async (passes) => {
    const { url, requests } = await server(ok);
    const quotas = createMemoryQuotas();
    const slow: Quotas = {
      ...quotas,
      async acquire(name, key) {
        const taken = await quotas.acquire(name, key);
        clock.advance(passes);
        return taken;
      },
    };
    expect(await aProvider({ url, quotas: slow })('Create', 'write')).toEqual({ kind: 'busy', retryAt: systemClock() });
    expect(requests).toEqual([]);
  });

  test('no request is held back without a documented quota', async () => {
    const { url, requests } = await server(ok);
    expect(count(await times(300, aProvider({ url })), 'answered')).toBe(300);
    expect(requests).toHaveLength(300);
  });
});

describe('after a 429', () => {
  test.each<[string, ProviderQuotaName | undefined, string | undefined, number]>([
    ['Parsec, without a time', '50-per-5-minutes', undefined, 5 * MINUTE + 5_000],
    ['Snyk, without a time', '1620-per-minute-then-silence', undefined, MINUTE + 5_000],
    ['Truvera, without a time', '200-per-2-minutes', undefined, MINUTE],
    ['undocumented, without a time', undefined, undefined, MINUTE],
    ['seconds', undefined, '120', 2 * MINUTE],
    ['shorter than the rule', '50-per-5-minutes', '10', 10_000],
    ['shorter than the silence Snyk wants', '1620-per-minute-then-silence', '10', MINUTE + 5_000],
    ['longer than that', '1620-per-minute-then-silence', '120', 2 * MINUTE],
    ['a date', undefined, 'Mon, 23 Nov 2026 09:00:30 GMT', 30_000],
    ['no time at all', undefined, '0', 0],
    ['a date gone by', undefined, 'Mon, 23 Nov 2026 08:00:00 GMT', 0],
    ['parts of seconds', undefined, '9.5', 10_000],
    ['nonsense', undefined, 'soon', MINUTE],
    ['less than no time', undefined, '-5', MINUTE],
    ['nonsense with a number in it', undefined, 'after 5', MINUTE],
    ['a year', undefined, '31536000', 60 * MINUTE],
  ])('%s', async (_, quota, retryAfter, waitMs) => {
    const { url, requests } = await server((__, response, nth) => {
      if (nth > 1) return response.end('{}');
      return response.writeHead(429, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
    });
    const call = aProvider({ url, quota });
    const busy = { kind: 'busy', retryAt: systemClock() + waitMs };
    expect(await call()).toEqual(busy);
    if (waitMs > 0) {
      clock.advance(waitMs - 1);
      expect(await call()).toEqual(busy);
      expect(requests).toHaveLength(1);
      clock.advance(1);
    }
    expect(await call()).toMatchObject({ kind: 'answered' });
  });

  test('a clock that is set back by hours does not extend the block by hours', async () => {
    const { url } = await server((_, response, nth) => response.writeHead(nth === 1 ? 429 : 200).end('{}'));
    const call = aProvider({ url });
    expect(await call()).toMatchObject({ kind: 'busy' });
    clock.advance(-3 * 60 * MINUTE);
    expect(await call()).toMatchObject({ kind: 'answered' });
  });

  test('a shorter time in a later response does not shorten the block', async () => {
    const { url } = await server((_, response, nth) =>
      response.writeHead(429, { 'retry-after': nth === 1 ? '60' : '5' }).end(),
    );
    const call = aProvider({ url });
    expect(await times(2, call)).toEqual([1, 2].map(() => ({ kind: 'busy', retryAt: systemClock() + MINUTE })));
  });

  test('other routes of Parsec continue, those of a Snyk key do not', async () => {
    const { url } = await server((_, response, nth) => response.writeHead(nth % 2 === 1 ? 429 : 200).end());
    const parsec = aProvider({ url, quota: '50-per-5-minutes' });
    expect([(await parsec('A')).kind, (await parsec('B')).kind]).toEqual(['busy', 'answered']);
    const snyk = aProvider({ url, quota: '1620-per-minute-then-silence' });
    expect([(await snyk('A')).kind, (await snyk('B')).kind]).toEqual(['busy', 'busy']);
  });

  test('in one replica the other sends nothing either: Snyk gets no request for a whole minute', async () => {
    let shut = false;
    const { url, requests } = await server((_, response) => response.writeHead(shut ? 429 : 200).end());
    const [one, other] = await twoProviders({ url, quota: '1620-per-minute-then-silence' });
    expect((await one()).kind).toBe('answered');
    shut = true;
    // Several are on their way when the first is refused.
    expect(count(await times(5, other), 'busy')).toBe(5);
    const heard = requests.length;
    for (let second = 0; second < 60; second++) {
      expect([(await one()).kind, (await other()).kind]).toEqual(['busy', 'busy']);
      clock.advance(1_000);
    }
    expect(requests).toHaveLength(heard);
    shut = false;
    clock.advance(5_000);
    expect([(await one()).kind, (await other()).kind]).toEqual(['answered', 'answered']);
  });

  test('two replicas share one budget', async () => {
    const { url, requests } = await server(ok);
    const [one, other] = await twoProviders({ url, quota: '50-per-5-minutes' });
    const answers = await Promise.all([times(40, one), times(40, other)]);
    expect(count(answers.flat(), 'answered')).toBe(50);
    expect(requests).toHaveLength(50);
  });

  test('the block also applies here while the shared quotas are away', async () => {
    const { url, requests } = await server((_, response) => response.writeHead(429).end());
    // A store that was away when the block was reported, and knows nothing of it.
    const forgetful: Quotas = { acquire: async () => 'acquired', block: async () => {} };
    const call = aProvider({ url, quota: '1620-per-minute-then-silence', quotas: forgetful });
    expect((await call()).kind).toBe('busy');
    clock.advance(MINUTE);
    expect((await call()).kind).toBe('busy');
    expect(requests).toHaveLength(1);
  });
});

test('the store holds neither the key nor the address', async () => {
  const { url } = await server(ok);
  const databaseUrl = await postgres.fresh();
  const quotas = await openPostgresQuotas({ databaseUrl, log: openLog(), realNow: systemClock });
  stops.push(() => quotas.close());
  await aProvider({ url, quota: '50-per-5-minutes', quotas, bearer: 'canary_key' })();
  const rows = await postgres.query(databaseUrl, 'select key from quota');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/canary|127\.0\.0\.1/);
});
