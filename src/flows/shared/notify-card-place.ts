import { z } from 'zod';
import { isDirectMessage } from '../../domain/direct-message.ts';
import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { cardById } from './card-by-id.ts';
import { cardPlace } from './card-place.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from './context.ts';
import type { DirectNotice } from './notifier.ts';
import { sendNoticeTo } from './notify-admins.ts';
import { tryAgain } from './retry-at.ts';

// A card that stands elsewhere than where somebody typed the command is a card they do not see: they are notified where it is.

/** How long after somebody typed they look at the place where they typed, ms. */
const LOOKING_MS = 10 * 60_000;
/** How long a card is waited for that finds no place, ms. */
const GIVE_UP_MS = 24 * 3_600_000;

const Facts = z.looseObject({ card: z.string(), typedIn: z.string(), channel: z.string(), askedAt: z.number() });

/**
 * Notifies one person where a card is, with a link to it: where they typed, for their eyes only, and in a direct message when that is not possible
 * or too long ago.
 */
export async function notifyCardPlace(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const facts = Facts.parse(JSON.parse(job.facts));
  const name = (job.name.split(':')[0] ?? '') as DirectNotice['name'];
  const personId = job.name.slice(job.name.lastIndexOf(':') + 1);
  const card = await cardById(context, facts.card);
  // A card that has moved since sends a notice of its own.
  if (card === undefined || card.channelId !== facts.channel) return done;
  const place = cardPlace(card);
  const now = context.now();
  if (place === undefined) {
    if (now > facts.askedAt + GIVE_UP_MS) return done;
    return continueAt(now + 1_000, 'the card comes first');
  }
  const link = await context.notifier.permalink(place);
  if (isProblem(link) && isPassing(link)) return tryAgain(context, claim, link);
  const notice: DirectNotice = {
    name,
    facts: {
      ...textFacts(facts),
      link: isProblem(link) ? '' : link,
      canJoin: (await canJoin(context, facts.typedIn)) ? 1 : 0,
    },
  };
  if (now < card.createdAt + LOOKING_MS) {
    const shown = await context.notifier.whisper(notice, { channelId: facts.typedIn, personId });
    if (shown === 'sent') return done;
    if (isPassing(shown)) return tryAgain(context, claim, shown);
  }
  return sendNoticeTo(context, job, claim, { personId, notice, since: facts.askedAt });
}

/** Whether Guestlist can be invited to a conversation, and is not in it. Of a private one it is not in, Slack says that there is none. */
async function canJoin({ channels }: Pick<Context, 'channels'>, channelId: string): Promise<boolean> {
  if (isDirectMessage(channelId)) return false;
  const place = await channels.describe(channelId);
  return isProblem(place) ? place.code === 'slack_channel_unavailable' : !place.hasBot && !place.isArchived;
}

function textFacts(facts: Readonly<Record<string, unknown>>): DirectNotice['facts'] {
  const isText = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
  return Object.fromEntries(Object.entries(facts).flatMap(([key, value]) => (isText(value) ? [[key, value]] : [])));
}

function isPassing({ code }: Problem): boolean {
  return code === 'slack_busy' || code === 'slack_unreachable';
}
