import { LogLevel } from '@slack/bolt';
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createMovableClock } from '../../../src/clock.ts';
import { createRateLimits } from '../../../src/sandbox/slack/web-api/rate-limits.ts';
import { aWorkspace, call } from './a-workspace.ts';

test('scripted trouble is used up in order, for its method and condition', async () => {
  const { slack, studio, client } = await aWorkspace();
  const post = (text: string) => client.chat.postMessage({ channel: studio.id, text });
  slack.trouble({ method: 'chat.postMessage', then: { error: 'fatal_error', extra: { hint: 'x' } }, times: 2 });
  slack.trouble({ method: '*', then: { status: 503 }, when: (args) => args.text === 'c' });
  expect((await client.auth.test()).ok).toBe(true);
  const refused = await post('a').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(WebAPIPlatformError);
  expect(refused).toMatchObject({ data: { error: 'fatal_error', hint: 'x' } });
  await expect(post('b')).rejects.toThrow('fatal_error');
  expect((await post('b')).ok).toBe(true);
  await expect(post('c')).rejects.toBeInstanceOf(WebAPIHTTPError);
  expect((await post('c')).ok).toBe(true);
  slack.trouble({ method: '*', then: { error: 'fatal_error' }, times: 100 });
  slack.clearTrouble();
  expect((await post('d')).ok).toBe(true);
  expect(slack.messages.map((one) => one.text)).toEqual(['b', 'c', 'd']);
  expect(slack.calls.map((one) => one.status)).toEqual([200, 200, 200, 200, 503, 200, 200]);
});

test('scripted rate limits come with and without Retry-After', async () => {
  const { slack, client } = await aWorkspace();
  slack.trouble({ method: 'auth.test', then: { rateLimited: { retryAfterSeconds: 7 } } });
  slack.trouble({ method: 'auth.test', then: { rateLimited: { retryAfterSeconds: undefined } } });
  const limited = await client.auth.test().catch((error: unknown) => error);
  expect(limited).toBeInstanceOf(WebAPIRateLimitedError);
  expect(limited).toMatchObject({ retryAfter: 7 });
  const bare = await call(slack, 'auth.test');
  expect([bare.status, bare.headers.get('retry-after'), bare.body.error]).toEqual([429, null, 'ratelimited']);
});

test('a connection is cut before or after the call is handled', async () => {
  const { slack, studio, client } = await aWorkspace();
  const post = (text: string) => client.chat.postMessage({ channel: studio.id, text });
  slack.trouble({ method: 'chat.postMessage', then: { cutBefore: true } });
  slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
  await expect(post('before')).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(slack.messages).toEqual([]);
  await expect(post('after')).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(slack.messages.map((one) => one.text)).toEqual(['after']);
  expect((await post('then')).ok).toBe(true);
});

test("a late call is handled by the server's clock, after the bot gave up", async () => {
  const clock = createMovableClock();
  const { slack, studio, client } = await aWorkspace({ now: clock.now });
  const post = (text: string) => client.chat.postMessage({ channel: studio.id, text });
  slack.trouble({ method: 'chat.postMessage', then: { late: 'cut', afterMs: 36_000 } });
  slack.trouble({ method: 'chat.postMessage', then: { late: 'cut', afterMs: 10_000 } });
  await expect(post('first')).rejects.toBeInstanceOf(WebAPIRequestError);
  await expect(post('second')).rejects.toBeInstanceOf(WebAPIRequestError);
  expect((await post('third')).ok).toBe(true);
  clock.advance(10_000);
  slack.catchUp();
  expect(slack.messages.map((one) => one.text)).toEqual(['third', 'second']);
  clock.advance(26_000);
  // Reading it back shows it too.
  expect((await post('fourth')).ok).toBe(true);
  expect(slack.messages.map((one) => one.text)).toEqual(['third', 'second', 'first', 'fourth']);
});

test('a call can hang or be answered late', async () => {
  const { slack, studio } = await aWorkspace();
  const hasty = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    timeout: 100,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
  });
  slack.trouble({ method: 'chat.postMessage', then: { hang: true } });
  await expect(hasty.chat.postMessage({ channel: studio.id, text: 'lost' })).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(slack.messages).toEqual([]);
  slack.trouble({ method: 'chat.postMessage', then: { delayMs: 60_000 } });
  await expect(hasty.chat.postMessage({ channel: studio.id, text: 'slow' })).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(slack.messages.map((one) => one.text)).toEqual(['slow']);
  slack.trouble({ method: 'chat.postMessage', then: { delayMs: 10 } });
  expect((await call(slack, 'chat.postMessage', { channel: studio.id, text: 'slower' })).body.ok).toBe(true);
});

test('chat.postMessage allows bursts of three, then one a second per channel', () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => clock.mockRestore());
  const limits = createRateLimits();
  const post = (channel = 'C1') => limits.take('chat.postMessage', 'post', channel);
  expect([post(), post(), post(), post(), post('C2')]).toEqual([undefined, undefined, undefined, 1, undefined]);
  clock.mockReturnValue(999);
  expect(post()).toBe(1);
  clock.mockReturnValue(1000);
  expect([post(), post()]).toEqual([undefined, 1]);
});

test.each([
  [1, 1, 60],
  [2, 20, 3],
  [3, 50, 2],
  [4, 100, 1],
] as const)('tier %i: %i calls a minute', (tier, calls, wait) => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  onTestFinished(() => clock.mockRestore());
  const limits = createRateLimits();
  for (let count = 0; count < calls; count++) expect(limits.take('m', tier, '')).toBeUndefined();
  expect(limits.take('m', tier, '')).toBe(wait);
  expect(limits.take('other', tier, '')).toBeUndefined();
  clock.mockReturnValue(60_000);
  expect(limits.take('m', tier, '')).toBeUndefined();
});

test('a rate-limited post gets 429 with Retry-After, and nothing is posted', async () => {
  const { slack, studio } = await aWorkspace({ rateLimits: true });
  const posts = await Promise.all(
    Array.from({ length: 20 }, () => call(slack, 'chat.postMessage', { channel: studio.id, text: 'x' })),
  );
  const refused = posts.filter((one) => one.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const one of refused) {
    expect(one.body).toMatchObject({ ok: false, error: 'ratelimited' });
    expect(Number(one.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  }
  expect(slack.messages).toHaveLength(20 - refused.length);
});
