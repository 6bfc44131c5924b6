import { z } from 'zod';
import { inviteIdOf, type Job } from '../../domain/job.ts';
import { isProblem } from '../../domain/problem.ts';
import { type Claim, type Context, done, type Outcome } from '../shared/context.ts';
import { afterPost } from '../shared/notify-admins.ts';
import { postOnce } from '../shared/post-once.ts';
import { namingFor } from './reach-inviter.ts';
import { isOvertaken, readNotice, withAccess } from './send-notice.ts';

const Facts = z.object({ to: z.string(), askedAt: z.number() });

/** Sends an inviter directly what a notice in the thread says to everybody. */
export async function sendInviterNotice(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const invite = await context.store.getInvite(inviteIdOf(job));
  if (invite === undefined) return done;
  const { to, askedAt } = Facts.parse(JSON.parse(job.facts));
  const read = readNotice(job);
  if (await isOvertaken(context, invite, read)) return done;
  const channelId = await context.notifier.directChannel(to);
  const notice = isProblem(channelId) ? read : await withAccess(context, invite, read, channelId);
  const post = { channelId: isProblem(channelId) ? '' : channelId, threadTs: undefined, key: job.id, since: askedAt };
  const naming = await namingFor(context, invite, notice, 'direct');
  const options = { ...post, hidesGuest: false, broadcast: false, naming, isDirect: true };
  const sent = isProblem(channelId)
    ? channelId
    : await postOnce(context, job, claim, post, (how) =>
        context.notifier.sendNotice(invite, notice, { ...options, ...how }),
      );
  return afterPost(context, job, claim, askedAt, sent);
}
