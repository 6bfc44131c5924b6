import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { startPatience } from '../../flows/shared/in-time.ts';
import { createRecent } from '../../flows/shared/recent.ts';
import { slackProblem } from '../posting/slack-errors.ts';

/**
 * How long a look-up that somebody waits for may take, ms. Slack wants an answer within 3 seconds, and who the person is may have been
 * looked up before.
 */
const PATIENCE_MS = 1_200;
const MINUTE_MS = 60_000;
/** So often a minute the same is asked in vain: what is remembered is not asked, so these are answers nobody likes, asked for again. */
const MOST_OF_ONE = 10;
const MAX_COUNTED = 5_000;

/** Looks something up at Slack, in time and no more often than Slack allows. Problems: slack_*. */
export type AskSlack = {
  ask<Value extends object>(method: string, key: string, ask: () => Promise<Value>): Promise<Value | Problem>;
  /** It was not asked in vain: this one does not count. */
  welcome(method: string, key: string): void;
};

/**
 * Asks for the same (`method` and `key`) are one; a look-up that is late goes on, and the next to ask gets it. A method that Slack wants a
 * pause from is not asked before that is over, and nobody's clicks use it up. `now` in epoch ms.
 */
export function createAskSlack(now: () => number): AskSlack {
  const underWay = new Map<string, Promise<object>>();
  const pausedUntil = new Map<string, number>();
  const counts = createRecent<{ asked: number }>(MAX_COUNTED, now);

  async function look(method: string, ask: () => Promise<object>): Promise<object> {
    try {
      return await ask();
    } catch (error) {
      const why = slackProblem(error, now());
      if (typeof why.facts.retryAt === 'number') pausedUntil.set(method, why.facts.retryAt);
      return why;
    }
  }

  function isTooOften(name: string): boolean {
    const count = counts.get(name, MINUTE_MS);
    if (count === undefined) counts.set(name, { asked: 1 });
    else count.asked += 1;
    return (count?.asked ?? 1) > MOST_OF_ONE;
  }

  function begin(name: string, method: string, ask: () => Promise<object>): Promise<object> | Problem {
    const retryAt = pausedUntil.get(method) ?? 0;
    if (now() < retryAt) return problem('slack_busy', { retryAt });
    if (isTooOften(name)) return problem('slack_busy', { retryAt: now() + MINUTE_MS });
    const asked = look(method, ask).finally(() => underWay.delete(name));
    underWay.set(name, asked);
    return asked;
  }

  return {
    async ask<Value extends object>(method: string, key: string, ask: () => Promise<Value>) {
      const name = `${method} ${key}`;
      const asked = Promise.resolve(underWay.get(name) ?? begin(name, method, ask));
      const answer = await startPatience(PATIENCE_MS)(asked);
      if (answer === 'late') return problem('slack_unreachable');
      // What was under way under this name was asked with the same question.
      return isProblem(answer) ? answer : (answer as Value);
    },
    welcome: (method, key) => counts.delete(`${method} ${key}`),
  };
}
