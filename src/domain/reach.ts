import { type Invite, isExternal } from './invite.ts';

/** How a person wants to hear of what happens to their invites: by a mention where it is announced, or by a direct message besides. */
export type Reach = 'mention' | 'direct';

/** As long as a person never said. */
export const defaultReach: Reach = 'mention';

/** Something did not happen, or happened although nobody wanted it: the inviter counts on it, no matter who asked. */
const failures: ReadonlySet<string> = new Set([
  'failed',
  'approval_denied',
  'approval_expired',
  'change_refused',
  'cancel_refused',
  'kick_refused',
  'twin_refused',
]);

/** News of the guest, enqueued only for inviters who want it. */
const guestNews: ReadonlySet<string> = new Set(['arrived', 'absent']);

/** Done to an invite by a person, or in the provider's own dashboard: news to its inviter unless it was they who did it. */
const acts: ReadonlySet<string> = new Set([
  'changed',
  'approval_approved',
  'cancelled',
  'kicked',
  'cancel_withdrawn',
  'kick_withdrawn',
  'taken_over',
  'inviter_back',
]);

/** A start is no such thing by itself, but nobody can connect to a host that is off. */
function isOffAtStart(name: string, online: unknown): boolean {
  return name === 'host_offline' || (name === 'started' && online === 'offline');
}

/**
 * Whether a notice of this name is one that the inviter of an invite must not miss: a reply in a thread reaches nobody who does not follow
 * it. `by`: who did it; `online`: whether the host is, at a start. Who made an imported invite nobody knows, and who has left is not called back.
 */
export function concernsInviter(
  invite: Pick<Invite, 'inviterId' | 'inviterLeft'>,
  notice: { readonly name: string; readonly by: unknown; readonly online?: unknown },
): boolean {
  if (isExternal(invite) || invite.inviterLeft !== undefined) return false;
  if (isOffAtStart(notice.name, notice.online)) return true;
  return (
    failures.has(notice.name) || guestNews.has(notice.name) || (acts.has(notice.name) && notice.by !== invite.inviterId)
  );
}
