import { z } from 'zod';
import type { Job } from '../../domain/job.ts';
import { mayInvite, type Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { dayOf } from '../../domain/time/next-digest.ts';
import { wallTimeOf } from '../../domain/time/zoned-time.ts';
import { approverRefusal } from '../shared/approvers.ts';
import { type Claim, type Context, done, type Outcome } from '../shared/context.ts';
import type { DailyDigest } from '../shared/notifier.ts';
import { afterPost } from '../shared/notify-admins.ts';
import { postOnce } from '../shared/post-once.ts';
import { tryAgain } from '../shared/retry-at.ts';

const Facts = z.object({ askedAt: z.number() });

/** More than anybody has in a day, or decides in one. */
const MOST = 200;

/**
 * Sends a person what their day has: their guests, whose time ends, and what waits for them or with them. Nothing on a day that has nothing,
 * and nothing when the day is over. Named by day and person.
 */
export async function sendDailyDigest(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const { askedAt } = Facts.parse(JSON.parse(job.facts));
  const [date = '', personId = ''] = job.name.split(':');
  const person = await context.people.person(personId, 'admin');
  if (isProblem(person)) return person.facts.definite === undefined ? tryAgain(context, claim, person) : done;
  if (mayInvite(person, context.workspaceId()) !== undefined) return done;
  const digest = await dailyDigest(context, person, date, askedAt);
  const channelId = digest === undefined ? '' : await context.notifier.directChannel(personId);
  if (digest === undefined) return done;
  if (isProblem(channelId)) return afterPost(context, job, claim, askedAt, channelId);
  const about = digest.invites.map(({ id }) => id);
  const post = { channelId, key: job.id, since: askedAt, about };
  const sent = await postOnce(context, job, claim, post, (how) =>
    context.notifier.sendDailyDigest(digest, { ...post, ...how }),
  );
  return afterPost(context, job, claim, askedAt, sent);
}

/** What a person's day has from `askedAt` on (epoch ms), when it was due; undefined for nothing, and when it is over where they are. */
async function dailyDigest(
  context: Context,
  person: Person,
  date: string,
  askedAt: number,
): Promise<DailyDigest | undefined> {
  const zone = person.timeZone ?? 'UTC';
  if (wallTimeOf(context.now(), zone).date > date) return undefined;
  const day = dayOf(date, zone);
  const [invites, open, { clock }] = await Promise.all([
    context.store.openInvitesBetween({ inviterId: person.id, from: Math.max(askedAt, day.startsAt), to: day.endsAt }),
    context.store.pendingApprovals({ workspaceId: context.workspaceId(), what: 'open', limit: MOST }),
    context.store.getPreferences(person.id),
  ]);
  const toDecide = open.filter((each) => approverRefusal(context, each, each.by, person) === undefined).length;
  const asked = open.filter(({ requesterId }) => requesterId === person.id).length;
  if (invites.length === 0 && toDecide === 0 && asked === 0) return undefined;
  return { date, zone, clock, endsAt: day.endsAt, invites, toDecide, asked };
}
