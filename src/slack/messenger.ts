import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { Place, Teller } from '../flows/teller.ts';
import { findMessage } from './find-message.ts';
import { metadataType } from './names.ts';
import { slackProblem } from './slack-errors.ts';
import { digestMessage } from './views/digest.ts';
import { inviteCard, type Message } from './views/invite-card.ts';
import { memberCard } from './views/member-card.ts';
import { noticeMessage } from './views/notice.ts';

/** Slack: about one message per second and channel; beyond it messages can be hidden. */
const SPACING_MS = 1_000;

type Post = {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean;
  readonly key: string;
  readonly lookFirst: boolean;
  readonly since: number;
};

/**
 * The only one who posts to channels. `client` must not retry by itself: a repeated chat.postMessage posts twice. A post
 * whose answer was lost is looked for by the key in its metadata before it is sent again; where looking is not possible
 * (no history scope, not a member), it is sent again, since a second message is better than none.
 */
export function createMessenger(client: WebClient, now: () => number, workspaceId: () => string): Teller {
  const nextFree = new Map<string, number>();

  /** Takes the channel's next second, or says when it comes. */
  function takeTurn(channelId: string): Problem | undefined {
    const at = now();
    const free = nextFree.get(channelId) ?? 0;
    // Far ahead means the clock was set back in between.
    if (free > at && free <= at + 2 * SPACING_MS) return problem('slack_busy', { retryAt: free });
    nextFree.set(channelId, at + SPACING_MS);
    return undefined;
  }

  /** The message an earlier try left behind, if there is one and it can be looked for. */
  async function find(where: Post): Promise<Place | undefined | Problem> {
    const ts = await findMessage(client, { ...where, now: now() });
    return ts === undefined || isProblem(ts) ? ts : { channelId: where.channelId, ts };
  }

  async function post(message: Message, where: Post): Promise<Place | Problem> {
    const wait = takeTurn(where.channelId);
    if (wait !== undefined) return wait;
    try {
      const answer = await client.chat.postMessage({
        channel: where.channelId,
        text: message.text,
        blocks: message.blocks,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: metadataType, event_payload: { key: where.key } },
        ...(where.threadTs === undefined
          ? {}
          : where.broadcast === true
            ? { thread_ts: where.threadTs, reply_broadcast: true }
            : { thread_ts: where.threadTs }),
      });
      if (answer.ts === undefined) return problem('slack_outcome_unknown');
      // The channel Slack names is the true one: an id of a person is answered with that of the direct message.
      return { channelId: answer.channel ?? where.channelId, ts: answer.ts };
    } catch (error) {
      return slackProblem(error, now());
    }
  }

  /** A card where it stands, else where it is found, else posted. */
  async function show(card: Message, where: Post & { readonly place: Place | undefined }): Promise<Place | Problem> {
    const found = where.place === undefined && where.lookFirst ? await find(where) : where.place;
    if (isProblem(found)) return found;
    if (found === undefined) return post(card, where);
    // A card that was found says what was true when it was posted: it is edited like any other.
    try {
      await client.chat.update({ channel: found.channelId, ts: found.ts, ...card });
      return found;
    } catch (error) {
      const why = slackProblem(error, now());
      // Editing twice is editing once.
      return why.code === 'slack_outcome_unknown' ? problem('slack_unreachable') : why;
    }
  }

  return {
    showCard: (invite, options) => show(inviteCard(invite, now()), { ...options, since: invite.createdAt }),

    showMemberCard: (batch, rows, options) => show(memberCard(batch, rows), { ...options, since: batch.createdAt }),

    async sendNotice(invite, notice, options) {
      const message = noticeMessage(invite, notice, now());
      const where = { ...options, since: invite.createdAt };
      const found = options.lookFirst ? await find(where) : undefined;
      return found ?? post(message, where);
    },

    async sendDigest(ended, options) {
      const found = options.lookFirst ? await find(options) : undefined;
      return found ?? post(digestMessage(ended, now()), options);
    },

    workspaceId,

    async directChannel(personId) {
      try {
        const answer = await client.conversations.open({ users: personId });
        return answer.channel?.id ?? problem('slack_refused', { error: 'no channel' });
      } catch (error) {
        return slackProblem(error, now());
      }
    },
  };
}
