import { setTimeout as wait } from 'node:timers/promises';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { type QuotaName, type Quotas, quotaRules } from '../domain/quota.ts';

/**
 * Who is this close to a turn waits for it, ms, and a few times when another is faster; who is not gives the work back. A little more
 * than a whole turn: the computer's clock may step back by a millisecond while two are counted.
 */
const SOON_MS = 1_100;
const MOST_WAITS = 3;
/** How many wait at a time: each occupies one of the places of the runner, and other channels may be free. */
const MOST_WAITING = 2;
const SPACING_MS = quotaRules['slack-post'].limit.windowMs;
/** A place in line further away than this was given out before the clock was set back, ms. */
const LONGEST_LINE_MS = 300_000;
/** The longest sleep without a look at the clock, which may be a moved one, ms. */
const NAP_MS = 100;

type SlackQuota = Extract<QuotaName, `slack-${string}`>;

export type Turns = {
  /** Undefined when it is the turn of `key`, at once when nobody was there lately; `slack_busy` with its `retryAt` when it is too far away. */
  readonly take: (rule: SlackQuota, key: string) => Promise<Problem | undefined>;
  /** Hands on what Slack answered; what Slack itself calls too much holds everybody back, in every replica. */
  readonly heed: <T>(rule: SlackQuota, key: string, answer: T) => Promise<T>;
  /** Both, around one call. */
  readonly inTurn: <T>(rule: SlackQuota, key: string, call: () => Promise<T>) => Promise<T | Problem>;
};

/** Keeps the messenger within what Slack allows. `now` in epoch ms. */
export function createTurns(quotas: Quotas, now: () => number): Turns {
  // Those who are sent away from a channel come back one after the other: when the last of them will.
  const lastInLine = new Map<string, number>();
  const waiting = new Set<string>();

  function lineUp(key: string, freeAt: number): number {
    const next = waiting.has(key) ? freeAt + SPACING_MS : freeAt;
    const last = lastInLine.get(key) ?? 0;
    // When it is free again is only known to a few milliseconds: who was told about the same moment is still to come.
    const isOver = last < next - SPACING_MS / 2 || last > next + LONGEST_LINE_MS;
    const mine = isOver ? next : last + SPACING_MS;
    lastInLine.set(key, mine);
    return mine;
  }

  async function waitUntil(key: string, at: number): Promise<void> {
    waiting.add(key);
    for (let naps = SOON_MS / NAP_MS; now() < at && naps > 0; naps--) await wait(Math.min(at - now(), NAP_MS));
    waiting.delete(key);
  }

  async function take(rule: SlackQuota, key: string): Promise<Problem | undefined> {
    for (let waits = 0; ; waits++) {
      const taken = await quotas.take(rule, key);
      if (taken === 'taken') {
        if ((lastInLine.get(key) ?? 0) <= now()) lastInLine.delete(key);
        return undefined;
      }
      const freeAt = now() + taken.waitMs;
      const mayWait = waits < MOST_WAITS && waiting.size < MOST_WAITING && !waiting.has(key);
      if (taken.waitMs > SOON_MS || !mayWait) {
        return problem('slack_busy', { retryAt: lineUp(key, freeAt) });
      }
      await waitUntil(key, freeAt);
    }
  }

  async function heed<T>(rule: SlackQuota, key: string, answer: T): Promise<T> {
    if (isProblem(answer) && answer.code === 'slack_busy') {
      await quotas.block(rule, key, Number(answer.facts.retryAt) - now());
    }
    return answer;
  }

  return {
    take,
    heed,
    inTurn: async (rule, key, call) => (await take(rule, key)) ?? heed(rule, key, await call()),
  };
}
