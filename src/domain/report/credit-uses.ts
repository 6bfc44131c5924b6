import type { Invite } from '../invite.ts';
import { type AuditEvent, staysOf } from './audit-event.ts';
import { termsOverTime } from './terms-over-time.ts';

/** An invite that the provider confirmed, which costs a credit unless the guest is a member of the team. */
export type CreditUse = {
  /** When it was confirmed, epoch ms. */
  readonly at: number;
  /** It was cancelled before its start: the credit came back. */
  readonly isReturned: boolean;
  /** The computer the invite was for then. */
  readonly hostName: string;
};

/**
 * What an invite cost, by its audit rows, oldest first: one use each time the provider confirmed it, also for a second invite that a late
 * answer made. What nobody can see from here: a credit also comes back when the guest never connected (docs/guest.md).
 */
export function creditUses(
  invite: Pick<Invite, 'hostId' | 'hostName' | 'startsAt' | 'endsAt' | 'permissions'>,
  events: readonly AuditEvent[],
): readonly CreditUse[] {
  const terms = termsOverTime(invite, events);
  const termsAt = (at: number) => terms.findLast(({ since }) => since <= at) ?? invite;
  const stays = staysOf(events).map(({ from, to }) => ({
    at: from,
    isReturned: to !== undefined && to < termsAt(to).startsAt,
    hostName: termsAt(from).hostName,
  }));
  const twins = events.filter(({ action }) => action === 'twin_cancelled');
  return [
    ...stays,
    ...twins.map(({ at }) => ({ at, isReturned: at < termsAt(at).startsAt, hostName: termsAt(at).hostName })),
  ].toSorted((a, b) => a.at - b.at);
}
