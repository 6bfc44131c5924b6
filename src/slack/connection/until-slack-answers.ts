import { setTimeout as wait } from 'node:timers/promises';
import { WebAPIHTTPError } from '@slack/web-api';
import type { Log } from '../../log.ts';
import { slackProblem } from '../posting/slack-errors.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

const passing: ReadonlySet<string> = new Set(['slack_unreachable', 'slack_outcome_unknown', 'slack_busy']);

/**
 * Asks Slack until it answers: a machine that starts before its network, or while Slack is away, must not need a hand. What Slack
 * refuses (a wrong token) it refuses for good, and is thrown, as is an answer that cannot be Slack's (a wrong URL).
 */
export async function untilSlackAnswers<T>(ask: () => Promise<T>, log: Log, stopping: AbortSignal): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await ask();
    } catch (error) {
      const notSlack = error instanceof WebAPIHTTPError && error.statusCode < 500;
      const { code } = slackProblem(error, 0);
      if (notSlack || !passing.has(code)) throw error;
      log.warn({ why: code, againInMs: waitMs }, 'Slack does not answer; Guestlist keeps trying');
    }
    await wait(waitMs, undefined, { signal: stopping });
  }
}
