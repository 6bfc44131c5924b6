import { defined } from '../../domain/defined.ts';
import {
  hasEnded,
  type Invite,
  type InviteChange,
  permissionKeys,
  realChange,
  sentOf,
  wishedTerms,
} from '../../domain/invite.ts';
import { writePermissions } from '../../domain/permission-codes.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { GuestInviteChange, ProviderGuestInvite } from '../../providers/provider.ts';
import {
  type Claim,
  type Context,
  changeInvite,
  continueAt,
  done,
  guestlist,
  type Outcome,
  type Statements,
  type Written,
} from '../shared/context.ts';
import { isLost } from '../shared/is-stuck.ts';
import { enqueueCardsBeside } from '../shared/other-access.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { checkChange } from './decide-invite.ts';
import { isUnnamed, nameHost } from './look-up-host.ts';
import { planWindow } from './plan-window.ts';
import { mayHaveEnded, recordRemoved } from './record-removed.ts';
import { settleWarnings } from './settle-warnings.ts';

/**
 * Sends an asked change to Parsec and says it is so once Parsec says so. Sending the same change twice leaves the same
 * invite, but mails the guest twice: after a lost answer the invite is read first.
 */
export async function applyChange(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  const asked = invite.change;
  if (asked === undefined) return done;
  if (invite.providerInviteId === undefined) return drop(context, invite, problem('invite_ended'));

  // Before anything else, also for an invite that seems to be over: Parsec may have moved its end.
  const unconfirmed = sentOf(asked);
  if (unconfirmed !== undefined) {
    const seen = await context.guestAccess.get(invite.providerInviteId);
    if (isProblem(seen)) {
      if (seen.code === 'provider_not_found') return notFound(context, invite);
      return tryAgain(context, claim, seen);
    }
    if (seen.cancelled) return recordRemoved(context, invite);
    if (carriesChange(seen, unconfirmed)) return confirm(context, invite, unconfirmed);
  }
  const hostName = await newHostName(context, asked);
  const now = context.now();
  if (hasEnded(invite, now)) return drop(context, invite, problem('invite_ended'));
  if (isProblem(hostName)) {
    if (hostName.code === 'host_unknown') return drop(context, invite, hostName);
    return tryAgain(context, claim, hostName);
  }
  // What was sent before is not there, and is part of what is sent now.
  const { sentBefore: _, ...wanted } = asked;
  const named = hostName === undefined ? wanted : { ...wanted, hostName };
  const change = withoutPassedStart(invite, named, now);
  if (change === undefined) return drop(context, invite, problem('start_not_changeable'));
  // What is put back is what the policy has allowed before.
  const ruling = change.restores === true ? undefined : await checkChange(context, invite, change);
  if (ruling?.may === 'refuse') return drop(context, invite, ruling.why);
  // Approval was there when it was asked for, or not needed; now it is: whoever asked asks again, and says why.
  if (ruling?.may === 'ask') return drop(context, invite, problem('approval_missing', { rule: ruling.need.rule }));
  if (ruling?.may === 'wait') return tryAgain(context, claim, ruling.why);
  const changeId = context.newId();
  const sent = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.version !== invite.version) return undefined;
    await tx.insertUnanswered({ id: changeId, inviteId: invite.id, sentAt: now, kind: 'change', sent: change });
    const parts = { change: { ...change, sentAt: now } };
    const { rule, approvedBy } = ruling ?? {};
    return { parts, actor: guestlist, action: 'change_sent', ...defined({ rule, approvedBy }) };
  });
  if (sent === undefined || isProblem(sent)) return continueAt(0, 'changed meanwhile');
  if (!(await claim.heartbeat())) {
    await context.store.forgetUnanswered([changeId]);
    return continueAt(0, 'claim lost');
  }

  const answer = await context.guestAccess.update(invite.providerInviteId, wireChange(change), {
    sendEmail: change.sendEmail,
  });
  // One whose answer is lost may still be carried out, after others (take-in-page.ts).
  if (!isProblem(answer) || answer.code !== 'provider_outcome_unknown')
    await context.store.forgetUnanswered([changeId]);
  // Whether Parsec refuses to change what was cancelled in its dashboard is not documented.
  if (!isProblem(answer)) {
    return answer.cancelled ? recordRemoved(context, sent) : confirm(context, sent, sent.change ?? change);
  }
  if (answer.code === 'provider_not_found') return notFound(context, sent);
  // What came late gave the guest what nobody wants them to have: that stays wrong until it is put back.
  if (isLost(answer) || change.restores === true) return tryAgain(context, claim, answer);
  return drop(context, sent, answer);
}

/** The name of the host a change asks for, when it is not known yet. */
async function newHostName(
  context: Context,
  { hostId, hostName }: InviteChange,
): Promise<string | undefined | Problem> {
  if (hostId === undefined || !isUnnamed({ hostId, hostName: hostName ?? hostId })) return undefined;
  return nameHost(context, hostId);
}

/**
 * The start of a running invite is never sent: it lies in the past, and Parsec wants a start in the future. What is not sent is
 * no part of the change either, or we would hold a start that Parsec does not have. Undefined: nothing else was asked for.
 */
function withoutPassedStart(invite: Invite, change: InviteChange, now: number): InviteChange | undefined {
  if (change.startsAt === undefined || invite.startsAt > now) return change;
  const { startsAt: _, ...rest } = change;
  return rest.restores === true ? nonEmpty(rest) : realChange(invite, rest);
}

/** A change that asks for something. */
function nonEmpty(change: InviteChange): InviteChange | undefined {
  return Object.keys(wireChange(change)).length === 0 ? undefined : change;
}

function wireChange({ hostId, permissions, timeZone, startsAt, endsAt }: InviteChange): GuestInviteChange {
  return defined({ hostId, permissions, timeZone, startsAt, endsAt });
}

/**
 * Whether what Parsec shows is what the change asked for. A key Parsec leaves out contradicts nothing, but when it shows none of
 * what was asked, nothing is proven and the change is sent again: a second mail is the lesser harm.
 */
export function carriesChange(seen: ProviderGuestInvite, change: InviteChange): boolean {
  const compared = [
    compare(change.hostId, seen.hostId),
    compare(change.timeZone, seen.timeZone),
    compare(seconds(change.startsAt), seconds(seen.startsAt)),
    compare(seconds(change.endsAt), seconds(seen.endsAt)),
    ...permissionKeys.map((key) => compare(change.permissions?.[key], seen.permissions[key])),
  ];
  return compared.includes(true) && !compared.includes(false);
}

function compare<T>(wanted: T | undefined, seen: T | undefined): boolean | undefined {
  return wanted === undefined || seen === undefined ? undefined : wanted === seen;
}

// Whether Parsec keeps parts of a second is not documented.
function seconds(at: number | undefined): number | undefined {
  return at === undefined ? undefined : Math.floor(at / 1000);
}

/** Parsec has what was sent: it is so, once, no matter who finds out first. What somebody has asked for on top of it is still to be sent. */
export async function confirm(context: Context, invite: Invite, sent: InviteChange): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    const { change } = current;
    if (change === undefined || sentOf(change)?.sentAt !== sent.sentAt) return undefined;
    await accountForChanges(tx, invite.id, sent);
    const written = await recordChange(tx, current, sent, context.now());
    if (change.sentAt !== undefined) return written;
    return { ...written, parts: { ...written.parts, change: realChange({ ...current, ...written.parts }, change) } };
  });
  return done;
}

/** What was sent at that moment is so, and overtakes what was sent before and has no answer. */
async function accountForChanges(tx: Statements, inviteId: string, { sentAt = 0 }: InviteChange): Promise<void> {
  const writes = await tx.unansweredOf(inviteId);
  const known = writes.filter((write) => write.kind === 'change' && write.sentAt === sentAt);
  await tx.forgetUnanswered(known.map(({ id }) => id));
  await tx.overtakeChanges(inviteId);
}

/** The invite is now as the change says: what is written, with the jobs for its card, notice, start and end. `now` in epoch ms. */
export async function recordChange(
  tx: Statements,
  current: Invite,
  change: InviteChange,
  now: number,
): Promise<Written> {
  const terms = wishedTerms({ ...current, change });
  const { startsAt, endsAt } = terms;
  const inviteId = current.id;
  await tx.enqueue({ inviteId, kind: 'card' });
  await planWindow(tx, { ...current, startsAt, endsAt });
  await enqueueCardsBeside(tx, current, now);
  if (change.hostId !== undefined) await enqueueCardsBeside(tx, { ...current, hostId: change.hostId }, now);
  if (endsAt !== current.endsAt || current.state === 'ended')
    await settleWarnings(tx, inviteId, { kind: 'moved', endsAt, by: change.requestedBy });
  // A change that was sent and taken back again leaves nothing to notify of.
  const facts = changedFacts(
    current,
    realChange(current, change) ?? { requestedBy: change.requestedBy, sendEmail: false },
  );
  if (Object.keys(facts).length > 1)
    await tx.enqueue({ inviteId, kind: 'notice', name: `changed:${current.version}`, facts });
  // Why a kick does not get through is still so.
  const { problem: why } = current.stuckSince === undefined ? { problem: undefined } : current;
  const parts = { ...terms, change: undefined, problem: why };
  return { parts, actor: change.requestedBy, action: 'changed', facts };
}

/** What changed from what, for the thread and for the audit. */
function changedFacts(before: Invite, change: InviteChange): Record<string, string | number> {
  return {
    by: change.requestedBy,
    ...(change.hostName === undefined ? {} : { hostBefore: before.hostName, host: change.hostName }),
    ...(change.permissions === undefined
      ? {}
      : {
          permissionsBefore: writePermissions(before.permissions),
          permissions: writePermissions({ ...before.permissions, ...change.permissions }),
        }),
    ...(change.startsAt === undefined ? {} : { startsAtBefore: before.startsAt, startsAt: change.startsAt }),
    ...(change.endsAt === undefined ? {} : { endsAtBefore: before.endsAt, endsAt: change.endsAt }),
    ...(change.timeZone === undefined ? {} : { timeZoneBefore: before.timeZone, timeZone: change.timeZone }),
  };
}

function notFound(context: Context, invite: Invite): Promise<Outcome> {
  return mayHaveEnded(invite, context.now())
    ? drop(context, invite, problem('invite_ended'))
    : recordRemoved(context, invite);
}

/** The change is off, and the thread says why. */
async function drop(context: Context, invite: Invite, why: Problem): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    // Somebody has asked for more meanwhile: that is tried first, with this in it.
    if (current.version !== invite.version) return undefined;
    await tx.overtakeChanges(invite.id);
    await tx.enqueue({ inviteId: invite.id, kind: 'card' });
    // Nobody asked for it, and nobody waits for it.
    if (current.change?.restores === true)
      return { parts: { change: undefined }, actor: guestlist, action: 'not_restored', facts: { problem: why.code } };
    const facts = { ...why.facts, problem: why.code, by: invite.change?.requestedBy ?? guestlist };
    await tx.enqueue({ inviteId: invite.id, kind: 'notice', name: `change_refused:${current.version}`, facts });
    return { parts: { change: undefined }, actor: guestlist, action: 'change_refused', facts: { problem: why.code } };
  });
  return done;
}
