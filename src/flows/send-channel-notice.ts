import { z } from 'zod';
import { isProblem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { postOnce } from './post-once.ts';
import type { ChannelNotice } from './teller.ts';

/** How long a channel that cannot be written to is tried, ms: an app may be put right, and after that it is no news any more. */
const GIVE_UP_MS = 24 * 3_600_000;

const Facts = z.object({ channel: z.string(), askedAt: z.number() }).catchall(z.union([z.string(), z.number()]));

/** One message to a channel that is about no invite. */
export async function sendChannelNotice(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const facts = Facts.parse(JSON.parse(work.facts));
  const name = (work.name.split(':')[0] ?? '') as ChannelNotice['name'];
  const post = { channelId: facts.channel, key: work.id, since: facts.askedAt };
  const sent = await postOnce(context, work, claim, post, (how) =>
    context.teller.sendToChannel({ name, facts }, { ...post, ...how }),
  );
  if (!isProblem(sent)) return done;
  const refused = sent.code === 'slack_place_gone' || sent.code === 'slack_refused';
  if (refused && context.now() > facts.askedAt + GIVE_UP_MS) {
    context.log.warn({ notice: work.name, why: sent.facts.error ?? sent.code }, 'a channel cannot be told');
    return done;
  }
  return { kind: 'again', at: retryAt(context, claim, sent), failed: true, why: sent.code };
}
