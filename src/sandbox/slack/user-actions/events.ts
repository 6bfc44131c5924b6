import type { Parts } from '../parts.ts';
import type { Json } from '../slack-server.types.ts';
import { newId } from '../workspace/ids.ts';

/** Slack retries at once, after one minute and after five. */
export const EVENT_RETRIES_MS: readonly number[] = [0, 60_000, 300_000];

/** Sends an event if the app subscribes to it, and retries without an ack. Resolves after the first attempt. */
export async function deliverEvent(parts: Parts, subscription: string, event: Json): Promise<void> {
  const { workspace } = parts;
  if (!workspace.manifest.botEvents.includes(subscription)) return;
  const payload = {
    token: workspace.verificationToken,
    team_id: workspace.teamId,
    context_team_id: workspace.teamId,
    api_app_id: workspace.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.teamId,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
  const attempt = async (number: number, reason: string): Promise<void> => {
    const outcome = await parts.deliver('events_api', payload, number === 0 ? undefined : { attempt: number, reason });
    const wait = parts.eventRetriesMs[number];
    if (outcome.kind === 'acked' || wait === undefined) return;
    const why =
      outcome.kind === 'timeout' ? 'http_timeout' : outcome.kind === 'refused' ? 'http_error' : 'connection_failed';
    workspace.timers.after(wait, () => void attempt(number + 1, why));
  };
  await attempt(0, '');
}
