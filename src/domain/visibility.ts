import type { Invite } from './invite.ts';
import { isAdmin, isCoordinator, mayInvite, type Person } from './person.ts';
import type { Policy } from './policy/policy.ts';

/** What decides who sees an invite, or a batch of members: whose it is, and where it is announced. */
export type VisibilityFacts = Pick<Invite, 'workspaceId' | 'inviterId' | 'channelId' | 'cardChannelId'> & {
  /** It is about members of a system: coordinators have no say in that. */
  readonly isOfMembers?: true;
};

/** A conversation as Slack describes it. */
export type Conversation = { readonly kind: 'public' | 'private' | 'im' | 'mpim'; readonly isShared: boolean };

/** What somebody who may not see an invite is shown of it: its host is taken then, and nothing else. Instants are epoch milliseconds. */
export type Booking = {
  readonly kind: 'booking';
  readonly hostName: string;
  readonly startsAt: number;
  readonly endsAt: number;
};

/** An invite as one person may see it. */
export type SeenInvite = { readonly kind: 'invite'; readonly invite: Invite } | Booking;

/**
 * Whether a full member of the workspace reads a conversation: those they are in, and every public channel of their own workspace, since
 * they can open it in Slack at any moment. A channel shared with another company is read by its members alone. Undefined is what Slack
 * does not describe: closed when in doubt.
 */
export function canRead(conversation: Conversation | undefined, isMember: boolean): boolean {
  return isMember || (conversation?.kind === 'public' && !conversation.isShared);
}

/**
 * What a person sees of an invite. Its inviter, coordinators and admins see all; everybody else has to read the conversation it is announced in, of
 * `readable` ones, and where the card stands elsewhere that one too. What is announced nowhere is for admins: nobody was shown it.
 */
export function sees(
  facts: VisibilityFacts,
  person: Person,
  policy: Policy,
  readable: ReadonlySet<string>,
): 'all' | 'booking' {
  if (mayInvite(person, facts.workspaceId) !== undefined) return 'booking';
  if (seesAlways(facts, person, policy)) return 'all';
  return placesOf(facts).length > 0 && placesOf(facts).every((id) => readable.has(id)) ? 'all' : 'booking';
}

/** Whether a full member sees this wherever it is announced: nobody has to ask Slack. */
export function seesAlways(
  facts: Pick<VisibilityFacts, 'inviterId' | 'isOfMembers'>,
  person: Person,
  policy: Policy,
): boolean {
  const isOwn = facts.inviterId !== '' && facts.inviterId === person.id;
  const coordinates = facts.isOfMembers !== true && isCoordinator(person, policy);
  return isOwn || coordinates || isAdmin(person, policy);
}

/** The conversations one has to read to see this; none when it is announced nowhere. */
export function placesOf({
  channelId,
  cardChannelId,
}: Pick<VisibilityFacts, 'channelId' | 'cardChannelId'>): readonly string[] {
  if (channelId === '') return [];
  return cardChannelId === undefined || cardChannelId === channelId ? [channelId] : [channelId, cardChannelId];
}

/** An invite with nothing in it but what its reader may see. */
export function asSeen(invite: Invite, sight: 'all' | 'booking'): SeenInvite {
  if (sight === 'all') return { kind: 'invite', invite };
  const { hostName, startsAt, endsAt } = invite;
  return { kind: 'booking', hostName, startsAt, endsAt };
}
