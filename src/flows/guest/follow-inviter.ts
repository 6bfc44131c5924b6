import { hasEnded, type Invite, isExternal, isHeldBack } from '../../domain/invite.ts';
import type { LeftReason } from '../../domain/inviter-left.ts';
import type { Person } from '../../domain/person.ts';
import { type Context, changeInvite, guestlist, type Statements, type Written } from '../shared/context.ts';
import { inviterStanding, type Standing } from '../shared/inviter-standing.ts';
import { notifyAdmins } from '../shared/notify-admins.ts';
import { resumed } from './resume-invite.ts';

/**
 * Looks at the inviter of an invite that `person` is about to change, and writes what follows. Not while Slack is away, which a stale
 * look at the person says: somebody waits for an answer.
 */
export async function followInviter(context: Context, inviteId: string, person: Person): Promise<void> {
  const invite = await context.store.getInvite(inviteId);
  if (invite === undefined || person.isStale || !isLookedAt(context, invite)) return;
  const isInviter = invite.inviterId === person.id;
  if (isInviter && invite.inviterLeft === undefined) return;
  await recordStanding(context, invite, isInviter ? 'here' : await inviterStanding(context, invite.inviterId));
}

/** Whether who invited is anybody Slack knows here: nobody made what was imported, and another workspace has other people. */
export function isLookedAt(context: Context, invite: Invite): boolean {
  return !isExternal(invite) && invite.workspaceId === context.workspaceId();
}

/**
 * Writes what an inviter's standing means for an invite, once: its inviter has left, and it is held or shown to the admins; or the
 * inviter is back, and it is as it was. Nothing while Slack does not say.
 */
export async function recordStanding(
  context: Context,
  { id, inviterId }: Pick<Invite, 'id' | 'inviterId'>,
  standing: Standing,
): Promise<void> {
  if (standing === 'unknown' || standing === 'hidden') return;
  await changeInvite(context, id, async (current, tx) => {
    // Taken over by somebody else since.
    if (current.inviterId !== inviterId) return undefined;
    return standing === 'here' ? back(tx, current) : left(context, tx, current, standing);
  });
  context.wake();
}

async function back(tx: Statements, invite: Invite): Promise<Written | undefined> {
  const parts = await resumed(tx, invite, invite.inviterId);
  if (parts === undefined) return undefined;
  const facts = { held: invite.inviterLeft?.isHeld === true ? 1 : 0 };
  await tx.enqueue({ inviteId: invite.id, kind: 'notice', name: `inviter_back:${invite.version}`, facts });
  return { parts, actor: guestlist, action: 'inviter_back', facts: { inviter: invite.inviterId } };
}

async function left(context: Context, tx: Statements, invite: Invite, why: LeftReason): Promise<Written | undefined> {
  const now = context.now();
  if (invite.inviterLeft !== undefined || hasEnded(invite, now)) return undefined;
  if (invite.state !== 'requested' && invite.state !== 'granted') return undefined;
  const isHeld = isHeldBack(invite, now);
  const facts = { inviter: invite.inviterId, why, held: isHeld ? 1 : 0 };
  const inviteId = invite.id;
  // A guest whose invite had not started must not get in: it is taken away where it is.
  if (isHeld) await tx.enqueue({ inviteId, kind: 'provider' });
  await tx.enqueue({ inviteId, kind: 'card' });
  await tx.enqueue({ inviteId, kind: 'notice', name: `inviter_left:${invite.version}`, facts });
  const about = { inviteId, guest: invite.guestEmail, host: invite.hostName, event: invite.eventName };
  const window = { startsAt: invite.startsAt, endsAt: invite.endsAt, zone: invite.timeZone };
  const id = `${inviteId}:${invite.version}`;
  await notifyAdmins(context, { name: 'inviter_left', id, facts: { ...facts, ...about, ...window } }, tx);
  const inviterLeft = { since: now, why, isHeld };
  return {
    parts: isHeld
      ? { inviterLeft, state: 'cancelling', cancel: undefined, kickRequestedBy: undefined }
      : { inviterLeft },
    actor: guestlist,
    action: isHeld ? 'held' : 'inviter_left',
    facts: { inviter: invite.inviterId, why },
  };
}
