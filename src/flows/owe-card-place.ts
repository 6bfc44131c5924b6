import type { Invite } from '../domain/invite.ts';
import type { Context, Statements } from './context.ts';
import { type NewNotice, notifyPerson } from './notify-admins.ts';

/** The name of the one fact that says where the command was typed, '' where it was nowhere. */
const TYPED_IN = 'typedIn';

/** Owes that whoever invites is told where the card is, when that is not where they typed (`typedIn`, '' for nowhere). */
export async function oweCardElsewhere(
  context: Context,
  tx: Statements,
  invite: Invite,
  typedIn: string,
): Promise<void> {
  if (typedIn === '' || typedIn === invite.channelId) return;
  const facts = { inviteId: invite.id, [TYPED_IN]: typedIn, channel: invite.channelId, event: invite.eventName };
  await notifyPerson(context, invite.inviterId, { name: 'card_elsewhere', id: invite.id, facts }, tx);
}

/** Owes that whoever invited is told that the card is in their direct messages now, and why (`why`, Slack's word for it). */
export async function oweCardMoved(
  context: Context,
  tx: Statements,
  invite: Invite,
  { why, direct }: { readonly why: string; readonly direct: string },
): Promise<void> {
  const asked = (await tx.auditOfInvite(invite.id)).find(({ action }) => action === 'requested');
  const typedIn = String(asked?.facts[TYPED_IN] ?? '') || invite.channelId;
  const facts = { inviteId: invite.id, [TYPED_IN]: typedIn, channel: direct, from: invite.channelId, why };
  const notice: NewNotice = {
    name: 'card_moved',
    id: `${invite.id}:${invite.version}`,
    facts: { ...facts, event: invite.eventName },
  };
  await notifyPerson(context, invite.inviterId, notice, tx);
}
