import { afterEach, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cards,
  inviteGuest,
  openFilledForm,
  press,
  submitAnyway,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { openMemberForm } from '../support/member-gestures.ts';
import { openSeriesForm } from '../support/series-gestures.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

// A card that is not where the command was typed: the person learns at once where it is, and what to do.
let world: World;
afterEach(() => world.stop());

const cardIn = (channel: string) =>
  world.slack.until('the card stands', () =>
    cards(world, channel).find((card) => words(card).includes('Render review')),
  );
const isSeries = (card: Message) => words(card).includes(':repeat:');
const linkTo = (card: Message) => `/archives/${card.channel}/p${card.ts.replace('.', '')}|Open the card>`;
const direct = (text: string) =>
  world.slack.until(`a direct message says “${text}”`, () =>
    world.slack.messages.find((message) => message.channel.startsWith('D') && message.text.includes(text)),
  );
async function invite(typedIn: string, channel: string): Promise<void> {
  const view = await openFilledForm(world, world.people.mia, { ...anEvening, channel }, typedIn);
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
}
const channelNamed = (name: string, bot: boolean, kind: 'public' | 'private' = 'public') =>
  world.slack.addChannel({ name, kind, members: [world.people.mia, world.people.ada], bot }).id;

it.each(overHttp)('a card in another channel is linked where the command was typed (%s)', async (transport) => {
  world = await startWorld({ transport });
  const other = channelNamed('reviews', true);
  await invite(world.channel, other);
  const card = await cardIn(other);
  const notice = await whisper(world, world.people.mia, 'The card of *Render review* is in');
  expect(notice.text).toContain(`<#${other}>`);
  expect(notice.text).toContain(linkTo(card));
  expect(notice.text).not.toContain('/invite');
  // The others in the channel see nothing of it.
  expect(whispers(world, world.people.ada)).toEqual([]);
  expect(cards(world)).toEqual([]);
});

it('the card of a series is linked where the command was typed, too', async () => {
  world = await startWorld();
  const other = channelNamed('reviews', true);
  const { mia } = world.people;
  const typed = { ...anEvening, channel: other };
  const view = await openSeriesForm(world, mia, typed, { on: 'weekdays', until: '2026-11-27' });
  expect(await submitAnyway(world, mia, view)).toBe('closed');
  const notice = await whisper(world, mia, 'The card of *Render review* is in');
  const card = await world.slack.until('it stands', () => cards(world, other).find((each) => isSeries(each)));
  expect(notice.text).toContain(linkTo(card));
});

it('the card of a series goes to direct messages where Guestlist can no longer post, with the reason', async () => {
  world = await startWorld();
  const { mia } = world.people;
  world.slack.trouble({ method: 'chat.postMessage', then: { error: 'is_archived' } });
  const view = await openSeriesForm(world, mia, anEvening, { on: 'weekdays', until: '2026-11-27' });
  expect(await submitAnyway(world, mia, view)).toBe('closed');
  const notice = await whisper(world, mia, `<#${world.channel}> is archived, so the card of *Render review*`);
  const card = world.slack.messages.find((each) => each.channel.startsWith('D') && isSeries(each));
  expect(notice.text).toContain(linkTo(card as Message));
  expect(cards(world).filter(isSeries)).toEqual([]);
});

it('the person who typed where Guestlist is not a member gets a direct message with the next step', async () => {
  world = await startWorld();
  const closed = channelNamed('merger', false, 'private');
  const other = channelNamed('reviews', true);
  await invite(closed, other);
  const card = await cardIn(other);
  const notice = await direct('The card of *Render review* is in');
  expect(notice.text).toContain(linkTo(card));
  expect(notice.text).toContain(`To get cards in <#${closed}>, type \`/invite @Guestlist\` there.`);
});

it('the person gets the card by direct message where Guestlist can no longer post, with the reason', async () => {
  world = await startWorld();
  const closed = channelNamed('merger', true, 'private');
  world.slack.trouble({ method: 'chat.postMessage', then: { error: 'not_in_channel' } });
  world.slack.trouble({ method: 'chat.postEphemeral', then: { error: 'not_in_channel' } });
  await invite(closed, closed);
  const notice = await direct("Guestlist can't post in");
  const card = world.slack.messages.find(
    ({ channel, text }) => channel === notice.channel && text.startsWith('ana@example.com on '),
  );
  if (card === undefined) throw new Error('no card');
  expect(notice.text).toContain(`in <#${closed}>, so the card of *Render review* is in your direct messages`);
  expect(notice.text).toContain(linkTo(card));
});

it('the person who typed learns there that the card moved while they look at the channel', async () => {
  world = await startWorld();
  const other = channelNamed('reviews', true);
  world.slack.trouble({ method: 'chat.postMessage', then: { error: 'is_archived' } });
  await invite(world.channel, other);
  const notice = await whisper(world, world.people.mia, `<#${other}> is archived, so the card of *Render review*`);
  expect(notice.text).toContain('|Open the card>');
  expect(notice.text).not.toContain('/invite');
  await world.slack.until('the card is confirmed', () =>
    world.slack.messages.some((message) => message.channel.startsWith('D') && words(message).includes('*Scheduled*')),
  );
  // Once is enough.
  expect(whispers(world, world.people.mia)).toHaveLength(1);
});

it('the person gets no notice after Try again on a card, nor for a card in the same channel', async () => {
  world = await startWorld();
  world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 400 } });
  await inviteGuest(world, world.people.mia);
  const failed = await world.slack.until('it failed', () =>
    cards(world).find((card) => words(card).includes("*The invite wasn't created.*")),
  );
  await press(world, world.people.mia, failed, 'invite:again');
  const view = await topView(world, world.people.mia, 'invite_form');
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  await world.slack.until('the second stands', () => cards(world).some((card) => words(card).includes('*Scheduled*')));
  await world.app().stop();
  expect(whispers(world, world.people.mia)).toEqual([]);
  expect(world.slack.messages.filter(({ channel }) => channel.startsWith('D'))).toEqual([]);
});

it.each(overHttp)('a card of members in another channel is linked there too (%s)', async (transport) => {
  world = await startWorld({ transport, snyk: {} });
  const { ada } = world.people;
  const other = channelNamed('people', true);
  const view = await openMemberForm(world, ada, 'snyk');
  const user = world.slack.as(ada);
  await user.fill(view.id, { blockId: 'addresses_1' }, 'tom@studio.example');
  await user.fill(view.id, { blockId: 'role:snyk' }, world.snyk().roles[0]?.id ?? '');
  await user.fill(view.id, { blockId: 'channel' }, other);
  expect(await user.submit(view.id)).toBe('closed');
  const notice = await whisper(world, ada, 'The card of your invites to Snyk is in');
  const card = cards(world, other)[0];
  if (card === undefined) throw new Error('no card');
  expect(notice.text).toContain(linkTo(card));
});
