import type { Invite, Permissions } from '../invite.ts';
import { samePermissions } from '../invite.ts';
import { type AuditEvent, staysOf } from './audit-event.ts';
import { type TermsSince, termsOverTime } from './terms-over-time.ts';

/** A time in which a guest could connect to one computer. Whether the guest did, the provider does not say. Instants are epoch ms. */
export type AccessPeriod = {
  /** Undefined where only the name was noted. */
  readonly hostId: string | undefined;
  readonly hostName: string;
  readonly from: number;
  readonly until: number;
  readonly permissions: Permissions;
};

/**
 * When and where an invite let its guest in, oldest first: its windows, as they were at each moment, as far as the invite was at the
 * provider then. `events` are its audit rows, oldest first. A cancel counts from when it was confirmed: until then the guest could connect.
 */
export function accessPeriods(
  invite: Pick<Invite, 'hostId' | 'hostName' | 'startsAt' | 'endsAt' | 'permissions'>,
  events: readonly AuditEvent[],
): readonly AccessPeriod[] {
  const terms = termsOverTime(invite, events);
  const periods = staysOf(events).flatMap((stay) =>
    terms.flatMap((held, nth) => {
      const from = Math.max(stay.from, held.since, held.startsAt);
      const until = Math.min(stay.to ?? Number.POSITIVE_INFINITY, nextOf(terms, nth), held.endsAt);
      const { hostId, hostName, permissions } = held;
      return from < until ? [{ hostId, hostName, permissions, from, until }] : [];
    }),
  );
  return joined(periods);
}

function nextOf(terms: readonly TermsSince[], nth: number): number {
  return terms[nth + 1]?.since ?? Number.POSITIVE_INFINITY;
}

/** One period where nothing changed but the end. The later one knows the id of its computer, if either does. */
function joined(periods: readonly AccessPeriod[]): readonly AccessPeriod[] {
  const all: AccessPeriod[] = [];
  for (const next of periods) {
    const last = all.at(-1);
    if (last !== undefined && last.until === next.from && isSame(last, next)) {
      all[all.length - 1] = { ...next, from: last.from };
    } else all.push(next);
  }
  return all;
}

function isSame(one: AccessPeriod, other: AccessPeriod): boolean {
  return one.hostName === other.hostName && samePermissions(one.permissions, other.permissions);
}
