import { z } from 'zod';
import type { Job } from '../../domain/job.ts';
import type { Claim, Context, Outcome } from './context.ts';
import type { ChannelNotice } from './notifier.ts';
import { afterPost } from './notify-admins.ts';
import { postOnce } from './post-once.ts';

const Facts = z.object({ channel: z.string(), askedAt: z.number() }).catchall(z.union([z.string(), z.number()]));

/** One message to a channel that is about no invite. */
export async function sendChannelNotice(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const facts = Facts.parse(JSON.parse(job.facts));
  const name = (job.name.split(':')[0] ?? '') as ChannelNotice['name'];
  const post = { channelId: facts.channel, key: job.id, since: facts.askedAt };
  const sent = await postOnce(context, job, claim, post, (how) =>
    context.notifier.sendToChannel({ name, facts }, { ...post, ...how }),
  );
  return afterPost(context, job, claim, facts.askedAt, sent);
}
