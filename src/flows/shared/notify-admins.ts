import { z } from 'zod';
import { type Job, LONGEST_WAIT_MS } from '../../domain/job.ts';
import { noOtherAccess } from '../../domain/other-access.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { type Claim, type Context, continueAt, done, type Outcome, type Statements } from './context.ts';
import type { DirectNotice, Place } from './notifier.ts';
import { otherAccessForAdmins } from './other-access.ts';
import { postOnce } from './post-once.ts';
import { tryAgain } from './retry-at.ts';

/** Admins notified at most: those the policy names come first, then owners, then other admins of the workspace. */
const MOST_ADMINS = 10;
/** How long somebody Slack does not let us write to is tried again, ms: they may have left, or the app be put right. */
const GIVE_UP_MS = 24 * 3_600_000;

/** `id` makes a notice one of its own: whatever asks for it again, it is sent once. */
export type NewNotice = DirectNotice & { readonly id: string };

/**
 * Sends every admin a direct message, once for each `id` of a notice: the admins of the policy and those of the workspace, ten at most.
 * Inside a transaction (`tx`) it is enqueued with what it is about, or not at all.
 */
export async function notifyAdmins(
  context: Pick<Context, 'store' | 'now' | 'wake'>,
  notice: NewNotice,
  tx: Pick<Statements, 'enqueueOnce'> = context.store,
): Promise<void> {
  const facts = { ...notice.facts, askedAt: context.now() };
  await tx.enqueueOnce({ kind: 'admin_notice', name: `${notice.name}:${notice.id}`, facts });
  context.wake();
}

/** Sends one person a direct message, once for each `id` of a notice. */
export async function notifyPerson(
  context: Pick<Context, 'store' | 'now' | 'wake'>,
  personId: string,
  notice: NewNotice,
  tx: Pick<Statements, 'enqueueOnce'> = context.store,
): Promise<void> {
  const name = `${notice.name}:${notice.id}:${personId}`;
  const facts = { ...notice.facts, askedAt: context.now() };
  await tx.enqueueOnce({ kind: 'direct_notice', name, facts });
  context.wake();
}

const Facts = z.record(z.string(), z.union([z.string(), z.number()]));

/** Finds out who the admins are, and enqueues the message for each. */
export async function notifyEachAdmin(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const found = await context.notifier.admins();
  // What Slack refuses (no scope) it refuses for good: then the policy's own admins are all there are.
  if (isProblem(found) && found.code !== 'slack_refused') return tryAgain(context, claim, found);
  const inWorkspace = isProblem(found) ? [] : found;
  const admins = [...new Set([...context.policy().admins, ...inWorkspace])].slice(0, MOST_ADMINS);
  if (admins.length === 0) {
    context.log.error({ notice: job.name }, 'there is no admin to notify');
    return continueAt(context.now() + LONGEST_WAIT_MS, 'no admin');
  }
  const facts = Facts.parse(JSON.parse(job.facts));
  await context.store.transaction(async (tx) => {
    for (const personId of admins) {
      await tx.enqueueOnce({ kind: 'direct_notice', name: `${job.name}:${personId}`, facts });
    }
  });
  context.wake();
  return done;
}

/** One direct message to one person. */
export async function sendDirectNotice(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const facts = Facts.parse(JSON.parse(job.facts));
  const name = (job.name.split(':')[0] ?? '') as DirectNotice['name'];
  const personId = job.name.slice(job.name.lastIndexOf(':') + 1);
  const notice = { name, facts, ...(await aboutInvite(context, name, facts)) };
  return sendNoticeTo(context, job, claim, { personId, notice, since: Number(facts.askedAt ?? context.now()) });
}

/** Sends a person the notice of a job; `since`: since when, epoch ms. */
export async function sendNoticeTo(
  context: Context,
  job: Job,
  claim: Claim,
  { personId, notice, since }: { readonly personId: string; readonly notice: DirectNotice; readonly since: number },
): Promise<Outcome> {
  const channelId = await context.notifier.directChannel(personId);
  const post = { channelId: isProblem(channelId) ? '' : channelId, key: job.id, since };
  const sent = isProblem(channelId)
    ? channelId
    : await postOnce(context, job, claim, post, (how) => context.notifier.sendDirect(notice, { ...post, ...how }));
  return afterPost(context, job, claim, since, sent);
}

/**
 * What is left of a message to one person, or of one to a channel that is about no invite, after a try: nothing, or
 * another. `since`: since when it is due, epoch ms.
 */
export function afterPost(context: Context, job: Job, claim: Claim, since: number, sent: Place | Problem): Outcome {
  if (!isProblem(sent)) return done;
  const refused = sent.code === 'slack_channel_unavailable' || sent.code === 'slack_refused';
  if (refused && context.now() > since + GIVE_UP_MS) {
    const whom = job.kind === 'channel_notice' ? 'a channel' : 'a person';
    context.log.warn({ notice: job.name, why: sent.facts.error ?? sent.code }, `could not notify ${whom}`);
    return done;
  }
  return tryAgain(context, claim, sent);
}

/**
 * The invite a notice is about. Of what says that a guest is out also what else lets the guest in: that goes to admins only, who see all.
 */
async function aboutInvite(
  context: Context,
  name: DirectNotice['name'],
  { inviteId }: DirectNotice['facts'],
): Promise<Pick<DirectNotice, 'about'>> {
  const saysGuestIsOut = name === 'cancelled' || name === 'inviter_left';
  if (!(saysGuestIsOut || name.startsWith('approval_')) || typeof inviteId !== 'string') return {};
  const invite = await context.store.getInvite(inviteId);
  if (invite === undefined) return {};
  const access = saysGuestIsOut ? await otherAccessForAdmins(context, invite) : noOtherAccess;
  return { about: { invite, access } };
}
