import { beforeEach, describe, expect, it } from 'vitest';
import { createMovableClock, type MovableClock, systemClock } from '../../src/clock.ts';
import { problem } from '../../src/domain/problem.ts';
import type { Quotas } from '../../src/domain/quota.ts';
import { createTurns, type Turns } from '../../src/slack/turns.ts';
import { byClock, createMemoryQuotas } from '../../src/store/quotas.ts';

let clock: MovableClock;
let quotas: Quotas;
let one: Turns;
let other: Turns;
beforeEach(() => {
  clock = createMovableClock();
  quotas = byClock(createMemoryQuotas(), clock.now, systemClock);
  one = createTurns(quotas, clock.now);
  other = createTurns(quotas, clock.now);
});

const sent = async () => clock.now();
const retryAt = (answer: unknown) => {
  if (typeof answer === 'number') throw new Error('it was sent');
  expect(answer).toMatchObject({ kind: 'problem', code: 'slack_busy', facts: { retryAt: expect.any(Number) } });
  return (answer as { facts: { retryAt: number } }).facts.retryAt;
};

describe('posts into one channel', () => {
  it('of many who come together one goes, from whichever replica; the others are told when the next second is free', async () => {
    const before = clock.now();
    const answers = await Promise.all(
      [one, other, one, other, one].map((turns) => turns.inTurn('slack-post', 'C1', sent)),
    );
    expect(answers.filter((answer) => typeof answer === 'number')).toHaveLength(1);
    const told = answers.filter((answer) => typeof answer !== 'number').map(retryAt);
    expect(told).toHaveLength(4);
    // A turn is taken a moment after somebody asks, and told of a moment later.
    for (const at of told) {
      expect(at).toBeGreaterThanOrEqual(before + 990);
      expect(at).toBeLessThanOrEqual(clock.now() + 1_000);
    }
  });

  it('nobody waits: a channel that is not free is no matter for another', async () => {
    const busy = await Promise.all(Array.from({ length: 20 }, () => one.inTurn('slack-post', 'C1', sent)));
    const quiet = await Promise.all(Array.from({ length: 50 }, (_, nth) => one.inTurn('slack-post', `D${nth}`, sent)));
    expect(busy.filter((answer) => typeof answer === 'number')).toHaveLength(1);
    expect(quiet.every((answer) => typeof answer === 'number')).toBe(true);
  });

  it('who posted knows when the channel is free again, and so does whoever was sent away', async () => {
    expect(one.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    await one.inTurn('slack-post', 'C1', sent);
    expect(one.freeAt('C1')).toBeGreaterThan(clock.now() + 900);
    expect(one.freeAt('C2')).toBeLessThanOrEqual(clock.now());
    // Nobody has told the other replica so far.
    expect(other.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    retryAt(await other.inTurn('slack-post', 'C1', sent));
    expect(other.freeAt('C1')).toBeGreaterThan(clock.now() + 800);
  });

  it('a clock that is moved frees the channel', async () => {
    await one.inTurn('slack-post', 'C1', sent);
    clock.advance(3_600_000);
    expect(one.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    expect(await one.inTurn('slack-post', 'C1', sent)).toEqual(expect.any(Number));
  });

  it('a clock that is set back keeps no channel shut until the old time comes again', async () => {
    await one.inTurn('slack-post', 'C1', sent);
    clock.advance(-3_600_000);
    expect(one.freeAt('C1')).toBeLessThanOrEqual(clock.now());
    expect(await one.inTurn('slack-post', 'C1', sent)).toEqual(expect.any(Number));
  });

  it('however many channels there are, those of the last second are remembered', async () => {
    const taken: Quotas = { ...quotas, take: async () => 'taken' };
    const turns = createTurns(taken, clock.now);
    for (let nth = 0; nth < 12_000; nth++) await turns.take('slack-post', `C${nth}`);
    expect(turns.freeAt('C11999')).toBeGreaterThan(clock.now());
  });
});

describe('what Slack calls too much', () => {
  const tooMuch = (ms: number) => async () => problem('slack_busy', { retryAt: clock.now() + ms });

  it('holds back every replica, for that channel only', async () => {
    const at = retryAt(await one.inTurn('slack-post', 'C1', tooMuch(30_000)));
    expect(retryAt(await other.inTurn('slack-post', 'C1', sent))).toBeGreaterThanOrEqual(at - 1_000);
    expect(await other.inTurn('slack-post', 'C2', sent)).toEqual(expect.any(Number));
    expect(one.freeAt('C1')).toBe(at);
    expect(other.freeAt('C1')).toBeGreaterThanOrEqual(at - 1_000);
  });

  it('holds back a method for all channels', async () => {
    await one.inTurn('slack-call', 'chat.update', tooMuch(30_000));
    let called = false;
    const answer = await other.inTurn('slack-call', 'chat.update', async () => {
      called = true;
    });
    retryAt(answer);
    expect(called).toBe(false);
    expect(await other.inTurn('slack-call', 'conversations.replies', sent)).toEqual(expect.any(Number));
    clock.advance(30_000);
    expect(await other.inTurn('slack-call', 'chat.update', sent)).toEqual(expect.any(Number));
  });

  it('any other Problem is handed on and holds nobody back', async () => {
    expect(await one.inTurn('slack-call', 'chat.update', async () => problem('slack_unreachable'))).toEqual(
      problem('slack_unreachable'),
    );
    expect(await one.inTurn('slack-call', 'chat.update', sent)).toEqual(expect.any(Number));
  });
});
