import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { cardPlace } from './card-place.ts';
import { notifyCardMoved, type PlacedCard } from './card-place-notices.ts';
import {
  type Claim,
  type Context,
  continueAt,
  done,
  guestlist,
  type Outcome,
  type Statements,
  writeAudit,
} from './context.ts';
import { hidesGuest } from './hides-guest.ts';
import type { Look, Place } from './notifier.ts';
import { postOnce } from './post-once.ts';
import { retryAt, tryAgain } from './retry-at.ts';
import { doubtEdit } from './write-card-again.ts';

/** Slack: about one edit per second of one message; more than that nobody can read. */
export const CARD_SPACING_MS = 1_000;

/** What has a card of its own in a channel, besides a guest's invite. */
type WithCard = {
  readonly id: string;
  readonly workspaceId: string;
  readonly requesterId: string;
  readonly channelId: string;
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
  readonly cardShownAt: number | undefined;
  readonly createdAt: number;
};

/** Where its card stands from now on (undefined: nowhere). */
export type CardStands = { readonly place?: Place | undefined; readonly channelId?: string; readonly shownAt?: number };

export type HowToShow = {
  readonly channelId: string;
  readonly key: string;
  readonly hidesGuest: boolean;
  readonly place: Place | undefined;
  readonly look: Look;
  readonly heartbeat: () => Promise<boolean>;
};

/**
 * Makes a card say how things are: posted once, edited ever after, at most once a second. Killed between a post and its note of it, the next
 * try finds the message by the key it carries. Where the channel cannot be notified any more, it goes to who asked for it.
 */
export async function standCard(
  context: Context,
  { job, claim }: { readonly job: Job; readonly claim: Claim },
  one: WithCard,
  how: {
    /** What it is about, for the notice that it moves. */
    readonly card: PlacedCard;
    readonly show: (options: HowToShow) => Promise<Place | Problem>;
    readonly save: (tx: Pick<Statements, 'saveStandingCard'>, stands: CardStands) => Promise<void>;
  },
): Promise<Outcome> {
  if (claim.afterLost === true) await doubtEdit(context, job);
  const now = context.now();
  const free = (one.cardShownAt ?? 0) + CARD_SPACING_MS;
  // Far ahead means the clock was set back in between.
  if (now < free && free <= now + CARD_SPACING_MS) return continueAt(free, 'edited just now');
  const place = cardPlace(one);
  const channelId = place?.channelId ?? one.channelId;
  const hiding = await hidesGuest(context, channelId);
  const key = `${one.id}:card`;
  const where = { channelId, key, hidesGuest: hiding.hidesGuest };
  const shown =
    place === undefined
      ? await postOnce(context, job, claim, { channelId, key, since: one.createdAt }, (look) =>
          how.show({ ...where, ...look, place }),
        )
      : await how.show({ ...where, place, look: 'not', heartbeat: claim.heartbeat });
  if (!isProblem(shown)) {
    await how.save(context.store, { place: shown, shownAt: now });
    if (place === undefined) await context.store.resetSentPost(job, undefined);
    if (hiding.inDoubt) await doubtEdit(context, job);
    return done;
  }
  switch (shown.code) {
    case 'slack_message_deleted':
      await how.save(context.store, { place: undefined });
      return { kind: 'retry', at: 0, failed: true, why: shown.code };
    case 'slack_channel_unavailable':
      return moveToDirectMessage(context, claim, one, how, String(shown.facts.error ?? ''));
    default:
      if (shown.code === 'slack_outcome_unknown') await doubtEdit(context, job);
      return tryAgain(context, claim, shown);
  }
}

/** The channel cannot be notified any more: who asked for it is notified instead, and reads why (`reason`, Slack's word). */
async function moveToDirectMessage(
  context: Context,
  claim: Claim,
  one: WithCard,
  { card, save }: Parameters<typeof standCard>[3],
  reason: string,
): Promise<Outcome> {
  const direct = await context.notifier.directChannel(one.requesterId);
  if (isProblem(direct) || direct === one.channelId) {
    const why = isProblem(direct) ? direct.code : 'slack_channel_unavailable';
    const at = isProblem(direct) ? retryAt(context, claim, direct) : context.now() + 300_000;
    context.log.error({ cardOf: one.id, why }, 'could not notify anybody about these members');
    return { kind: 'retry', at, failed: true, why };
  }
  await context.store.transaction(async (tx) => {
    await save(tx, { place: undefined, channelId: direct });
    await notifyCardMoved(context, tx, card, { why: reason, direct });
    const facts = { from: one.channelId };
    const { id: subject, workspaceId } = one;
    const action = 'moved_to_direct_message';
    await writeAudit(context, tx, { subject, workspaceId, actor: guestlist, action, facts });
  });
  return continueAt(0, 'moved to a direct message');
}
