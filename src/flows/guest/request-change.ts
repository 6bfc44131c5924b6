import { defined } from '../../domain/defined.ts';
import {
  hasEnded,
  type Invite,
  type InviteChange,
  isRunning,
  realChange,
  sentOf,
  type Terms,
  wishedTerms,
} from '../../domain/invite.ts';
import { mayChange, type Person } from '../../domain/person.ts';
import type { GuestRule } from '../../domain/policy/guest-rule.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { farthest, latestEnd, latestStart, longest } from '../../domain/time/window-limits.ts';
import { type Context, changeInvite } from '../shared/context.ts';
import { clashKey } from './clashes.ts';
import { ruleChange } from './decide-invite.ts';
import { followInviter } from './follow-inviter.ts';
import { lookUpHost } from './look-up-host.ts';
import { ruledHost } from './ruled-host.ts';
import { limitsOf } from './window-limits-now.ts';

/** Whether a person may now change, extend, cancel or kick this invite at all. Problems: invite_unknown, not_*, invite_ended. */
export async function openForChange(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  const invite = await context.store.getInvite(inviteId);
  if (invite === undefined) return problem('invite_unknown');
  return changeRefusal(context, invite, person) ?? invite;
}

function changeRefusal({ policy, now }: Context, invite: Invite, person: Person): Problem | undefined {
  return mayChange(invite, person, policy()) ?? (hasEnded(invite, now()) ? problem('invite_ended') : undefined);
}

/**
 * What a person asks of an invite, if they may change it and it has not ended: `ask` decides, as in changeInvite.
 * Answers the invite as it is then. Problems: invite_unknown, not_*, invite_ended, those of `ask`.
 */
export async function askOfInvite(
  context: Context,
  inviteId: string,
  person: Person,
  ask: Parameters<typeof changeInvite>[2],
): Promise<Invite | Problem> {
  const result = await changeInvite(
    context,
    inviteId,
    async (invite, tx) => changeRefusal(context, invite, person) ?? ask(invite, tx),
  );
  context.wake();
  return result ?? (await context.store.getInvite(inviteId)) ?? problem('invite_unknown');
}

/**
 * Asks for a change of host, permissions, zone or window; the runner sends it to Parsec. A change asked for before the last
 * one was confirmed is put on top of it; one that asks for what is on its way already changes nothing.
 * Who invited is looked at first: nothing is changed of an invite that nobody answers for.
 * `clashAnswered`: what the form asked about other invites on the host then, and was answered (clashes.ts); undefined asks nothing.
 * Problems: those of openForChange and lookUpHost, inviter_left, invite_not_ready, start_not_changeable, start_too_far, end_before_start,
 * end_in_past, window_too_long, host_booked, change_empty, policy_*, groups_unknown.
 */
export async function requestChange(
  context: Context,
  inviteId: string,
  person: Person,
  wanted: Omit<InviteChange, 'hostName' | 'requestedBy' | 'sentAt' | 'sentBefore'>,
  clashAnswered?: string,
): Promise<Invite | Problem> {
  await followInviter(context, inviteId, person);
  const now = context.now();
  const host = wanted.hostId === undefined ? {} : await lookUpHost(context, wanted.hostId);
  if (isProblem(host)) return host;
  const asked = { ...wanted, ...host };
  const known = await context.store.getInvite(inviteId);
  const hostAfter = known === undefined ? undefined : { ...wishedTerms(known), ...host };
  const ruled = await ruledHost(context, hostAfter);
  return askOfInvite(context, inviteId, person, async (invite, tx) => {
    if (invite.inviterLeft !== undefined) return problem('inviter_left');
    if (invite.state !== 'granted') return problem('invite_not_ready');
    const fresh = realChange(wishedTerms(invite), { ...asked, requestedBy: person.id });
    if (fresh === undefined) return invite.change === undefined ? problem('change_empty') : undefined;
    if (fresh.startsAt !== undefined && isRunning(invite, now)) return problem('start_not_changeable');
    // What was sent and not confirmed may be so at Parsec: it is part of what is sent next, even where it goes back to what it was.
    const change = realChange(
      invite,
      { ...withoutSent(invite.change), ...asked, ...permissionsOf(invite.change, asked), requestedBy: person.id },
      sentOf(invite.change),
    );
    const terms = wishedTerms({ ...invite, change });
    const { startsAt, endsAt, timeZone } = terms;
    const limits = limitsOf(context, invite);
    if (endsAt <= now) return problem('end_in_past');
    if (endsAt <= startsAt) return problem('end_before_start');
    if (endsAt > latestEnd(startsAt, limits, timeZone)) return problem('window_too_long', { maxMs: longest(limits) });
    if (fresh.startsAt !== undefined && startsAt > latestStart(limits, timeZone))
      return problem('start_too_far', { maxMs: farthest(limits) });
    // Somebody else moved it to another host in between: nobody has looked at that one.
    const isSameHost = terms.hostId === hostAfter?.hostId;
    const ruling = ruleChange(context, person, invite, { ...terms, host: isSameHost ? ruled : undefined });
    if (ruling.kind === 'refused') return ruling.faults[0]?.problem;
    if (clashAnswered !== undefined) {
      const clash = await clashKey({ store: tx }, terms, invite);
      if (clash !== '' && clash !== clashAnswered) return problem('host_booked');
    }
    await tx.enqueue({ inviteId, kind: 'provider' });
    await tx.enqueue({ inviteId, kind: 'card' });
    const facts = {
      change: JSON.stringify(change ?? 'none'),
      before: JSON.stringify(termsBefore(invite)),
    };
    return { parts: { change }, actor: person.id, action: 'change_asked', ...defined({ rule: ruling.rule }), facts };
  });
}

/** A new end no later than what is allowed for this invite; `rule`: the one that decides about it. */
export function clippedEnd(
  context: Context,
  invite: Invite,
  endsAt: number,
  rule?: GuestRule,
): { readonly endsAt: number; readonly clipped: boolean } {
  const { startsAt, timeZone } = wishedTerms(invite);
  const latest = latestEnd(startsAt, limitsOf(context, invite, rule), timeZone);
  return endsAt > latest ? { endsAt: latest, clipped: true } : { endsAt, clipped: false };
}

/** The permissions of two changes, the newer on top. */
function permissionsOf(
  before: InviteChange | undefined,
  asked: Partial<InviteChange>,
): Pick<InviteChange, 'permissions'> {
  const permissions = { ...before?.permissions, ...asked.permissions };
  return Object.keys(permissions).length === 0 ? {} : { permissions };
}

/** What a change changes, as it is before it, for the history. */
function termsBefore({ hostName, permissions, timeZone, startsAt, endsAt }: Invite): Omit<Terms, 'hostId'> {
  return { hostName, permissions, timeZone, startsAt, endsAt };
}

function withoutSent(change: InviteChange | undefined): Partial<InviteChange> {
  if (change === undefined) return {};
  // What was to be put back is found again by reconciling, if it still is otherwise.
  const { sentAt: _, sentBefore: __, restores: ___, ...rest } = change;
  return rest;
}
