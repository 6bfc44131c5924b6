import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Problem } from '../../domain/problem.ts';
import { metadataType } from '../names.ts';
import { slackProblem } from './slack-errors.ts';

/** Pages of 200 to look through; more messages than that since the invite was made, and a second post is the lesser harm. */
const MAX_PAGES = 5;

// Slack's clock and ours may differ, and ours may have been set back since: the search begins well before the invite was made.
// Slack answers the newest messages first, so this costs something only where there is nothing to find.
const MARGIN_S = 2 * 3_600;

const Metadata = z.object({ event_type: z.literal(metadataType), event_payload: z.object({ key: z.string() }) });

/**
 * The ts of our messages that carry `key`, as many as `most`; 'cannot look' when that is not possible, or too much has been written
 * since. A Problem (slack_busy, slack_unreachable) when it is worth looking again later.
 */
export async function findMessages(
  client: WebClient,
  query: {
    readonly channelId: string;
    readonly threadTs?: string | undefined;
    readonly key: string;
    readonly since: number;
    readonly now: number;
    readonly most: number;
  },
): Promise<readonly string[] | 'cannot look' | Problem> {
  const oldest = String(Math.max(0, Math.floor(query.since / 1000) - MARGIN_S));
  const found: string[] = [];
  let cursor: string | undefined;
  try {
    for (let page = 0; page < MAX_PAGES; page++) {
      const common = {
        channel: query.channelId,
        include_all_metadata: true,
        limit: 200,
        ...(cursor ? { cursor } : {}),
      };
      const answer =
        query.threadTs === undefined
          ? await client.conversations.history({ ...common, oldest })
          : await client.conversations.replies({ ...common, ts: query.threadTs });
      for (const message of answer.messages ?? []) {
        const metadata = Metadata.safeParse(message.metadata);
        const isIt = metadata.success && metadata.data.event_payload.key === query.key;
        if (isIt && message.ts !== undefined) found.push(message.ts);
        if (found.length >= query.most) return found;
      }
      cursor = answer.response_metadata?.next_cursor;
      if (!cursor) return found;
    }
    return found.length === 0 ? 'cannot look' : found;
  } catch (error) {
    const why = slackProblem(error, query.now);
    if (why.code === 'slack_outcome_unknown') return { ...why, code: 'slack_unreachable' };
    // missing_scope, not_in_channel and the like: nobody can look, so the caller posts.
    return why.code === 'slack_busy' || why.code === 'slack_unreachable' ? why : 'cannot look';
  }
}
