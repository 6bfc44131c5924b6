import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { costUnknown } from '../../src/slack/guest/invite-form/form-lines.ts';
import { cards, fillInviteForm, openInviteForm, showMore, submitAnyway, type Typed, words } from './gestures.ts';
import type { World } from './world.ts';

/** How a person has an invite repeat: on every weekday or on these days (`1` for Monday), until a day. */
export type Repeated = { readonly on: 'weekdays' | readonly string[]; readonly until: string };

/** Opens the invite form and fills it, with the days on which it repeats. */
export async function openSeriesForm(
  world: World,
  person: string,
  typed: Typed,
  { on, until }: Repeated,
  channel = world.channel,
): Promise<OpenView> {
  const user = world.slack.as(person);
  const text = (time: Typed['end']) => (Array.isArray(time) ? time.join(' ') : '');
  const line = `${typed.email} ${typed.host} ${text(typed.start)} to ${text(typed.end)}`;
  const view = await openInviteForm(world, person, line, channel);
  await world.slack.until('Parsec has answered', () => !JSON.stringify(view.view).includes(costUnknown));
  await fillInviteForm(world, person, view, typed);
  await showMore(world, person, view);
  const has = (blockId: string) => JSON.stringify(view.view.blocks).includes(`"block_id":"${blockId}"`);
  await user.fill(view.id, { blockId: 'repeat' }, on === 'weekdays' ? 'weekdays' : 'weekly');
  await world.slack.until('the form asks until when', () => has('until'));
  if (on !== 'weekdays') await user.fill(view.id, { blockId: 'weekdays' }, on);
  await user.fill(view.id, { blockId: 'until' }, until);
  return view;
}

/** Starts a series, and answers its card. */
export async function startSeries(world: World, person: string, typed: Typed, repeated: Repeated): Promise<Message> {
  const view = await openSeriesForm(world, person, typed, repeated);
  const result = await submitAnyway(world, person, view);
  if (result !== 'closed') throw new Error(`the form was not taken: ${result} ${JSON.stringify(view.errors)}`);
  return seriesCardSaying(world, typed.event ?? '', '');
}

/** The card of the series of an event, once it says this. */
export function seriesCardSaying(world: World, event: string, text: string): Promise<Message> {
  return world.slack.until(`the card of the series ${event} says “${text}”`, () =>
    seriesCards(world, event).find((card) => words(card).includes(text)),
  );
}

/** The cards of series of an event. */
export function seriesCards(world: World, event: string): Message[] {
  return cards(world).filter((card) => words(card).includes(':repeat:') && words(card).includes(event));
}

/** The direct messages of Guestlist to a person. */
export function direct(world: World, person: string): Message[] {
  const channel = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person));
  return world.slack.messages.filter((message) => message.channel === channel?.id);
}
