import { z } from 'zod';
import { isProblem, type Problem } from '../domain/problem.ts';
import { LONGEST_WAIT_MS, type Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome, type Statements } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { otherAccessForAdmins } from './other-access.ts';
import { postOnce } from './post-once.ts';
import type { DirectNotice, Place } from './teller.ts';

/** Admins told at most: those the policy names come first, then owners, then other admins of the workspace. */
const MOST_ADMINS = 10;
/** How long somebody Slack does not let us write to is tried again, ms: they may have left, or the app be put right. */
const GIVE_UP_MS = 24 * 3_600_000;

/** `id` makes a notice one of its own: whatever asks for it again, it is sent once. */
export type NewNotice = DirectNotice & { readonly id: string };

/**
 * Sends every admin a direct message, once for each `id` of a notice: the admins of the policy and those of the workspace, ten at most.
 * Inside a transaction (`tx`) it is owed with what it tells of, or not at all.
 */
export async function notifyAdmins(
  context: Pick<Context, 'store' | 'now' | 'wake'>,
  notice: NewNotice,
  tx: Pick<Statements, 'oweWorkOnce'> = context.store,
): Promise<void> {
  const facts = { ...notice.facts, askedAt: context.now() };
  await tx.oweWorkOnce({ inviteId: '', kind: 'admin_notice', name: `${notice.name}:${notice.id}`, at: 0, facts });
  context.wake();
}

/** Sends one person a direct message, once for each `id` of a notice. */
export async function notifyPerson(
  context: Pick<Context, 'store' | 'now' | 'wake'>,
  personId: string,
  notice: NewNotice,
  tx: Pick<Statements, 'oweWorkOnce'> = context.store,
): Promise<void> {
  const name = `${notice.name}:${notice.id}:${personId}`;
  const facts = { ...notice.facts, askedAt: context.now() };
  await tx.oweWorkOnce({ inviteId: '', kind: 'direct_notice', name, at: 0, facts });
  context.wake();
}

const Facts = z.record(z.string(), z.union([z.string(), z.number()]));

/** Finds out who the admins are, and owes each of them the message. */
export async function notifyEachAdmin(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const found = await context.teller.admins();
  // What Slack refuses (no scope) it refuses for good: then the policy's own admins are all there are.
  if (isProblem(found) && found.code !== 'slack_refused')
    return { kind: 'again', at: retryAt(context, claim, found), failed: true, why: found.code };
  const inWorkspace = isProblem(found) ? [] : found;
  const admins = [...new Set([...context.policy.admins, ...inWorkspace])].slice(0, MOST_ADMINS);
  if (admins.length === 0) {
    context.log.error({ notice: work.name }, 'there is no admin to tell');
    return { kind: 'again', at: context.now() + LONGEST_WAIT_MS, failed: false, why: 'no admin' };
  }
  const facts = Facts.parse(JSON.parse(work.facts));
  await context.store.transaction(async (tx) => {
    for (const personId of admins) {
      await tx.oweWorkOnce({ inviteId: '', kind: 'direct_notice', name: `${work.name}:${personId}`, at: 0, facts });
    }
  });
  context.wake();
  return done;
}

/** One direct message to one person. */
export async function sendDirectNotice(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const facts = Facts.parse(JSON.parse(work.facts));
  const name = (work.name.split(':')[0] ?? '') as DirectNotice['name'];
  const personId = work.name.slice(work.name.lastIndexOf(':') + 1);
  const notice = { name, facts, ...(await aboutInvite(context, name, facts)) };
  return sendNoticeTo(context, work, claim, { personId, notice, since: Number(facts.askedAt ?? context.now()) });
}

/** Sends a person a notice that a piece of work owes; `since`: since when, epoch ms. */
export async function sendNoticeTo(
  context: Context,
  work: Work,
  claim: Claim,
  { personId, notice, since }: { readonly personId: string; readonly notice: DirectNotice; readonly since: number },
): Promise<Outcome> {
  const channelId = await context.teller.directChannel(personId);
  const post = { channelId: isProblem(channelId) ? '' : channelId, key: work.id, since };
  const sent = isProblem(channelId)
    ? channelId
    : await postOnce(context, work, claim, post, (how) => context.teller.sendDirect(notice, { ...post, ...how }));
  return afterDirect(context, work, claim, since, sent);
}

/** What is left of a direct message after a try: nothing, or another; `since`: since when it is owed, epoch ms. */
export function afterDirect(context: Context, work: Work, claim: Claim, since: number, sent: Place | Problem): Outcome {
  if (!isProblem(sent)) return done;
  const refused = sent.code === 'slack_place_gone' || sent.code === 'slack_refused';
  if (refused && context.now() > since + GIVE_UP_MS) {
    context.log.warn({ notice: work.name, why: sent.facts.error ?? sent.code }, 'a person cannot be told');
    return done;
  }
  return { kind: 'again', at: retryAt(context, claim, sent), failed: true, why: sent.code };
}

/** Of what says that a guest is out: its invite, and what else lets the guest in. It goes to admins only, who see all. */
async function aboutInvite(
  context: Context,
  name: DirectNotice['name'],
  { inviteId }: DirectNotice['facts'],
): Promise<Pick<DirectNotice, 'about'>> {
  if ((name !== 'cancelled' && name !== 'inviter_left') || typeof inviteId !== 'string') return {};
  const invite = await context.store.getInvite(inviteId);
  return invite === undefined ? {} : { about: { invite, access: await otherAccessForAdmins(context, invite) } };
}
