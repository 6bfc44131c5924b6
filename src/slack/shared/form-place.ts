import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import { maskingOf } from '../../domain/masking.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { checkPlace } from '../../flows/shared/check-place.ts';
import type { Context } from '../../flows/shared/context.ts';
import { escapeText } from '../blocks/blocks.ts';
import { shownLine } from '../blocks/form-values.ts';
import { Id } from '../blocks/metadata.ts';
import { type FormSubject, notSentYet, sharedCopy } from './place-copy.ts';
import { problemCopy } from './problem-copy.ts';

/** The channel that the line under the channel is about. `isKnown`: Slack has described it. */
export const CheckedPlace = z.object({ channelId: Id, isShared: z.boolean(), isKnown: z.boolean() });
export type CheckedPlace = z.infer<typeof CheckedPlace>;

/** What a form says of the channel chosen in it. */
export type FormPlace = {
  /** Mrkdwn; '' for nothing. */
  readonly line: string;
  /** What was found out, for the form's memory. */
  readonly checked: CheckedPlace | undefined;
  /** The channel the form proposes. Slack refuses a whole view for one it does not know, and keeps what was chosen without it. */
  readonly proposed: string | undefined;
};

/**
 * Looks at the channel a form is opened with: whether Guestlist can post in it, and whether it is shared with another company. One that Slack
 * has not just named (`typedIn`), but was kept, may be gone: then the form proposes none.
 */
export async function formPlace(
  context: Context,
  about: FormSubject,
  { channelId, typedIn = channelId }: { readonly channelId: string | undefined; readonly typedIn?: string | undefined },
  person: Person,
): Promise<FormPlace> {
  if (channelId === undefined) return nowhere;
  const place = await lookAt(context, about, channelId, person);
  // Of one that is gone Slack says no more than of a private one Guestlist is not in.
  const isGone = channelId !== typedIn && place.line !== '' && place.checked?.isShared === false;
  return { ...place, proposed: isGone ? undefined : channelId };
}

/** A channel that was kept, for a form that asks for one and says nothing of it; undefined for one that Slack does not know any more. */
export async function keptChannel(
  context: Context,
  channelId: string | undefined,
  person: Person,
): Promise<string | undefined> {
  return (await formPlace(context, 'guest', { channelId, typedIn: '' }, person)).proposed;
}

const nowhere: FormPlace = { line: '', checked: undefined, proposed: undefined };

type Form = { readonly channelId: string | undefined; readonly checked: CheckedPlace | undefined };

/** The same for a form that is drawn again: what it already says of this channel is kept. */
export async function formPlaceAgain(
  context: Context,
  about: FormSubject,
  view: Pick<ViewOutput, 'blocks'>,
  { channelId, checked }: Form,
  person: Person,
): Promise<FormPlace> {
  if (channelId === undefined) return nowhere;
  const isSaid = checked?.channelId === channelId;
  const place = isSaid
    ? { line: shownLine(view, 'channel_line') ?? '', checked }
    : await lookAt(context, about, channelId, person);
  return { ...place, proposed: place.checked?.isKnown === true ? channelId : undefined };
}

/** The same for a form that was submitted before it said that its channel is shared. */
export async function formPlaceFirst(
  context: Context,
  about: FormSubject,
  form: Form,
  person: Person,
): Promise<FormPlace> {
  const place = await formPlaceAgain(context, about, { blocks: [] }, { ...form, checked: undefined }, person);
  return { ...place, line: `${place.line}${notSentYet}` };
}

async function lookAt(
  context: Context,
  about: FormSubject,
  channelId: string,
  person: Person,
): Promise<Pick<FormPlace, 'line' | 'checked'>> {
  const place = await checkPlace(context, channelId, person);
  if (!isProblem(place)) {
    const isMasked = maskingOf(context.policy(), channelId) !== 'shown';
    const line = place.isShared ? sharedCopy(about, place.name, isMasked) : '';
    return { line, checked: { channelId, isShared: place.isShared, isKnown: true } };
  }
  // Nothing speaks against it; it is checked again when the form is submitted.
  if (place.code === 'channel_unchecked') return { line: '', checked: undefined };
  const isKnown = place.code === 'channel_not_joined' || place.code === 'channel_archived';
  const line = `:warning: ${escapeText(problemCopy(place))}`;
  return { line, checked: { channelId, isShared: false, isKnown } };
}

/** The channel the form has shown to be shared; '' for none. */
export function sharedShown({ checked }: { readonly checked: CheckedPlace | undefined }): string {
  return checked?.isShared === true ? checked.channelId : '';
}
