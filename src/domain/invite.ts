import { defined } from './defined.ts';
import type { InviterLeft } from './inviter-left.ts';
import type { StoredProblem } from './problem.ts';

export type Permissions = { readonly keyboard: boolean; readonly mouse: boolean; readonly gamepad: boolean };

export const permissionKeys = ['keyboard', 'mouse', 'gamepad'] as const satisfies readonly (keyof Permissions)[];

/**
 * What we know of an invite's life:
 * requested (asked for, Parsec has not confirmed it) -> granted -> ended
 *                                     \-> failed          \-> cancelling -> cancelled
 * What Parsec makes of one that is cancelled or failed already is taken back: cancelling, and then again what it was.
 * One whose inviter leaves before it starts is held: cancelling, and then requested, with `inviterLeft` until somebody takes it over.
 * Whether a granted invite is scheduled or active is a question to the clock, not a state.
 */
export type InviteState = 'requested' | 'granted' | 'cancelling' | 'cancelled' | 'ended' | 'failed';

/** A change asked for and not yet confirmed. Absent keys stay as they are, and so does each permission. Instants are epoch milliseconds. */
export type InviteChange = {
  readonly hostId?: string;
  readonly hostName?: string;
  readonly permissions?: Partial<Permissions>;
  readonly timeZone?: string;
  readonly startsAt?: number;
  readonly endsAt?: number;
  readonly sendEmail: boolean;
  readonly requestedBy: string;
  /** Set before it is sent: an answer that never came means "look first". */
  readonly sentAt?: number;
  /** It puts back what a late effect changed at the provider: its parts are what we hold already, and are sent all the same. */
  readonly restores?: true;
  /** What of it was sent, and not confirmed when more was asked for on top: it may be so at the provider. */
  readonly sentBefore?: Omit<InviteChange, 'sentBefore'>;
};

/** One invite as the store holds it. Instants are epoch milliseconds; undefined is "not yet" or "not at all". */
export type Invite = {
  readonly id: string;
  /** What makes a request one request: the modal's id. Saved twice, it is saved once. */
  readonly requestKey: string;
  readonly workspaceId: string;
  /** The Slack person who invited; '' when it was made in the provider's own dashboard and nobody knows. */
  readonly inviterId: string;
  /** The zone of the inviter's own clock (IANA), when they invited; undefined when nobody knows. */
  readonly inviterZone: string | undefined;
  /** The channel it is announced in; '' for none: it has no card and no notices. */
  readonly channelId: string;
  readonly guestEmail: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly eventName: string;
  /** As typed, or the policy's text; its placeholders are filled in when it is sent (guest-message.ts). */
  readonly message: string;
  /** The language of the message (BCP 47); undefined where nobody chose one. */
  readonly messageLanguage: string | undefined;
  readonly permissions: Permissions;
  /** IANA name. */
  readonly timeZone: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** What the person typed, in the invite's zone: `2026-11-24T14:00`, `now`, `for 2h`. */
  readonly typedStart: string;
  readonly typedEnd: string;
  readonly sendEmail: boolean;
  readonly state: InviteState;
  readonly providerInviteId: string | undefined;
  /** The guest's own link, when the provider gives one. A secret. */
  readonly link: string | undefined;
  /** When a create was sent whose answer has not been recorded. */
  readonly createSentAt: number | undefined;
  /** Whether the last answer was lost: shown as "not confirmed yet". */
  readonly inDoubt: boolean;
  readonly change: InviteChange | undefined;
  readonly cancel: { readonly requestedBy: string; readonly sendEmail: boolean } | undefined;
  readonly kickRequestedBy: string | undefined;
  readonly inviterLeft: InviterLeft | undefined;
  /** The request for approval it waits for: nothing is sent before that is decided. */
  readonly awaits: string | undefined;
  /** The group it was asked for with, whose card is its card; undefined for one with a card of its own. */
  readonly groupId: string | undefined;
  /** Its place in the group, from 1; one that is tried again has the place of the one that failed. */
  readonly groupPosition: number | undefined;
  /** Since when a cancel or a kick that is wanted does not get through, and the channel knows. It stays wanted. */
  readonly stuckSince: number | undefined;
  /** Why it failed, or what the provider last refused. */
  readonly problem: StoredProblem | undefined;
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
  /** The series it is an occurrence of, and which one and which try: `2026-12-07`, `2026-12-07#2` (domain/series.ts). */
  readonly seriesId: string | undefined;
  readonly occurrence: string | undefined;
  /** When the guest's personal data was erased from it: whatever is written later, it stays erased (domain/erasure.ts). */
  readonly erasedAt: number | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Grows with every write; a write that expects another number changes nothing. */
  readonly version: number;
};

/** How an invite begins: nothing was sent, shown, or asked for since. */
export const nothingYet = {
  messageLanguage: undefined,
  createSentAt: undefined,
  inDoubt: false,
  change: undefined,
  cancel: undefined,
  kickRequestedBy: undefined,
  inviterLeft: undefined,
  awaits: undefined,
  groupId: undefined,
  groupPosition: undefined,
  stuckSince: undefined,
  problem: undefined,
  cardChannelId: undefined,
  cardTs: undefined,
  seriesId: undefined,
  occurrence: undefined,
  erasedAt: undefined,
  version: 1,
} as const satisfies Partial<Invite>;

/** How long after its start an invite still counts as not started, ms: nobody is connected yet who would be thrown out. */
const BARELY_STARTED_MS = 60_000;

/** Whether an invite is held from now (epoch ms) on when its inviter has left, rather than shown for takeover: no guest is connected through it. */
export function isHeldBack({ state, startsAt }: Pick<Invite, 'state' | 'startsAt'>, now: number): boolean {
  return state === 'requested' || now < startsAt + BARELY_STARTED_MS;
}

/** Whether an invite is taken away at the provider, or about to be, because its inviter has left. */
export function isHeld({ state, cancel, inviterLeft }: Pick<Invite, 'state' | 'cancel' | 'inviterLeft'>): boolean {
  const isAway = state === 'requested' || (state === 'cancelling' && cancel === undefined);
  return isAway && inviterLeft?.isHeld === true && inviterLeft.isResumed !== true;
}

/** Whether an invite waits for approval. */
export function isAwaiting({ state, awaits }: Pick<Invite, 'state' | 'awaits'>): boolean {
  return state === 'requested' && awaits !== undefined;
}

/** Whether who asked for approval did not want the invite any more: nobody tries it again unasked. */
export function isWithdrawn({ state, problem }: Pick<Invite, 'state' | 'problem'>): boolean {
  return state === 'failed' && problem?.code === 'approval_withdrawn';
}

/** What the card says. */
export type CardState =
  | 'awaiting'
  | 'creating'
  | 'unconfirmed'
  | 'holding'
  | 'held'
  | 'scheduled'
  | 'active'
  | 'ending'
  | 'cancelling'
  | 'cancelled'
  | 'ended'
  | 'failed';

/** The state a person should see at `now`. 'ending': the window has passed, the end is being checked. */
export function cardState(invite: Invite, now: number): CardState {
  if (isHeld(invite)) return invite.state === 'requested' ? 'held' : 'holding';
  switch (invite.state) {
    case 'requested':
      if (isAwaiting(invite)) return 'awaiting';
      return invite.inDoubt ? 'unconfirmed' : 'creating';
    case 'granted':
      if (now < invite.startsAt) return 'scheduled';
      return now < invite.endsAt ? 'active' : 'ending';
    case 'cancelling':
      // It is taken away only to be created again, for the person who took it over.
      return invite.inviterLeft?.isResumed && invite.cancel === undefined ? 'creating' : 'cancelling';
    default:
      return invite.state;
  }
}

/** Whether anything about the invite can still be changed by a person. */
export function hasEnded(invite: Invite, now: number): boolean {
  return (
    invite.state === 'cancelled' ||
    invite.state === 'ended' ||
    invite.state === 'failed' ||
    ((invite.state === 'granted' || isHeld(invite)) && now >= invite.endsAt)
  );
}

/** Whether the guest may be connected at `now`. */
export function isRunning(invite: Invite, now: number): boolean {
  return invite.state === 'granted' && now >= invite.startsAt && now < invite.endsAt;
}

/** Whether the invite was made in the provider's own dashboard and found there. */
export function isExternal(invite: Pick<Invite, 'inviterId'>): boolean {
  return invite.inviterId === '';
}

/**
 * Whether the guest is mailed of what becomes of the invite, unless somebody says otherwise: as the inviter chose. What was chosen for
 * an imported invite nobody knows; its guest had better hear of it.
 */
export function mailsGuest(invite: Pick<Invite, 'inviterId' | 'sendEmail'>): boolean {
  return isExternal(invite) || invite.sendEmail;
}

/** Whether the invite is announced in a channel; if not, it has no card and no notices. */
export function isAnnounced(invite: Pick<Invite, 'channelId'>): boolean {
  return invite.channelId !== '';
}

/** Two windows share at least an instant. */
export function overlaps(
  a: { readonly startsAt: number; readonly endsAt: number },
  b: { readonly startsAt: number; readonly endsAt: number },
): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

/** What of an invite can be changed. Instants are epoch milliseconds. */
export type Terms = Pick<Invite, 'hostId' | 'hostName' | 'permissions' | 'timeZone' | 'startsAt' | 'endsAt'>;

/** The terms as they will be when the change that is on its way is made. */
export function wishedTerms({ change, ...invite }: Invite): Terms {
  const { hostId, hostName, timeZone, startsAt, endsAt } = { ...invite, ...defined(change ?? {}) };
  const permissions = { ...invite.permissions, ...change?.permissions };
  return { hostId, hostName, permissions, timeZone, startsAt, endsAt };
}

/** What of a change was sent and may be so at the provider by now; undefined when nothing was. */
export function sentOf(change: InviteChange | undefined): InviteChange | undefined {
  return change?.sentAt === undefined ? change?.sentBefore : change;
}

/**
 * A change without the parts that are already so; undefined when nothing is left of it. What `sent` names may be otherwise at
 * the provider by now, so it stays.
 */
export function realChange(invite: Terms, change: InviteChange, sent?: InviteChange): InviteChange | undefined {
  const real: { -readonly [K in keyof InviteChange]: InviteChange[K] } = {
    sendEmail: change.sendEmail,
    requestedBy: change.requestedBy,
  };
  if (change.hostId !== undefined && (change.hostId !== invite.hostId || sent?.hostId !== undefined)) {
    real.hostId = change.hostId;
    real.hostName = change.hostName ?? change.hostId;
  }
  const permissions = changedPermissions(invite.permissions, change.permissions, sent?.permissions);
  if (permissions !== undefined) real.permissions = permissions;
  const differs = (key: 'timeZone' | 'startsAt' | 'endsAt') => change[key] !== invite[key] || sent?.[key] !== undefined;
  if (change.timeZone !== undefined && differs('timeZone')) real.timeZone = change.timeZone;
  if (change.startsAt !== undefined && differs('startsAt')) real.startsAt = change.startsAt;
  if (change.endsAt !== undefined && differs('endsAt')) real.endsAt = change.endsAt;
  if (Object.keys(real).length <= 2) return undefined;
  if (sent === undefined) return real;
  const { sentBefore: _, ...before } = sent;
  return { ...real, sentBefore: before };
}

/**
 * Of some permissions those that are otherwise than before, or that are among `sent`, which may be so by now; undefined when there are none.
 * Each is a permission of its own: sent together, one that was changed in Parsec's dashboard meanwhile would be taken back.
 */
export function changedPermissions(
  before: Permissions,
  wanted: Partial<Permissions> | undefined,
  sent: Partial<Permissions> = {},
): Partial<Permissions> | undefined {
  const changed = permissionKeys.flatMap((key) => {
    const value = wanted?.[key];
    return value === undefined || (value === before[key] && sent[key] === undefined) ? [] : [[key, value] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

export function samePermissions(a: Permissions, b: Permissions): boolean {
  return permissionKeys.every((key) => a[key] === b[key]);
}
