import { z } from 'zod';
import { isProblem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { afterDirect } from './notify-admins.ts';
import { postOnce } from './post-once.ts';
import { namingFor } from './reach-inviter.ts';
import { isOutdated, readNotice, withAccess } from './send-notice.ts';

const Facts = z.object({ to: z.string(), askedAt: z.number() });

/** Tells an inviter directly what a notice in the thread tells everybody. */
export async function sendInviterNotice(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(work.inviteId);
  if (invite === undefined) return done;
  const { to, askedAt } = Facts.parse(JSON.parse(work.facts));
  const read = readNotice(work);
  if (isOutdated(invite, read, context.now())) return done;
  const channelId = await context.teller.directChannel(to);
  const notice = isProblem(channelId) ? read : await withAccess(context, invite, read, channelId);
  const post = { channelId: isProblem(channelId) ? '' : channelId, threadTs: undefined, key: work.id, since: askedAt };
  const naming = await namingFor(context, invite, notice, 'direct');
  const options = { ...post, hidesGuest: false, broadcast: false, naming, isDirect: true };
  const sent = isProblem(channelId)
    ? channelId
    : await postOnce(context, work, claim, post, (how) =>
        context.teller.sendNotice(invite, notice, { ...options, ...how }),
      );
  return afterDirect(context, work, claim, askedAt, sent);
}
