import { type Invite, type InviteChange, isOver, permissionKeys, realChange, sentOf } from '../domain/invite.ts';
import { writePermissions } from '../domain/permission-codes.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { GuestInviteChange, SeenGuestInvite } from '../providers/provider.ts';
import {
  type Claim,
  type Context,
  changeInvite,
  done,
  guestlist,
  type Outcome,
  type Statements,
  type Written,
} from './context.ts';
import { retryAt } from './grant-invite.ts';
import { isUnnamed, nameHost } from './look-up-host.ts';
import { oweCardsBeside } from './other-access.ts';
import { planWindow } from './plan-window.ts';
import { mayHaveEnded, recordGone } from './record-gone.ts';
import { settleWarnings } from './settle-warnings.ts';

/**
 * Sends an asked change to Parsec and says it is so once Parsec says so. Sending the same change twice leaves the same
 * invite, but mails the guest twice: after a lost answer the invite is read first.
 */
export async function applyChange(context: Context, invite: Invite, claim: Claim): Promise<Outcome> {
  const asked = invite.change;
  if (asked === undefined) return done;
  if (invite.providerInviteId === undefined) return drop(context, invite, problem('invite_over'));

  // Before anything else, also for an invite that seems to be over: Parsec may have moved its end.
  const unconfirmed = sentOf(asked);
  if (unconfirmed !== undefined) {
    const seen = await context.guestAccess.get(invite.providerInviteId);
    if (isProblem(seen)) {
      if (seen.code === 'provider_not_found') return notFound(context, invite);
      return { kind: 'again', at: retryAt(context, claim, seen), failed: true, why: seen.code };
    }
    if (seen.cancelled) return recordGone(context, invite);
    if (carriesChange(seen, unconfirmed)) return confirm(context, invite, unconfirmed);
  }
  const hostName = await newHostName(context, asked);
  const now = context.now();
  if (isOver(invite, now)) return drop(context, invite, problem('invite_over'));
  if (isProblem(hostName)) {
    if (hostName.code === 'host_unknown') return drop(context, invite, hostName);
    return { kind: 'again', at: retryAt(context, claim, hostName), failed: true, why: hostName.code };
  }
  // What was sent before is not there, and is part of what is sent now.
  const { sentBefore: _, ...wanted } = asked;
  const named = hostName === undefined ? wanted : { ...wanted, hostName };
  const change = withoutPassedStart(invite, named, now);
  if (change === undefined) return drop(context, invite, problem('start_not_changeable'));
  const changeId = context.newId();
  const sent = await changeInvite(context, invite.id, async (current, tx) => {
    if (current.version !== invite.version) return undefined;
    await tx.insertUnanswered({ id: changeId, inviteId: invite.id, sentAt: now, kind: 'change', sent: change });
    return { parts: { change: { ...change, sentAt: now } }, actor: guestlist, action: 'change_sent' };
  });
  if (sent === undefined || isProblem(sent)) return { kind: 'again', at: 0, failed: false, why: 'changed meanwhile' };
  if (!(await claim.stillMine())) {
    await context.store.forgetUnanswered([changeId]);
    return { kind: 'again', at: 0, failed: false, why: 'claim lost' };
  }

  const answer = await context.guestAccess.update(invite.providerInviteId, wireChange(change), {
    sendEmail: change.sendEmail,
  });
  // One whose answer is lost may still be carried out, after others (take-in-page.ts).
  if (!isProblem(answer) || answer.code !== 'provider_outcome_unknown')
    await context.store.forgetUnanswered([changeId]);
  // Whether Parsec refuses to change what was cancelled in its dashboard is not documented.
  if (!isProblem(answer)) {
    return answer.cancelled ? recordGone(context, sent) : confirm(context, sent, sent.change ?? change);
  }
  switch (answer.code) {
    case 'provider_not_found':
      return notFound(context, sent);
    case 'provider_outcome_unknown':
    case 'provider_busy':
    case 'provider_unreachable':
      return { kind: 'again', at: retryAt(context, claim, answer), failed: true, why: answer.code };
    default:
      // What came late gave the guest what nobody wants them to have: that stays wrong until it is put back.
      if (change.restores === true)
        return { kind: 'again', at: retryAt(context, claim, answer), failed: true, why: answer.code };
      return drop(context, sent, answer);
  }
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

function wireChange(change: InviteChange): GuestInviteChange {
  return {
    ...(change.hostId === undefined ? {} : { hostId: change.hostId }),
    ...(change.permissions === undefined ? {} : { permissions: change.permissions }),
    ...(change.timeZone === undefined ? {} : { timeZone: change.timeZone }),
    ...(change.startsAt === undefined ? {} : { startsAt: change.startsAt }),
    ...(change.endsAt === undefined ? {} : { endsAt: change.endsAt }),
  };
}

/**
 * Whether what Parsec shows is what the change asked for. A key Parsec leaves out contradicts nothing, but when it shows none of
 * what was asked, nothing is proven and the change is sent again: a second mail is the lesser harm.
 */
export function carriesChange(seen: SeenGuestInvite, change: InviteChange): boolean {
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

/** Parsec has what was sent: it is so, once, whoever finds out first. What somebody has asked for on top of it is still to be sent. */
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

/** The invite is now as the change says: what is written, with the card, notice, start and end it owes. `now` in epoch ms. */
export async function recordChange(
  tx: Statements,
  current: Invite,
  change: InviteChange,
  now: number,
): Promise<Written> {
  const startsAt = change.startsAt ?? current.startsAt;
  const endsAt = change.endsAt ?? current.endsAt;
  const inviteId = current.id;
  await tx.oweWork({ inviteId, kind: 'card', at: 0 });
  await planWindow(tx, { ...current, startsAt, endsAt });
  await oweCardsBeside(tx, current, now);
  if (change.hostId !== undefined) await oweCardsBeside(tx, { ...current, hostId: change.hostId }, now);
  if (endsAt !== current.endsAt || current.state === 'ended')
    await settleWarnings(tx, inviteId, { kind: 'moved', endsAt, by: change.askedBy });
  // A change that was sent and taken back again leaves nothing to tell.
  const facts = changedFacts(current, realChange(current, change) ?? { askedBy: change.askedBy, sendEmail: false });
  if (Object.keys(facts).length > 1)
    await tx.oweWork({ inviteId, kind: 'notice', name: `changed:${current.version}`, at: 0, facts });
  const parts = {
    hostId: change.hostId ?? current.hostId,
    hostName: change.hostName ?? current.hostName,
    permissions: { ...current.permissions, ...change.permissions },
    timeZone: change.timeZone ?? current.timeZone,
    startsAt,
    endsAt,
    change: undefined,
    // Why a kick does not get through is still so.
    problem: current.stuckSince === undefined ? undefined : current.problem,
  };
  return { parts, actor: change.askedBy, action: 'changed', facts };
}

/** What changed from what, for the thread and for the audit. */
function changedFacts(before: Invite, change: InviteChange): Record<string, string | number> {
  return {
    by: change.askedBy,
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
    ? drop(context, invite, problem('invite_over'))
    : recordGone(context, invite);
}

/** The change is off, and the thread says why. */
async function drop(context: Context, invite: Invite, why: Problem): Promise<Outcome> {
  await changeInvite(context, invite.id, async (current, tx) => {
    // Somebody has asked for more meanwhile: that is tried first, with this in it.
    if (current.version !== invite.version) return undefined;
    await tx.overtakeChanges(invite.id);
    await tx.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
    // Nobody asked for it, and nobody waits for it.
    if (current.change?.restores === true)
      return { parts: { change: undefined }, actor: guestlist, action: 'not_restored', facts: { problem: why.code } };
    await tx.oweWork({
      inviteId: invite.id,
      kind: 'notice',
      name: `change_refused:${current.version}`,
      at: 0,
      facts: { ...why.facts, problem: why.code, by: invite.change?.askedBy ?? guestlist },
    });
    return { parts: { change: undefined }, actor: guestlist, action: 'change_refused', facts: { problem: why.code } };
  });
  return done;
}
