import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Quotas } from '../../domain/quota.ts';
import type { Look, Notifier, Place } from '../../flows/shared/notifier.ts';
import type { Message } from '../blocks/blocks.ts';
import { createAdmins } from '../directory/admins.ts';
import { metadataType } from '../names.ts';
import { asWritten, newAsWritten } from './as-written.ts';
import { findMessages } from './find-message.ts';
import { createPublish, type Publish } from './publish-home.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { slackProblem } from './slack-errors.ts';

export type Post = {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean;
  readonly key: string;
  readonly look: Look;
  readonly heartbeat: () => Promise<boolean>;
  readonly since: number;
};

/** What posts, edits and deletes messages. A `busy` channel is answered as a Problem, never waited for. Problems: slack_* . */
export type Messenger = {
  /** Edits a message where it stands, else where it is found, else posts it. */
  show(message: Message, where: Post & { readonly place: Place | undefined }): Promise<Place | Problem>;
  /** Posts a message, unless it is found. */
  post(message: Message, where: Post): Promise<Place | Problem>;
  /** Shows one person a message in a conversation, which nobody else sees and Slack does not keep. */
  whisper(
    message: Message,
    where: { readonly channelId: string; readonly personId: string },
  ): Promise<'sent' | Problem>;
  /** Publishes the Home of a person, unless it stands there already. */
  readonly publish: Publish;
  /** Edits a message where it stands. */
  edit(message: Message, place: Place): Promise<Place | Problem>;
} & Pick<Notifier, 'permalink' | 'findPosts' | 'deletePost' | 'deleteFile' | 'admins' | 'freeAt' | 'directChannel'>;

/**
 * The only one who posts to channels. `client` must not retry by itself: a repeated chat.postMessage posts twice. A post
 * whose answer was lost is looked for by the key in its metadata before it is sent again; where looking is not possible
 * (no history scope, not a member), it is sent again, since a second message is better than none.
 * Nothing is sent before the rate limiter allows it, which all replicas share.
 */
export function createMessenger(client: WebClient, now: () => number, quotas: Quotas): Messenger {
  const limiter = createRateLimiter(quotas, now);
  const readAdmins = createAdmins(client, now);

  /** The messages that carry the key, newest or oldest first as Slack has them. */
  async function findAll(
    where: Pick<Post, 'channelId' | 'threadTs' | 'key' | 'since'>,
    most: number,
  ): Promise<readonly Place[] | 'cannot look' | Problem> {
    const method = where.threadTs === undefined ? 'conversations.history' : 'conversations.replies';
    const found = await limiter.limited('slack-call', method, () =>
      findMessages(client, { ...where, now: now(), most }),
    );
    if (found === 'cannot look' || isProblem(found)) return found;
    return found.map((ts) => ({ channelId: where.channelId, ts }));
  }

  /**
   * Posts when the rate limiter allows it. An earlier try's message is looked for only then, since each look is a call too; only looking
   * (`look: 'only'`) needs no slot to post.
   */
  async function post(
    message: Message,
    where: Post,
    whenFound: (place: Place) => Promise<Place | Problem> = async (found) => found,
  ): Promise<Place | Problem> {
    const early = where.look === 'only' ? await findAll(where, 1) : undefined;
    if (isProblem(early)) return early;
    if (Array.isArray(early) && early.length === 0) return problem('slack_post_in_doubt');
    const busy = Array.isArray(early) ? undefined : await limiter.acquire('slack-post', where.channelId);
    if (busy !== undefined) return busy;
    const found = early ?? (where.look === 'first' ? await findAll(where, 1) : 'cannot look');
    if (isProblem(found)) return found;
    const [place] = found === 'cannot look' ? [] : found;
    if (place !== undefined) {
      const taken = await whenFound(place);
      // It is there and cannot be edited any more: looked for again, it would be found forever.
      if (!isProblem(taken) || taken.code !== 'slack_message_deleted') return taken;
    }
    if (!(await where.heartbeat())) return problem('slack_busy', { retryAt: now() });
    return limiter.noteAnswer('slack-post', where.channelId, await postNow(message, where));
  }

  async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer | Problem> {
    try {
      return await ask();
    } catch (error) {
      return slackProblem(error, now());
    }
  }

  /** One call, when its method is free. */
  const call = <Answer>(method: string, ask: () => Promise<Answer>) =>
    limiter.limited('slack-call', method, () => asked(ask));

  function postNow(message: Message, where: Post): Promise<Place | Problem> {
    return asked(async () => {
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
    });
  }

  const edit = (message: Message, place: Place) =>
    call('chat.update', async () => {
      await client.chat.update({ channel: place.channelId, ts: place.ts, ...asWritten, ...message });
      return place;
    });

  /** A card where it stands, else where it is found, else posted. */
  async function show(card: Message, where: Post & { readonly place: Place | undefined }): Promise<Place | Problem> {
    if (where.place !== undefined) return edit(card, where.place);
    // A card that is found says what was true when it was posted: it is edited like any other.
    return post(card, where, (found) => edit(card, found));
  }

  return {
    show,

    post: (message, where) => post(message, where),

    edit,

    publish: createPublish(client, limiter, now),

    whisper: ({ text, blocks }, { channelId, personId }) =>
      call('chat.postEphemeral', async () => {
        await client.chat.postEphemeral({ channel: channelId, user: personId, text, blocks, ...asWritten });
        return 'sent' as const;
      }),

    permalink: ({ channelId, ts }) =>
      call('chat.getPermalink', async () => {
        const { permalink } = await client.chat.getPermalink({ channel: channelId, message_ts: ts });
        return permalink ?? problem('slack_refused', { error: 'no permalink' });
      }),

    async findPosts(query) {
      const found = await findAll(query, Number.POSITIVE_INFINITY);
      return found === 'cannot look' ? [] : found;
    },

    deletePost: ({ channelId, ts }) =>
      call('chat.delete', async () => {
        await client.chat.delete({ channel: channelId, ts });
        return 'deleted' as const;
      }),

    deleteFile: (fileId) =>
      call('files.delete', async () => {
        await client.files.delete({ file: fileId });
        return 'deleted' as const;
      }),

    admins: () => limiter.limited('slack-call', 'users.list', readAdmins),

    freeAt: limiter.freeAt,

    directChannel: (personId) =>
      call('conversations.open', async () => {
        const answer = await client.conversations.open({ users: personId });
        return answer.channel?.id ?? problem('slack_refused', { error: 'no channel' });
      }),
  };
}
