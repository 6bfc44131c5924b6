import type { Invite } from './invite.ts';
import { emailKey } from './text/address.ts';

/** What a provider's log says about one connection. Epoch ms; what the log does not say is undefined. */
export type ConnectionEvent = {
  readonly at: number;
  /** `unclear`: an attempt to connect is over, and the log does not say whether it succeeded. */
  readonly kind: 'connected' | 'left' | 'unclear';
  readonly email: string | undefined;
  readonly hostId: string | undefined;
  readonly providerInviteId: string | undefined;
};

/** What is known of a guest's coming and going through one invite, epoch ms. */
export type Attendance = {
  readonly inviteId: string;
  /** The first connection: what the inviter is notified of. */
  readonly firstAt: number | undefined;
  /** The last connection, and the last end of one. */
  readonly connectedAt: number | undefined;
  readonly leftAt: number | undefined;
  readonly unclearAt: number | undefined;
  /** Up to when the log was read and showed no connection. */
  readonly absentAt: number | undefined;
};

/** What is said of a guest; nothing where the log says nothing. Epoch ms. */
export type Presence =
  | { readonly is: 'connected'; readonly since: number }
  | { readonly is: 'left'; readonly connectedAt: number; readonly at: number }
  | { readonly is: 'absent'; readonly asOf: number };

/** After this a guest who has not connected is late, ms. */
export const LATE_GUEST_MS = 15 * 60_000;
/** Parsec disconnects a guest at the end, and the log may have that a moment later, ms. */
export const LEAVE_MS = 5 * 60_000;

export function noAttendance(inviteId: string): Attendance {
  const nothing = undefined;
  return {
    inviteId,
    firstAt: nothing,
    connectedAt: nothing,
    leftAt: nothing,
    unclearAt: nothing,
    absentAt: nothing,
  };
}

/** What is known with these events besides: the same in whatever order they come, and however often. */
export function withEvents(known: Attendance, events: readonly ConnectionEvent[]): Attendance {
  const times = (kind: ConnectionEvent['kind']) => events.flatMap((event) => (event.kind === kind ? [event.at] : []));
  return {
    ...known,
    firstAt: pick(Math.min, [known.firstAt, ...times('connected')]),
    connectedAt: pick(Math.max, [known.connectedAt, ...times('connected')]),
    leftAt: pick(Math.max, [known.leftAt, ...times('left')]),
    unclearAt: pick(Math.max, [known.unclearAt, ...times('unclear')]),
  };
}

function pick(choose: typeof Math.max, times: readonly (number | undefined)[]): number | undefined {
  const given = times.filter((time) => time !== undefined);
  return given.length === 0 ? undefined : choose(...given);
}

/** Whether two say the same. */
export function isSameAttendance(a: Attendance, b: Attendance): boolean {
  return (['firstAt', 'connectedAt', 'leftAt', 'unclearAt', 'absentAt'] as const).every((key) => a[key] === b[key]);
}

/** Whether two readers would be told the same; when a guest was last missed makes no difference while the invite runs. */
export function isSamePresence(a: Presence | undefined, b: Presence | undefined, endsAt: number): boolean {
  if (a?.is === 'absent' && b?.is === 'absent') return a.asOf >= endsAt === b.asOf >= endsAt;
  if (a?.is === 'connected' && b?.is === 'connected') return a.since === b.since;
  if (a?.is === 'left' && b?.is === 'left') return a.at === b.at && a.connectedAt === b.connectedAt;
  return a?.is === b?.is;
}

/** What may be said of the guest; undefined when nothing may. One who connected again after they left is connected. */
export function presenceOf(known: Attendance | undefined): Presence | undefined {
  if (known === undefined) return undefined;
  const { connectedAt, leftAt, unclearAt, absentAt } = known;
  if (connectedAt !== undefined) {
    return leftAt !== undefined && leftAt >= connectedAt
      ? { is: 'left', connectedAt, at: leftAt }
      : { is: 'connected', since: connectedAt };
  }
  return absentAt === undefined || unclearAt !== undefined ? undefined : { is: 'absent', asOf: absentAt };
}

/** What tells one guest's invites from another. */
export type MatchedInvite = Pick<Invite, 'guestEmail' | 'hostId' | 'providerInviteId' | 'startsAt' | 'endsAt'>;

/**
 * Whether an event is about this invite: the one it names, else the guest's on that host in whose window it falls. An event that
 * names neither the invite nor both guest and host is about nobody.
 */
export function isAbout(event: ConnectionEvent, invite: MatchedInvite): boolean {
  if (event.providerInviteId !== undefined) return event.providerInviteId === invite.providerInviteId;
  if (event.email === undefined || event.hostId !== invite.hostId) return false;
  if (emailKey(event.email) !== emailKey(invite.guestEmail) || event.at < invite.startsAt) return false;
  return event.kind === 'left' ? event.at <= invite.endsAt + LEAVE_MS : event.at < invite.endsAt;
}

/**
 * Whether an event shows that the log names who connects to what. Until it has once, silence proves nothing: the log may not name
 * people at all.
 */
export function provesLog({ kind, email, hostId, providerInviteId }: ConnectionEvent): boolean {
  return kind === 'connected' && ((email !== undefined && hostId !== undefined) || providerInviteId !== undefined);
}
