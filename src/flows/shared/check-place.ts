import { isDirectMessage } from '../../domain/direct-message.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { DescribedChannel } from './channels.ts';
import type { Context } from './context.ts';

/** What every form holds whose request has a card. */
export type PlacedRequest = {
  /** The modal's id: the same submission twice is one request. */
  readonly requestKey: string;
  readonly workspaceId: string;
  /** As chosen: whether Guestlist may post there is looked up. */
  readonly channelId: string | undefined;
  /** The conversation the form was opened in; undefined when that was nowhere. */
  readonly typedIn: string | undefined;
  /** The shared channel the form said is shared; '' for none. */
  readonly sharedShown: string;
};

/**
 * Whether a person may have Guestlist post in a conversation: they are in it, and Guestlist can post there. Where a form says to
 * post is a claim, and this checks it. The name of a channel is shown only to those who are in it.
 * Problems: channel_missing, channel_not_joined, channel_without_bot, channel_archived, channel_not_shown, channel_unchecked.
 */
export async function checkPlace(
  { channels }: Pick<Context, 'channels'>,
  channelId: string | undefined,
  person: Pick<Person, 'id'>,
): Promise<DescribedChannel | Problem> {
  if (channelId === undefined || channelId === '') return problem('channel_missing');
  const [place, isIn] = await Promise.all([channels.describe(channelId), channels.isMember(channelId, person.id)]);
  if (isProblem(place)) return unknownPlace(place, channelId);
  if (!isIn) return problem('channel_not_joined');
  const channel = place.name === '' ? {} : { channel: place.name };
  if (place.isArchived) return problem('channel_archived', channel);
  // The scope chat:write.public opens every public channel.
  if (!place.hasBot && place.kind !== 'public') return problem('channel_without_bot', channel);
  return place;
}

function unknownPlace({ code }: Problem, channelId: string): Problem {
  switch (code) {
    case 'slack_channel_unavailable':
      return problem('channel_without_bot', isDirectMessage(channelId) ? { direct: 1 } : {});
    case 'slack_refused':
      return problem('channel_not_shown');
    default:
      return problem('channel_unchecked');
  }
}
