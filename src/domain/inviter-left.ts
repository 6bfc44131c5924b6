import type { Invite } from './invite.ts';
import { mayInvite, type Person } from './person.ts';

/** Why somebody cannot answer for an invite any more. */
export type LeftReason = 'deactivated' | 'guest' | 'removed' | 'external' | 'bot';

/** Its inviter is no full member of the workspace any more, and nobody has taken the invite over. Instants are epoch milliseconds. */
export type InviterLeft = {
  readonly since: number;
  readonly why: LeftReason;
  /** It had not started: it is taken away at the provider until somebody takes it over. */
  readonly isHeld: boolean;
  /** When the provider confirmed that it is away. */
  readonly awayAt?: number;
  /** Somebody answers for it again since, before the provider had confirmed: it is created again as soon as it is away. */
  readonly isResumed?: boolean;
};

/** How long before its start an invite's inviter is looked at, ms: time enough to take the invite away before the guest can use it. */
export const LOOK_AHEAD_MS = 120_000;
/** How long after its start an invite still counts as not started, ms: nobody is at work yet who would be thrown out. */
const BARELY_STARTED_MS = 60_000;

/** Why this person cannot answer for an invite; undefined for a full member of the workspace. */
export function leftReason(person: Person, workspaceId: string): LeftReason | undefined {
  switch (mayInvite(person, workspaceId)?.code) {
    case undefined:
      return undefined;
    case 'not_allowed_deactivated':
      return 'deactivated';
    case 'not_allowed_guest':
      return 'guest';
    case 'not_allowed_bot':
      return 'bot';
    default:
      return 'external';
  }
}

/** Whether an invite is held from now (epoch ms) on when its inviter has left, rather than shown for takeover: no guest works on it. */
export function isHeldBack({ state, startsAt }: Pick<Invite, 'state' | 'startsAt'>, now: number): boolean {
  return state === 'requested' || now < startsAt + BARELY_STARTED_MS;
}

/** Whether an invite is taken away at the provider, or about to be, because its inviter has left. */
export function isHeld({ state, cancel, inviterLeft }: Pick<Invite, 'state' | 'cancel' | 'inviterLeft'>): boolean {
  const isAway = state === 'requested' || (state === 'cancelling' && cancel === undefined);
  return isAway && inviterLeft?.isHeld === true && inviterLeft.isResumed !== true;
}
