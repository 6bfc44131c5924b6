import { type Job, showsState } from '../../domain/job.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { SentPost } from '../../store/sent-posts.ts';
import type { Claim, Context, Statements } from './context.ts';
import type { Look, Place } from './notifier.ts';

/**
 * After this a post whose answer was lost is believed not to come any more, ms. Slack answers in seconds or not at all, and the client
 * gives up after 8; a post that is 10 seconds late must not meet a second one. What comes even later is deleted (delete-late-posts.ts).
 */
export const SETTLE_MS = 30_000;
/** When a post whose answer was lost is looked for before that, ms after it was sent: most of them are there at once. */
const LOOKS_MS = [2_000, 10_000, SETTLE_MS] as const;
/** When it is looked at whether a message that was sent twice stands there twice, ms after it was sent last. */
export const LATE_LOOKS_MS = [2 * 60_000, 5 * 60_000, 15 * 60_000] as const;

/** A message of a job: by the key it carries, and where it is posted. `since`: it was not sent before that, epoch ms. */
export type OnePost = {
  readonly key: string;
  readonly channelId: string;
  readonly threadTs?: string | undefined;
  readonly since: number;
  /** The invites it names; that of its job by default. */
  readonly about?: readonly string[];
  /** This very message was certainly not sent before. */
  readonly isFirstTry?: boolean;
};

/** How to send: whether to look for an earlier one, and what to ask right before it goes out. */
export type HowToPost = { readonly look: Look; readonly heartbeat: Claim['heartbeat'] };

/**
 * Posts a message that must stand there once. That it is sent is written down before. When its answer is lost, or the bot was killed
 * meanwhile, it is looked for, and sent again only when the first can hardly come any more; should it all the same, one of the two is
 * deleted later. Problems: slack_*, slack_post_in_doubt with its `retryAt` while the first may still come.
 */
export async function postOnce(
  context: Context,
  job: Job,
  claim: Claim,
  post: OnePost,
  send: (how: HowToPost) => Promise<Place | Problem>,
): Promise<Place | Problem> {
  const before = await doubtfulPost(context, job, claim, post);
  const settlesAt = before === undefined ? 0 : before.sentAt + SETTLE_MS;
  const mayStillCome = context.now() < settlesAt;
  let sent: SentPost | undefined;
  const answer = await send({
    look: mayStillCome ? 'only' : before !== undefined || mayBeThere(claim, post) ? 'first' : 'not',
    async heartbeat() {
      const next = { key: post.key, sentAt: context.now(), sends: (before?.sends ?? 0) + 1 };
      if (!(await markSent(context, job, post, next))) return false;
      sent = next;
      return true;
    },
  });
  if (!isProblem(answer)) {
    await noteSent(context, job, post, answer);
    return answer;
  }
  if (sent === undefined) return answer.code === 'slack_post_in_doubt' ? inDoubt(before?.sentAt ?? 0, context) : answer;
  if (answer.code === 'slack_outcome_unknown') return inDoubt(sent.sentAt, context);
  // Slack did not take it: in doubt is what was in doubt before.
  await context.store.resetSentPost(job, before);
  return answer;
}

/** Keeps where it stands, so that it can be edited when personal data is erased. Cards and warnings keep their places themselves. */
async function noteSent(context: Context, job: Job, post: OnePost, place: Place): Promise<void> {
  if (showsState(job)) return;
  const about = post.about ?? (job.inviteId === undefined ? [] : [job.inviteId]);
  await context.store.transaction(async (tx) => {
    const isErased = await tx.insertSentMessage({ ...place, jobId: job.id, about, sentAt: context.now() });
    if (isErased) await tx.enqueue({ kind: 'erasure', name: 'slack' });
  });
}

/** What an earlier try of this message sent without knowing its answer. Sent later than now, it was before the clock was set back. */
async function doubtfulPost(context: Context, job: Job, claim: Claim, post: OnePost): Promise<SentPost | undefined> {
  if (!mayBeThere(claim, post)) return undefined;
  const before = await context.store.sentPost(job.id);
  if (before?.key !== post.key) return undefined;
  const now = context.now();
  if (before.sentAt <= now) return before;
  const counted = { ...before, sentAt: now };
  await context.store.resetSentPost(job, counted);
  return counted;
}

/** An earlier claim may have got anywhere; where it noted nothing, it was one of a Guestlist that did not. */
function mayBeThere(claim: Claim, { isFirstTry = false }: OnePost): boolean {
  return claim.attempt > 1 && !isFirstTry;
}

/** Enqueued with the second post: a look whether both have come. */
async function markSent(context: Context, job: Job, post: OnePost, next: SentPost): Promise<boolean> {
  if (next.sends === 1) return context.store.markSentPost(job, next, next.sentAt);
  return context.store.transaction(async (tx) => {
    if (!(await tx.markSentPost(job, next, next.sentAt))) return false;
    await enqueueLateLook(tx, post, next.sentAt);
    return true;
  });
}

async function enqueueLateLook(tx: Statements, post: OnePost, sentAt: number): Promise<void> {
  const { channelId, threadTs = '', since } = post;
  const facts = { channelId, threadTs, since, sentAt, looks: 0 };
  await tx.enqueue({ kind: 'late_post', name: post.key, at: sentAt + LATE_LOOKS_MS[0], facts });
}

function inDoubt(sentAt: number, context: Context): Problem {
  const now = context.now();
  const retryAt = LOOKS_MS.map((ms) => sentAt + ms).find((at) => at > now) ?? now + 1_000;
  return problem('slack_post_in_doubt', { retryAt });
}
