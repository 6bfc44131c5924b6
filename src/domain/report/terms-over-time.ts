import { defined } from '../defined.ts';
import type { Invite, Permissions } from '../invite.ts';
import { readPermissions } from '../permission-codes.ts';
import type { AuditEvent } from './audit-event.ts';

/** What an invite allowed for a time. `hostId` is undefined before a change of computer: the audit names it only. Instants are epoch ms. */
export type TermsThen = {
  readonly hostId: string | undefined;
  readonly hostName: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly permissions: Permissions;
};

/** Terms with the instant from which they held, epoch ms; the first held from the beginning. */
export type TermsSince = TermsThen & { readonly since: number };

/**
 * What an invite allowed, from when on, oldest first. Its row says what it allows now; each change in the audit says what was before, so
 * the way leads from the newest to the oldest.
 */
export function termsOverTime(
  invite: Pick<Invite, 'hostId' | 'hostName' | 'startsAt' | 'endsAt' | 'permissions'>,
  events: readonly AuditEvent[],
): readonly TermsSince[] {
  const { hostId, hostName, startsAt, endsAt, permissions } = invite;
  let terms: TermsThen = { hostId, hostName, startsAt, endsAt, permissions };
  const all: TermsSince[] = [];
  for (const { at, facts } of events.toReversed()) {
    const before = termsBefore(facts);
    if (Object.keys(before).length === 0) continue;
    all.unshift({ ...terms, since: at });
    terms = { ...terms, ...before, ...(before.hostName === undefined ? {} : { hostId: undefined }) };
  }
  return [{ ...terms, since: Number.NEGATIVE_INFINITY }, ...all];
}

/** What a change replaced. */
function termsBefore(facts: AuditEvent['facts']): Partial<Omit<TermsThen, 'hostId'>> {
  const { hostBefore, startsAtBefore, endsAtBefore, permissionsBefore } = facts;
  return defined({
    hostName: typeof hostBefore === 'string' ? hostBefore : undefined,
    startsAt: typeof startsAtBefore === 'number' ? startsAtBefore : undefined,
    endsAt: typeof endsAtBefore === 'number' ? endsAtBefore : undefined,
    permissions: readPermissions(permissionsBefore),
  });
}
