import { afterEach, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cards,
  fillInviteForm,
  inviteGuest,
  openInviteForm,
  press,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { openMemberForm } from '../support/member-gestures.ts';
import { startWorld, transports, type World } from '../support/world.ts';

// A card that stands elsewhere than where the command was typed: the person is told at once where it is, and what to do.
let world: World;
afterEach(() => world.stop());

const cardIn = (channel: string) =>
  world.slack.until('the card stands', () =>
    cards(world, channel).find((card) => words(card).includes('Render review')),
  );
const linkTo = (card: Message) => `/archives/${card.channel}/p${card.ts.replace('.', '')}|Open the card>`;
const direct = (text: string) =>
  world.slack.until(`a direct message says “${text}”`, () =>
    world.slack.messages.find((message) => message.channel.startsWith('D') && message.text.includes(text)),
  );
async function invite(typedIn: string, channel: string): Promise<void> {
  const view = await openInviteForm(world, world.people.mia, '', typedIn);
  await fillInviteForm(world, world.people.mia, view, { ...anEvening, channel });
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
}
const channelNamed = (name: string, bot: boolean, kind: 'public' | 'private' = 'public') =>
  world.slack.addChannel({ name, kind, members: [world.people.mia, world.people.ada], bot }).id;

it.each(transports)('in another channel: told where it was typed, with the link (%s)', async (transport) => {
  world = await startWorld({ transport });
  const other = channelNamed('reviews', true);
  await invite(world.channel, other);
  const card = await cardIn(other);
  const told = await whisper(world, world.people.mia, 'The card of *Render review* is in');
  expect(told.text).toContain(`<#${other}>`);
  expect(told.text).toContain(linkTo(card));
  expect(told.text).not.toContain('/invite');
  // Whoever else is there sees nothing of it.
  expect(whispers(world, world.people.ada)).toEqual([]);
  expect(cards(world)).toEqual([]);
});

it('typed where Guestlist is not: told in a direct message, with what to do', async () => {
  world = await startWorld();
  const closed = channelNamed('merger', false, 'private');
  const other = channelNamed('reviews', true);
  await invite(closed, other);
  const card = await cardIn(other);
  const told = await direct('The card of *Render review* is in');
  expect(told.text).toContain(linkTo(card));
  expect(told.text).toContain(`To have cards in <#${closed}>, type \`/invite @Guestlist\` there.`);
});

it('where Guestlist cannot post any more: the card is in the direct messages, and the person is told there why', async () => {
  world = await startWorld();
  const closed = channelNamed('merger', true, 'private');
  world.slack.trouble({ method: 'chat.postMessage', then: { error: 'not_in_channel' } });
  world.slack.trouble({ method: 'chat.postEphemeral', then: { error: 'not_in_channel' } });
  await invite(closed, closed);
  const told = await direct("Guestlist can't post in");
  const card = world.slack.messages.find(
    ({ channel, text }) => channel === told.channel && text.startsWith('Guest access for ana@example.com'),
  );
  if (card === undefined) throw new Error('no card');
  expect(told.text).toContain(`in <#${closed}>, so the card of *Render review* is in your direct messages`);
  expect(told.text).toContain(linkTo(card));
});

it('moved while somebody looks at the channel where they typed: told there', async () => {
  world = await startWorld();
  const other = channelNamed('reviews', true);
  world.slack.trouble({ method: 'chat.postMessage', then: { error: 'is_archived' } });
  await invite(world.channel, other);
  const told = await whisper(world, world.people.mia, `<#${other}> is archived, so the card of *Render review*`);
  expect(told.text).toContain('|Open the card>');
  expect(told.text).not.toContain('/invite');
  await world.slack.until('the card is confirmed', () =>
    world.slack.messages.some((message) => message.channel.startsWith('D') && words(message).includes('*Scheduled.*')),
  );
  // Once is enough.
  expect(whispers(world, world.people.mia)).toHaveLength(1);
});

it('again from a card in another channel, and the same channel: told of nothing', async () => {
  world = await startWorld();
  world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 400 } });
  await inviteGuest(world, world.people.mia);
  const failed = await world.slack.until('it failed', () =>
    cards(world).find((card) => words(card).includes('*No invite was made.*')),
  );
  await press(world, world.people.mia, failed, 'invite:again');
  const view = await topView(world, world.people.mia, 'invite_form');
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  await world.slack.until('the second stands', () => cards(world).some((card) => words(card).includes('*Scheduled.*')));
  await world.app().stop();
  expect(whispers(world, world.people.mia)).toEqual([]);
  expect(world.slack.messages.filter(({ channel }) => channel.startsWith('D'))).toEqual([]);
});

it.each(transports)('the card of members in another channel is told of, too (%s)', async (transport) => {
  world = await startWorld({ transport, snyk: {} });
  const { ada } = world.people;
  const other = channelNamed('people', true);
  const view = await openMemberForm(world, ada, 'snyk');
  const hands = world.slack.as(ada);
  await hands.fill(view.id, { blockId: 'addresses_1' }, 'tom@studio.example');
  await hands.fill(view.id, { blockId: 'role:snyk' }, world.snyk().roles[0]?.id ?? '');
  await hands.fill(view.id, { blockId: 'channel' }, other);
  expect(await hands.submit(view.id)).toBe('closed');
  const told = await whisper(world, ada, 'The card of your invites to Snyk is in');
  const card = cards(world, other)[0];
  if (card === undefined) throw new Error('no card');
  expect(told.text).toContain(linkTo(card));
});
