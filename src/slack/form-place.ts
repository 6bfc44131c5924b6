import type { ViewOutput } from '@slack/bolt';
import type { Person } from '../domain/person.ts';
import { isProblem } from '../domain/problem.ts';
import { checkPlace } from '../flows/check-place.ts';
import type { Context } from '../flows/context.ts';
import { escapeText } from './views/blocks.ts';
import type { CheckedPlace } from './views/form-memory.ts';
import { shownLine } from './views/shown-line.ts';
import { notSentYet, sharedWords, type Told } from './words/places.ts';
import { problemWords } from './words/problems.ts';

/** What a form says of the channel chosen in it. */
export type FormPlace = {
  /** Mrkdwn; '' for nothing. */
  readonly line: string;
  /** What was found out, for the form's memory. */
  readonly checked: CheckedPlace | undefined;
  /** The channel the form proposes. Slack refuses a whole view for one it does not know, and keeps what was chosen without it. */
  readonly proposed: string | undefined;
};

/** Looks at the channel a form is opened with, which Slack has named: whether it may be told, and whether it is shared with another company. */
export async function formPlace(
  context: Context,
  told: Told,
  { channelId }: { readonly channelId: string | undefined },
  person: Person,
): Promise<FormPlace> {
  if (channelId === undefined) return { line: '', checked: undefined, proposed: undefined };
  return { ...(await lookAt(context, told, channelId, person)), proposed: channelId };
}

type Form = { readonly channelId: string | undefined; readonly checked: CheckedPlace | undefined };

/** The same for a form that is drawn again: what it says already of this channel stands. */
export async function formPlaceAgain(
  context: Context,
  told: Told,
  view: Pick<ViewOutput, 'blocks'>,
  { channelId, checked }: Form,
  person: Person,
): Promise<FormPlace> {
  if (channelId === undefined) return { line: '', checked: undefined, proposed: undefined };
  const isSaid = checked?.channelId === channelId;
  const place = isSaid
    ? { line: shownLine(view, 'channel_line') ?? '', checked }
    : await lookAt(context, told, channelId, person);
  return { ...place, proposed: place.checked?.isKnown === true ? channelId : undefined };
}

/** The same for a form that was submitted before it said that its channel is shared. */
export async function formPlaceFirst(context: Context, told: Told, form: Form, person: Person): Promise<FormPlace> {
  const place = await formPlaceAgain(context, told, { blocks: [] }, { ...form, checked: undefined }, person);
  return { ...place, line: `${place.line}${notSentYet}` };
}

async function lookAt(
  context: Context,
  told: Told,
  channelId: string,
  person: Person,
): Promise<Pick<FormPlace, 'line' | 'checked'>> {
  const place = await checkPlace(context, channelId, person);
  if (!isProblem(place)) {
    const isMasked = !context.policy.invites.showsGuestInSharedChannels;
    const line = place.isShared ? sharedWords(told, place.name, isMasked) : '';
    return { line, checked: { channelId, isShared: place.isShared, isKnown: true } };
  }
  // Nobody has said anything against it; it is looked at again when the form is submitted.
  if (place.code === 'channel_unchecked') return { line: '', checked: undefined };
  const isKnown = place.code === 'channel_not_joined' || place.code === 'channel_archived';
  const line = `:warning: ${escapeText(problemWords(place))}`;
  return { line, checked: { channelId, isShared: false, isKnown } };
}

/** The shared channel a form has said is shared; '' for none. */
export function sharedShown({ checked }: { readonly checked: CheckedPlace | undefined }): string {
  return checked?.isShared === true ? checked.channelId : '';
}
