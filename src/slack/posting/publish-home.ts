import { createHash } from 'node:crypto';
import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { defined } from '../../domain/defined.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { Notifier } from '../../flows/shared/notifier.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { slackProblem } from './slack-errors.ts';

type Rest<Arguments> = Arguments extends readonly [string, unknown, infer Options] ? Options : never;

/** Publishes a view as the Home of a person; as `publishHome` of the notifier, which says what is in it. */
export type Publish = (
  personId: string,
  view: HomeView,
  options: Rest<Parameters<Notifier['publishHome']>>,
) => ReturnType<Notifier['publishHome']>;

/** All Homes share what Slack allows: views.publish counts by workspace and app. `now` in epoch ms. */
export function createPublish(client: WebClient, limiter: RateLimiter, now: () => number): Publish {
  return async (personId, view, { shownHash, slackHash, isAwaited, heartbeat }) => {
    const hash = hashOf(view);
    if (hash === shownHash) return 'unchanged';
    const busy = await limiter.acquire('slack-publish', 'views.publish', isAwaited ? 'all' : 'unspared');
    if (busy !== undefined) return busy;
    if (!(await heartbeat())) return problem('slack_busy', { retryAt: now() });
    const answer = await publish(client, now, { user_id: personId, view, ...defined({ hash: slackHash }) });
    const result = await limiter.noteAnswer('slack-publish', 'views.publish', answer);
    return typeof result === 'string' ? { shownHash: hash, slackHash: result === '' ? undefined : result } : result;
  };
}

/** Slack's hash of what stands there now; '' where it gives none. */
async function publish(
  client: WebClient,
  now: () => number,
  args: Parameters<WebClient['views']['publish']>[0],
): Promise<string | Problem> {
  try {
    const { view } = await client.views.publish(args);
    return view?.hash ?? '';
  } catch (error) {
    return slackProblem(error, now());
  }
}

function hashOf(view: HomeView): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('hex').slice(0, 32);
}
