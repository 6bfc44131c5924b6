import { beforeEach, describe, expect, it } from 'vitest';
import { createMovableClock, type MovableClock, systemClock } from '../../src/clock.ts';
import { problem } from '../../src/domain/problem.ts';
import type { Quotas } from '../../src/domain/quota.ts';
import { createTurns, type Turns } from '../../src/slack/turns.ts';
import { byClock, createMemoryQuotas } from '../../src/store/quotas.ts';

let clock: MovableClock;
let quotas: Quotas;
let one: Turns['inTurn'];
let other: Turns['inTurn'];
beforeEach(() => {
  clock = createMovableClock();
  quotas = byClock(createMemoryQuotas(), clock.now, systemClock);
  one = createTurns(quotas, clock.now).inTurn;
  other = createTurns(quotas, clock.now).inTurn;
});

const sent = async () => clock.now();
const retryAt = (answer: unknown) => {
  if (typeof answer === 'number') throw new Error('it was sent');
  expect(answer).toMatchObject({ kind: 'problem', code: 'slack_busy', facts: { retryAt: expect.any(Number) } });
  return (answer as { facts: { retryAt: number } }).facts.retryAt;
};

describe('posts into one channel', () => {
  it('the first goes at once, the next a second later, from whichever replica', async () => {
    const before = clock.now();
    // The first tells its time a moment after it took its turn.
    const [first, second] = [await one('slack-post', 'C1', sent), await other('slack-post', 'C1', sent)];
    expect(first).toBeGreaterThanOrEqual(before);
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(990);
  });

  it('of many, one waits for the next second; the others are told different seconds to come again', async () => {
    const before = clock.now();
    const answers = await Promise.all(Array.from({ length: 6 }, () => one('slack-post', 'C1', sent)));
    const posted = answers.filter((answer) => typeof answer === 'number');
    expect(posted).toHaveLength(2);
    const told = answers.filter((answer) => typeof answer !== 'number').map(retryAt);
    expect(told).toHaveLength(4);
    for (const [nth, at] of told.toSorted((a, b) => a - b).entries()) {
      expect(at).toBeGreaterThanOrEqual(before + (nth + 2) * 1_000);
      expect(at).toBeLessThan(clock.now() + (nth + 2) * 1_000);
    }
  });

  it('nobody is told the same second when it is only known to a few milliseconds', async () => {
    const waits = [2_000, 2_003, 2_001, 2_009];
    const vague: Quotas = { ...quotas, take: async () => ({ waitMs: waits.shift() ?? 2_000 }) };
    const { inTurn } = createTurns(vague, clock.now);
    const told: number[] = [];
    for (const _ of Array.from({ length: 5 })) told.push(retryAt(await inTurn('slack-post', 'C1', sent)));
    expect(told.map((at) => at - Number(told[0]))).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });

  it('a busy channel does not hold up the others', async () => {
    const busy = Promise.all(Array.from({ length: 20 }, () => one('slack-post', 'C1', sent)));
    const quiet = await Promise.race([
      busy,
      Promise.all(Array.from({ length: 50 }, (_, nth) => one('slack-post', `D${nth}`, sent))),
    ]);
    expect(quiet).toHaveLength(50);
    expect(quiet.every((answer) => typeof answer === 'number')).toBe(true);
    await busy;
  });

  it('no more than two wait, whatever the channels: the rest would hold up the runner', async () => {
    const channels = Array.from({ length: 8 }, (_, nth) => `C${nth}`);
    await Promise.all(channels.map((channel) => one('slack-post', channel, sent)));
    const again = await Promise.all(channels.map((channel) => one('slack-post', channel, sent)));
    expect(again.filter((answer) => typeof answer === 'number')).toHaveLength(2);
  });

  it('a clock that is moved ends the wait', async () => {
    await one('slack-post', 'C1', sent);
    const waiting = one('slack-post', 'C1', sent);
    // Until it waits: what comes now is sent away at once.
    retryAt(await one('slack-post', 'C1', sent));
    clock.advance(3_600_000);
    const movedTo = clock.now();
    expect(await waiting).toBeGreaterThanOrEqual(movedTo);
    // It was the first of the new time, and did not wait for the old: a second has not passed since.
    expect(await quotas.take('slack-post', 'C1')).toMatchObject({ waitMs: expect.any(Number) });
  });

  it('a clock that is set back does not send anybody far into the future', async () => {
    await Promise.all(Array.from({ length: 9 }, () => one('slack-post', 'C1', sent)));
    clock.advance(-3_600_000);
    await one('slack-post', 'C1', sent);
    const told = await Promise.all(Array.from({ length: 4 }, () => one('slack-post', 'C1', sent)));
    for (const answer of told.filter((each) => typeof each !== 'number')) {
      expect(retryAt(answer)).toBeLessThan(clock.now() + 10_000);
    }
  });
});

describe('what Slack calls too much', () => {
  const tooMuch = (ms: number) => async () => problem('slack_busy', { retryAt: clock.now() + ms });

  it('holds back every replica, for that channel only', async () => {
    const at = retryAt(await one('slack-post', 'C1', tooMuch(30_000)));
    expect(retryAt(await other('slack-post', 'C1', sent))).toBeGreaterThanOrEqual(at - 1_000);
    expect(await other('slack-post', 'C2', sent)).toEqual(expect.any(Number));
  });

  it('holds back a method for all channels', async () => {
    await one('slack-call', 'chat.update', tooMuch(30_000));
    let called = false;
    const answer = await other('slack-call', 'chat.update', async () => {
      called = true;
    });
    retryAt(answer);
    expect(called).toBe(false);
    expect(await other('slack-call', 'conversations.replies', sent)).toEqual(expect.any(Number));
    clock.advance(30_000);
    expect(await other('slack-call', 'chat.update', sent)).toEqual(expect.any(Number));
  });

  it('any other Problem is handed on and holds nobody back', async () => {
    expect(await one('slack-call', 'chat.update', async () => problem('slack_unreachable'))).toEqual(
      problem('slack_unreachable'),
    );
    expect(await one('slack-call', 'chat.update', sent)).toEqual(expect.any(Number));
  });
});
