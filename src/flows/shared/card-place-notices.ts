import type { Invite } from '../../domain/invite.ts';
import type { MemberBatch } from '../../domain/member-batch.ts';
import type { Context, Statements } from './context.ts';
import { notifyPerson } from './notify-admins.ts';

/** A card of an invite or of a batch of members: whose it is, where it is to stand, and what it is about. */
export type PlacedCard = {
  readonly id: string;
  readonly personId: string;
  readonly channelId: string;
  readonly about: Readonly<Record<string, string>>;
};

export function cardOfInvite({ id, inviterId, channelId, eventName }: Invite): PlacedCard {
  return { id, personId: inviterId, channelId, about: { event: eventName } };
}

export function cardOfBatch({ id, requesterId, channelId, provider }: MemberBatch): PlacedCard {
  return { id, personId: requesterId, channelId, about: { provider } };
}

/** Enqueues a notice to the inviter of where the card is, when that is not where they typed (`typedIn`, '' for nowhere). */
export async function notifyCardElsewhere(
  context: Context,
  tx: Statements,
  card: PlacedCard,
  typedIn: string,
): Promise<void> {
  const { id, personId, channelId, about } = card;
  if (typedIn === '' || typedIn === channelId) return;
  const facts = { ...about, card: id, typedIn, channel: channelId };
  await notifyPerson(context, personId, { name: 'card_elsewhere', id, facts }, tx);
}

/**
 * Enqueues a notice to the inviter that the card moves to their direct messages (`direct`), and why (`why`, Slack's word for it). Where they
 * typed stands in the audit of the request.
 */
export async function notifyCardMoved(
  context: Context,
  tx: Statements,
  card: PlacedCard,
  { why, direct }: { readonly why: string; readonly direct: string },
): Promise<void> {
  const { id, personId, channelId, about } = card;
  const known = [...(await tx.auditOfInvite(id)), ...(await tx.auditOfSubject(id))];
  const typedIn = known.map(({ facts }) => String(facts.typedIn ?? '')).find((place) => place !== '') ?? channelId;
  const facts = { ...about, card: id, typedIn, channel: direct, from: channelId, why };
  await notifyPerson(context, personId, { name: 'card_moved', id: `${id}:${channelId}`, facts }, tx);
}
