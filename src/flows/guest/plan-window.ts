import { warnAt } from '../../domain/channel-settings.ts';
import { type Invite, isExternal } from '../../domain/invite.ts';
import { LOOK_AHEAD_MS } from '../../domain/inviter-left.ts';
import type { Statements } from '../shared/context.ts';

/**
 * The jobs of a window: a look at who invited, the start, the warning as its channel wants it, and the end. Enqueued
 * again with other times it moves; a warning that is not wanted any more is dropped.
 */
export async function planWindow(
  tx: Statements,
  invite: Pick<Invite, 'id' | 'inviterId' | 'channelId' | 'startsAt' | 'endsAt'>,
): Promise<void> {
  // Nobody knows who made an imported one.
  if (!isExternal(invite)) {
    await tx.enqueue({ inviteId: invite.id, kind: 'inviter', at: invite.startsAt - LOOK_AHEAD_MS });
  }
  await tx.enqueue({ inviteId: invite.id, kind: 'start', at: invite.startsAt });
  await tx.enqueue({ inviteId: invite.id, kind: 'end', at: invite.endsAt });
  await planWarning(tx, invite);
}

/** The warning alone, for a channel that changed its mind, or another channel. */
export async function planWarning(
  tx: Statements,
  invite: { readonly id: string; readonly channelId: string; readonly startsAt: number; readonly endsAt: number },
): Promise<void> {
  const at = warnAt(invite, await tx.getSettings(invite.channelId));
  if (at === undefined) await tx.dropJob(invite.id, 'warn');
  else await tx.enqueue({ inviteId: invite.id, kind: 'warn', at });
}
