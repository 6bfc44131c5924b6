import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
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
import { retryAt } from './retry-at.ts';
import { doubtEdit } from './write-card-again.ts';

/** Slack: about one edit per second of one message; more than that nobody can read. */
export const CARD_SPACING_MS = 1_000;
/** How long to wait where nobody can be notified, ms. */
const NOBODY_MS = 300_000;

/** What has a card of its own in a channel, besides a single guest's invite. */
type WithCard = {
  readonly id: string;
  readonly workspaceId: string;
  readonly channelId: string;
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
  /** When it was written last, epoch ms; where that is not kept, edits follow each other at once. */
  readonly cardShownAt?: number | undefined;
  readonly createdAt: number;
};

/** Where a card stands from now on (undefined: nowhere). `isNew`: elsewhere than before. */
type CardStands = {
  readonly place?: Place | undefined;
  readonly isNew: boolean;
  readonly channelId?: string;
  readonly shownAt?: number;
};

type HowToShow = {
  readonly channelId: string;
  readonly key: string;
  readonly hidesGuest: boolean;
  readonly place: Place | undefined;
  readonly look: Look;
  readonly heartbeat: () => Promise<boolean>;
};

type HowToStand = {
  /** Whose it is and what it is about, for the notice that it moves. */
  readonly card: PlacedCard;
  readonly show: (options: HowToShow) => Promise<Place | Problem>;
  readonly save: (tx: Statements, stands: CardStands) => Promise<void>;
  /** How long an edit is the last one, ms; a second unless given. */
  readonly spacingMs?: number;
  /** When to try again, epoch ms; with growing waits unless given. */
  readonly retryAt?: (why: Problem) => number;
  /** Nobody is to read it again: gone, it stays so. */
  readonly staysGone?: boolean;
  /** What is written when it moves to a direct message; false: it has moved meanwhile. Its place and an audit row unless given. */
  readonly move?: (tx: Statements, direct: string) => Promise<boolean>;
};

/**
 * Makes a card say how things are: posted once, edited ever after. Killed between a post and its note of it, the next try finds the message by
 * the key it carries. Where the channel cannot be notified any more, it goes to whose it is.
 */
export async function standCard(
  context: Context,
  { job, claim }: { readonly job: Job; readonly claim: Claim },
  one: WithCard,
  how: HowToStand,
): Promise<Outcome> {
  if (claim.afterLost === true) await doubtEdit(context, job);
  const now = context.now();
  const { spacingMs = CARD_SPACING_MS } = how;
  const free = (one.cardShownAt ?? 0) + spacingMs;
  // Far ahead means the clock was set back in between.
  if (now < free && free <= now + spacingMs) return continueAt(free, 'edited just now');
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
  if (isProblem(shown)) return notShown(context, { job, claim }, one, how, shown);
  const isNew = place?.ts !== shown.ts || place.channelId !== shown.channelId;
  await context.store.transaction(async (tx) => {
    if (isNew) await tx.resetSentPost(job, undefined);
    await how.save(tx, { place: shown, isNew, shownAt: now });
  });
  if (hiding.inDoubt) await doubtEdit(context, job);
  return done;
}

async function notShown(
  context: Context,
  { job, claim }: { readonly job: Job; readonly claim: Claim },
  one: WithCard,
  how: HowToStand,
  why: Problem,
): Promise<Outcome> {
  const isGone = why.code === 'slack_message_deleted' || why.code === 'slack_channel_unavailable';
  if (isGone && how.staysGone === true) {
    context.log.warn({ cardOf: one.id, why: why.code }, 'a card with erased personal data cannot be edited');
    return done;
  }
  if (why.code === 'slack_channel_unavailable') return moveToDirectMessage(context, claim, one, how, why);
  if (why.code === 'slack_message_deleted') {
    await context.store.transaction(async (tx) => {
      await tx.resetSentPost(job, undefined);
      await how.save(tx, { place: undefined, isNew: true });
    });
    return { kind: 'retry', at: 0, failed: true, why: why.code };
  }
  if (why.code === 'slack_outcome_unknown') await doubtEdit(context, job);
  const at = how.retryAt?.(why) ?? retryAt(context, claim, why);
  return { kind: 'retry', at, failed: true, why: why.code };
}

/** The channel cannot be notified any more: whose the card is, is notified instead, and reads why. */
async function moveToDirectMessage(
  context: Context,
  claim: Claim,
  one: WithCard,
  how: HowToStand,
  { facts }: Problem,
): Promise<Outcome> {
  const direct = await context.notifier.directChannel(how.card.personId);
  if (isProblem(direct) || direct === one.channelId) {
    const why = isProblem(direct) ? direct : problem('slack_channel_unavailable');
    const at = isProblem(direct) ? retryAt(context, claim, direct) : context.now() + NOBODY_MS;
    context.log.error({ cardOf: one.id, why: why.code }, 'could not notify anybody of this card');
    return { kind: 'retry', at: how.retryAt?.(why) ?? at, failed: true, why: why.code };
  }
  await context.store.transaction(async (tx) => {
    const isMoved = await (how.move?.(tx, direct) ?? moveCard(context, tx, one, how, direct));
    if (isMoved) await notifyCardMoved(context, tx, how.card, { why: String(facts.error ?? ''), direct });
  });
  return continueAt(0, 'moved to a direct message');
}

async function moveCard(
  context: Context,
  tx: Statements,
  { id: subject, workspaceId, channelId }: WithCard,
  { save }: HowToStand,
  direct: string,
): Promise<boolean> {
  await save(tx, { place: undefined, isNew: true, channelId: direct });
  const facts = { from: channelId };
  await writeAudit(context, tx, { subject, workspaceId, actor: guestlist, action: 'moved_to_direct_message', facts });
  return true;
}
