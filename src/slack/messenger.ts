import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { Quotas } from '../domain/quota.ts';
import type { DirectNotice, Look, Place, Teller } from '../flows/teller.ts';
import { createAdmins } from './admins.ts';
import { asWritten, newAsWritten } from './as-written.ts';
import { findMessages } from './find-message.ts';
import { metadataType } from './names.ts';
import { slackProblem } from './slack-errors.ts';
import { createTurns } from './turns.ts';
import { channelNoticeMessage } from './views/channel-notice.ts';
import { digestMessage } from './views/digest.ts';
import { directNoticeMessage } from './views/direct-notice.ts';
import { inviteCard, type Message } from './views/invite-card.ts';
import { maskedEnd, maskedInvite, maskedMessage, maskedRow } from './views/masked.ts';
import { memberCard } from './views/member-card.ts';
import { noticeMessage } from './views/notice.ts';
import { warningMessage } from './views/warning.ts';

type Post = {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean;
  readonly key: string;
  readonly look: Look;
  readonly stillMine: () => Promise<boolean>;
  readonly since: number;
};

/**
 * The only one who posts to channels. `client` must not retry by itself: a repeated chat.postMessage posts twice. A post
 * whose answer was lost is looked for by the key in its metadata before it is sent again; where looking is not possible
 * (no history scope, not a member), it is sent again, since a second message is better than none.
 * Nothing is sent before its turn (turns.ts), which all replicas share.
 */
export function createMessenger(
  client: WebClient,
  now: () => number,
  workspaceId: () => string,
  quotas: Quotas,
): Teller {
  const turns = createTurns(quotas, now);
  const readAdmins = createAdmins(client, now);

  /** The messages that carry the key, newest or oldest first as Slack has them. */
  async function findAll(
    where: Pick<Post, 'channelId' | 'threadTs' | 'key' | 'since'>,
    most: number,
  ): Promise<readonly Place[] | 'cannot look' | Problem> {
    const method = where.threadTs === undefined ? 'conversations.history' : 'conversations.replies';
    const found = await turns.inTurn('slack-call', method, () => findMessages(client, { ...where, now: now(), most }));
    if (found === 'cannot look' || isProblem(found)) return found;
    return found.map((ts) => ({ channelId: where.channelId, ts }));
  }

  /**
   * Posts when it is the channel's turn. What an earlier try left behind is looked for only then, since each look is a call too; who only
   * looks needs no turn to post.
   */
  async function post(
    message: Message,
    where: Post,
    whenFound: (place: Place) => Promise<Place | Problem>,
  ): Promise<Place | Problem> {
    const early = where.look === 'only' ? await findAll(where, 1) : undefined;
    if (isProblem(early)) return early;
    if (Array.isArray(early) && early.length === 0) return problem('slack_post_in_doubt');
    const busy = Array.isArray(early) ? undefined : await turns.take('slack-post', where.channelId);
    if (busy !== undefined) return busy;
    const found = early ?? (where.look === 'first' ? await findAll(where, 1) : 'cannot look');
    if (isProblem(found)) return found;
    const [place] = found === 'cannot look' ? [] : found;
    if (place !== undefined) {
      const taken = await whenFound(place);
      // It stands there, and cannot be edited any more: looked for again it would be found for ever.
      if (!isProblem(taken) || taken.code !== 'slack_message_gone') return taken;
    }
    if (!(await where.stillMine())) return problem('slack_busy', { retryAt: now() });
    return turns.heed('slack-post', where.channelId, await postNow(message, where));
  }

  async function postNow(message: Message, where: Post): Promise<Place | Problem> {
    try {
      const answer = await client.chat.postMessage({
        channel: where.channelId,
        text: message.text,
        blocks: message.blocks,
        ...newAsWritten,
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

  const edit = (message: Message, place: Place) =>
    turns.inTurn('slack-call', 'chat.update', () => editNow(message, place));

  async function editNow(message: Message, place: Place): Promise<Place | Problem> {
    try {
      await client.chat.update({ channel: place.channelId, ts: place.ts, ...asWritten, ...message });
      return place;
    } catch (error) {
      return slackProblem(error, now());
    }
  }

  async function deleteNow({ channelId, ts }: Place): Promise<'deleted' | Problem> {
    try {
      await client.chat.delete({ channel: channelId, ts });
      return 'deleted';
    } catch (error) {
      return slackProblem(error, now());
    }
  }

  /** A card where it stands, else where it is found, else posted. */
  async function show(card: Message, where: Post & { readonly place: Place | undefined }): Promise<Place | Problem> {
    if (where.place !== undefined) return edit(card, where.place);
    // A card that is found says what was true when it was posted: it is edited like any other.
    return post(card, where, (found) => edit(card, found));
  }

  async function openDirect(personId: string): Promise<string | Problem> {
    try {
      const answer = await client.conversations.open({ users: personId });
      return answer.channel?.id ?? problem('slack_refused', { error: 'no channel' });
    } catch (error) {
      return slackProblem(error, now());
    }
  }

  async function whisperNow(
    notice: DirectNotice,
    { channelId, personId }: { readonly channelId: string; readonly personId: string },
  ): Promise<'told' | Problem> {
    try {
      const { text, blocks } = directNoticeMessage(notice, now());
      await client.chat.postEphemeral({ channel: channelId, user: personId, text, blocks, ...asWritten });
      return 'told';
    } catch (error) {
      return slackProblem(error, now());
    }
  }

  async function permalinkNow({ channelId, ts }: Place): Promise<string | Problem> {
    try {
      const { permalink } = await client.chat.getPermalink({ channel: channelId, message_ts: ts });
      return permalink ?? problem('slack_refused', { error: 'no permalink' });
    } catch (error) {
      return slackProblem(error, now());
    }
  }

  return {
    showCard(invite, options) {
      const card = options.hidesGuest
        ? maskedMessage(inviteCard(maskedInvite(invite), now(), options.beside))
        : inviteCard(invite, now(), options.beside);
      return show(card, { ...options, since: invite.createdAt });
    },

    showMemberCard(batch, rows, options) {
      const card = options.hidesGuest ? maskedMessage(memberCard(batch, rows.map(maskedRow))) : memberCard(batch, rows);
      return show(card, { ...options, since: batch.createdAt });
    },

    async sendNotice(invite, notice, options) {
      const message = options.hidesGuest
        ? maskedMessage(noticeMessage(maskedInvite(invite), notice, now(), options))
        : noticeMessage(invite, notice, now(), options);
      const where = { ...options, since: invite.createdAt };
      return post(message, where, async (found) => found);
    },

    showWarning(warning, options) {
      const message = options.hidesGuest
        ? maskedMessage(warningMessage({ ...warning, ends: warning.ends.map(maskedEnd) }))
        : warningMessage(warning);
      return show(message, options);
    },

    async sendDigest(ended, options) {
      const masked = ended.map(({ invite, access }) => ({ invite: maskedInvite(invite), access }));
      const message = options.hidesGuest ? maskedMessage(digestMessage(masked, now())) : digestMessage(ended, now());
      return post(message, options, async (found) => found);
    },

    async sendDirect(notice, options) {
      return post(directNoticeMessage(notice, now()), options, async (found) => found);
    },

    whisper: (notice, where) => turns.inTurn('slack-call', 'chat.postEphemeral', () => whisperNow(notice, where)),

    permalink: (place) => turns.inTurn('slack-call', 'chat.getPermalink', () => permalinkNow(place)),

    async sendToChannel(notice, options) {
      return post(channelNoticeMessage(notice), options, async (found) => found);
    },

    async findPosts(query) {
      const found = await findAll(query, Number.POSITIVE_INFINITY);
      return found === 'cannot look' ? [] : found;
    },

    deletePost: (place) => turns.inTurn('slack-call', 'chat.delete', () => deleteNow(place)),

    admins: () => turns.inTurn('slack-call', 'users.list', readAdmins),

    freeAt: turns.freeAt,

    workspaceId,

    directChannel: (personId) => turns.inTurn('slack-call', 'conversations.open', () => openDirect(personId)),
  };
}
