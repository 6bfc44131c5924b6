import { type Invite, isAnnounced } from '../../domain/invite.ts';
import type { Problem } from '../../domain/problem.ts';
import { type Claim, type Context, guestlist, type Statements } from '../shared/context.ts';
import { notifyPerson } from '../shared/notify-admins.ts';
import { retryAt } from '../shared/retry-at.ts';
import { isBeingHeld } from './hold-invite.ts';

// What takes access away stays wanted until it is confirmed; what it means to be stuck with that.

/**
 * When to ask again, epoch ms: with waits that grow to five minutes, or when the provider says, and in any case when the window closes,
 * for then it is over.
 */
export function askAgainAt(context: Context, invite: Pick<Invite, 'endsAt'>, claim: Claim, why: Problem): number {
  const at = retryAt(context, claim, why);
  return context.now() < invite.endsAt ? Math.min(at, invite.endsAt + 1_000) : at;
}

/** Notifies the channel that a cancel or a kick does not get through; where there is no channel, the requester. */
export async function notifyStuck(
  context: Context,
  tx: Statements,
  invite: Invite,
  { name, by, why }: { readonly name: 'cancel_refused' | 'kick_refused'; readonly by: string; readonly why: Problem },
): Promise<void> {
  const facts = { ...why.facts, problem: why.code, by, ...(isBeingHeld(invite) ? { held: 1 } : {}) };
  if (isAnnounced(invite)) {
    await tx.enqueue({ inviteId: invite.id, kind: 'notice', name: `${name}:${invite.version}`, facts });
    return;
  }
  const notice = { name, id: `${invite.id}:${invite.version}`, facts: { ...facts, ...aboutOf(invite) } };
  await notifyPerson(context, by, notice, tx);
}

/** Notifies those who read that the cancel did not get through: the guest is out after all. The channel has a notice of its own. */
export async function notifyUnstuck(context: Context, tx: Statements, invite: Invite, by: string): Promise<void> {
  if (isAnnounced(invite) || by === guestlist) return;
  const notice = { name: 'cancelled', id: `${invite.id}:${invite.version}`, facts: aboutOf(invite) } as const;
  await notifyPerson(context, by, notice, tx);
}

function aboutOf({ id, guestEmail, hostName }: Invite): Readonly<Record<string, string>> {
  return { inviteId: id, guest: guestEmail, host: hostName };
}
