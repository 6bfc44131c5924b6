import {
  type Invite,
  type InviteChange,
  isRunning,
  realChange,
  sentOf,
  type Terms,
  wishedTerms,
} from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import type { RuledHost } from '../../domain/policy/guest-rule.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { typedTexts } from '../../domain/time/typed-window.ts';
import { endsTooLate, farthest, longest, startsTooLate } from '../../domain/time/window-limits.ts';
import type { AskedFor } from '../shared/approvals.ts';
import type { Context } from '../shared/context.ts';
import { type Ruling, ruleChange } from './decide-invite.ts';
import { limitsOf } from './window-limits-now.ts';

/** What a person asks to be otherwise, with the name of a new host. */
export type AskedChange = Omit<InviteChange, 'requestedBy' | 'sentAt' | 'sentBefore'>;

/** What a form was told, and answered, before a change is asked for. */
export type ChangeAnswers = {
  /** About other invites on the host then (clashes.ts); undefined asks nothing. */
  readonly clash?: string;
  /** About approval, and why it is wanted; undefined where nothing was said of it yet. */
  readonly approval?: AskedFor;
  /** The times as typed, of an invite that waits: one that is to begin now begins when it is approved. */
  readonly typed?: ReturnType<typeof typedTexts>;
};

/** A host as the rules look at it, and which one that is: somebody else may have moved the invite to another in between. */
export type LookedAtHost = { readonly hostId: string | undefined; readonly host: RuledHost | undefined };

export type PlannedChange = {
  /** What is to be sent; undefined when nothing is left of it. */
  readonly change: InviteChange | undefined;
  /** The invite as it will be. */
  readonly terms: Terms;
  readonly ruling: Exclude<Ruling, { kind: 'refused' }>;
};

/**
 * What a change of a granted invite comes to, and what the policy says of it at this moment: put on top of what was asked for before and is
 * not confirmed. Undefined: it is on its way already. Problems: invite_not_ready, inviter_left, start_not_changeable, start_too_far,
 * end_before_start, end_in_past, window_too_long, change_empty, policy_*, groups_unknown.
 */
export function planChange(
  context: Context,
  invite: Invite,
  person: Person,
  asked: AskedChange,
  looked: LookedAtHost,
): PlannedChange | Problem | undefined {
  const now = context.now();
  if (invite.inviterLeft !== undefined) return problem('inviter_left');
  if (invite.state !== 'granted') return problem('invite_not_ready');
  const fresh = realChange(wishedTerms(invite), { ...asked, requestedBy: person.id });
  if (fresh === undefined) return invite.change === undefined ? problem('change_empty') : undefined;
  if (fresh.startsAt !== undefined && isRunning(invite, now)) return problem('start_not_changeable');
  // What was sent and not confirmed may be so at Parsec: it is part of what is sent next, even where it goes back to what it was.
  const change = realChange(invite, onTop(invite.change, { ...asked, requestedBy: person.id }), sentOf(invite.change));
  const terms = wishedTerms({ ...invite, change });
  const fault = windowFault(context, invite, terms, fresh.startsAt !== undefined);
  if (fault !== undefined) return fault;
  // Somebody else moved it to another host in between: nobody has looked at that one.
  const host = terms.hostId === looked.hostId ? looked.host : undefined;
  const ruling = ruleChange(context, person, invite, { ...terms, host });
  if (ruling.kind !== 'refused') return { change, terms, ruling };
  return ruling.faults[0]?.problem ?? problem('host_unread', { provider: 'parsec' });
}

/** What is wrong with the window an invite would have. Problems: end_in_past, end_before_start, window_too_long, start_too_far. */
export function windowFault(
  context: Context,
  invite: Invite,
  { startsAt, endsAt, timeZone }: Terms,
  isMoved: boolean,
): Problem | undefined {
  const limits = limitsOf(context, invite);
  if (endsAt <= context.now()) return problem('end_in_past');
  if (endsAt <= startsAt) return problem('end_before_start');
  if (endsTooLate(startsAt, endsAt, limits, timeZone)) return problem('window_too_long', { maxMs: longest(limits) });
  const isTooFar = isMoved && startsTooLate(startsAt, limits, timeZone);
  return isTooFar ? problem('start_too_far', { maxMs: farthest(limits) }) : undefined;
}

/** Two changes, the newer on top. */
export function onTop(before: InviteChange | undefined, asked: InviteChange): InviteChange {
  const permissions = { ...before?.permissions, ...asked.permissions };
  return { ...withoutSent(before), ...asked, ...(Object.keys(permissions).length === 0 ? {} : { permissions }) };
}

function withoutSent(change: InviteChange | undefined): Partial<InviteChange> {
  if (change === undefined) return {};
  // What was to be put back is found again by reconciling, if it still is otherwise.
  const { sentAt: _, sentBefore: __, restores: ___, ...rest } = change;
  return rest;
}
