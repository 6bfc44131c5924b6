import { z } from 'zod';
import { isDirectMessage } from '../domain/direct-message.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { sendNoticeTo } from './notify-admins.ts';
import { cardPlace } from './show-card.ts';
import { memberCardPlace } from './show-member-card.ts';
import type { DirectNotice, Place } from './teller.ts';

// A card that stands elsewhere than where somebody typed the command is a card they do not see: they are told where it is.

/** How long after somebody typed they look at the place where they typed, ms. */
const LOOKING_MS = 10 * 60_000;
/** How long a card is waited for that finds no place, ms. */
const GIVE_UP_MS = 24 * 3_600_000;

const Facts = z.looseObject({ card: z.string(), typedIn: z.string(), channel: z.string(), askedAt: z.number() });

/**
 * Tells one person where a card is, with a link to it: where they typed, for their eyes only, and in a direct message when that is not possible
 * or too long ago.
 */
export async function tellCardPlace(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const facts = Facts.parse(JSON.parse(work.facts));
  const name = (work.name.split(':')[0] ?? '') as DirectNotice['name'];
  const personId = work.name.slice(work.name.lastIndexOf(':') + 1);
  const card = await cardOf(context, facts.card);
  // One that has moved since is told of by that.
  if (card === undefined || card.channelId !== facts.channel) return done;
  const { place } = card;
  const now = context.now();
  if (place === undefined) {
    if (now > facts.askedAt + GIVE_UP_MS) return done;
    return { kind: 'again', at: now + 1_000, failed: false, why: 'the card comes first' };
  }
  const link = await context.teller.permalink(place);
  if (isProblem(link) && isPassing(link)) return later(context, claim, link);
  const notice: DirectNotice = {
    name,
    facts: {
      ...textFacts(facts),
      link: isProblem(link) ? '' : link,
      canJoin: (await canJoin(context, facts.typedIn)) ? 1 : 0,
    },
  };
  if (now < card.createdAt + LOOKING_MS) {
    const told = await context.teller.whisper(notice, { channelId: facts.typedIn, personId });
    if (told === 'told') return done;
    if (isPassing(told)) return later(context, claim, told);
  }
  return sendNoticeTo(context, work, claim, { personId, notice, since: facts.askedAt });
}

/** Of the card of an invite or of a batch: where it is to stand, where it stands, and since when it is asked for, epoch ms. */
async function cardOf(
  { store }: Pick<Context, 'store'>,
  id: string,
): Promise<{ readonly channelId: string; readonly createdAt: number; readonly place: Place | undefined } | undefined> {
  const invite = await store.getInvite(id);
  if (invite !== undefined) return { ...invite, place: cardPlace(invite) };
  const batch = await store.getMemberBatch(id);
  return batch && { ...batch, place: memberCardPlace(batch) };
}

/** Whether Guestlist can be invited to a conversation, and is not in it. Of a private one it is not in, Slack says that there is none. */
async function canJoin({ channels }: Pick<Context, 'channels'>, channelId: string): Promise<boolean> {
  if (isDirectMessage(channelId)) return false;
  const place = await channels.describe(channelId);
  return isProblem(place) ? place.code === 'slack_place_gone' : !place.hasBot && !place.isArchived;
}

function textFacts(facts: Readonly<Record<string, unknown>>): DirectNotice['facts'] {
  const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
  return Object.fromEntries(Object.entries(facts).flatMap(([key, value]) => (isText(value) ? [[key, value]] : [])));
}

function isPassing({ code }: Problem): boolean {
  return code === 'slack_busy' || code === 'slack_unreachable';
}

function later(context: Context, claim: Claim, why: Problem): Outcome {
  return { kind: 'again', at: retryAt(context, claim, why), failed: true, why: why.code };
}
