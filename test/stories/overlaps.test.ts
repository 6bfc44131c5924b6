import { afterEach, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cards,
  inputId,
  inviteGuest,
  press,
  type Typed,
  thread,
  topView,
  words,
} from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overHttp, startWorld, type World } from '../support/world.ts';

// Two overlapping invites for one guest and computer: the texts after the first one ends are true of the guest.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;
const FOUR = Date.UTC(2026, 10, 23, 15, 0) / 1000;
const FIVE = Date.UTC(2026, 10, 23, 16, 0) / 1000;
const moveTo = (hours: number, minutes = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());
const first: Typed = { ...anEvening, event: 'Review' };
const second: Typed = { ...anEvening, event: 'Grading', start: ['2026-11-23', '15:00'], end: ['2026-11-23', '17:00'] };

async function invite(typed: Typed, permissions?: readonly string[], person = world.people.mia): Promise<Message> {
  const channel = typed.channel ?? world.channel;
  await inviteGuest(world, person, typed);
  const card = await world.slack.until(`the card of ${typed.event}`, () =>
    cards(world, channel).find(
      (each) => words(each).includes(typed.event ?? '') && words(each).includes('*Scheduled*'),
    ),
  );
  if (permissions === undefined) return card;
  await press(world, person, card, 'invite:update');
  const view = await topView(world, person, 'update_form');
  await world.slack.as(person).fill(view.id, { blockId: inputId(view, 'permissions') }, permissions);
  expect(await world.slack.as(person).submit(view.id)).toBe('closed');
  await world.slack.until('it is changed', () => thread(world, card).length === 1);
  return card;
}
const until = (card: Message, text: string) =>
  world.slack.until(`the card says “${text}”`, () => (words(card).includes(text) ? card : undefined));
const threadSays = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () =>
    thread(world, card).find((message) => message.text.includes(text)),
  );

async function cancel(card: Message): Promise<string> {
  await press(world, world.people.mia, card, 'invite:cancel');
  const view = await topView(world, world.people.mia, 'cancel_form');
  const shown = JSON.stringify(view.view.blocks);
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  return shown;
}

it.each(overHttp)('the guest connects after the first invite ends, until the other does (%s)', async (transport) => {
  world = await startWorld({ transport });
  const card = await invite(first);
  const other = await invite(second, ['gamepad']);
  moveTo(14, 1);
  await until(other, '*Active*');
  moveTo(15, 0);
  const notice = await threadSays(card, 'Review');
  expect(notice.text).toContain(`can still connect until <!date^${FIVE}^`);
  expect(notice.text).toContain('with another invite: *Grading* (gamepad only).');
  await until(card, `*Ended* <!date^${FOUR}^`);
  expect(words(card)).toContain(`The guest can still connect until <!date^${FIVE}^`);
  expect(words(card)).toContain('*Grading* (gamepad only)');
  expect(words(card) + notice.text).not.toMatch(/can no longer|'s access to .* ended/i);
  // When the other has ended too, both cards say that the guest is out.
  moveTo(16, 0);
  await until(other, 'The guest can no longer connect.');
  await until(card, 'The guest can no longer connect.');
  expect((await threadSays(other, 'ended <!date')).text).not.toContain('can still connect');
});

it('the form, the card and the thread of a cancel say which other invite still lets the guest in', async () => {
  world = await startWorld();
  const card = await invite(first);
  const other = await invite(second);
  moveTo(14, 1);
  await until(other, '*Active*');
  const shown = await cancel(card);
  expect(shown).toContain(`The guest can still connect until <!date^${FIVE}^`);
  expect(shown).toContain('another invite: *Grading*');
  expect(shown).not.toContain("can't come back");
  const notice = await threadSays(card, 'cancelled this invite');
  expect(notice.text).toContain(`ana@example.com can still connect until <!date^${FIVE}^`);
  expect(notice.text).not.toContain('only)');
  await until(card, '*Cancelled* by');
  expect(words(card)).toContain('The guest can still connect until');
  await cancel(other);
  await until(card, 'The guest can no longer connect.');
  expect((await threadSays(other, 'cancelled this invite')).text).toContain('ana@example.com can no longer connect.');
});

it('the warning before the first invite ends says that the guest keeps access through the other', async () => {
  world = await startWorld();
  const card = await invite(first);
  await invite({ ...second, start: ['2026-11-23', '16:00'] });
  moveTo(14, 46);
  const warning = await threadSays(card, ' ends in 14 minutes');
  expect(warning.text).toContain("ana@example.com's invite to *Edit 1* ends in");
  expect(warning.text).toContain(`The guest can still connect until <!date^${FIVE}^`);
  expect(warning.text).toContain('another invite: *Grading*');
});

it('the warning says nothing about another invite that ends at the same time', async () => {
  world = await startWorld();
  await invite(first);
  await invite({ ...first, event: 'Grading' });
  moveTo(14, 46);
  const warning = await world.slack.until('both are warned of', () =>
    world.slack.messages.find(({ text }) => text.includes('2 invites')),
  );
  expect(warning.text).toContain('ends in 14 minutes');
  expect(warning.text).not.toContain('can still connect');
});

it('after a cancel before the start, the guest can connect once the other invite starts', async () => {
  world = await startWorld();
  const card = await invite(first);
  await invite(second);
  await cancel(card);
  const notice = await threadSays(card, 'cancelled this invite');
  const three = Date.UTC(2026, 10, 23, 14, 0) / 1000;
  expect(notice.text).toMatch(
    new RegExp(`can connect again from <!date.${three}.*> to <!date.${FIVE}.*with another invite: \\*Grading\\*`),
  );
});

it('a cancelled card follows the other invite when it is extended, and when it moves to another computer', async () => {
  world = await startWorld();
  world.parsec.addMachine({ name: 'Edit 3' });
  const card = await invite(first);
  const other = await invite(second);
  moveTo(14, 1);
  await until(other, '*Active*');
  await cancel(card);
  await until(card, `until <!date^${FIVE}^`);
  await press(world, world.people.mia, other, 'invite:extend');
  const extend = await topView(world, world.people.mia, 'extend_form');
  expect(await world.slack.as(world.people.mia).submit(extend.id)).toBe('closed');
  await until(card, `until <!date^${FIVE + 1800}^`);
  const edit3 = world.parsec.machines.find(({ name }) => name === 'Edit 3')?.peer_id ?? '';
  const grading = world.parsec.invites.find(({ event_name }) => event_name === 'Grading');
  world.parsec.dashboard.changeInvite(grading?.id ?? '', { host_peer_id: edit3 });
  world.clock.advance(2 * MINUTE);
  await until(card, 'The guest can no longer connect.');
});

it('the form and the thread of a kick name the other invite that lets the guest in', async () => {
  world = await startWorld();
  const card = await invite(first);
  await invite(second, []);
  moveTo(14, 1);
  await until(card, '*Active*');
  await press(world, world.people.mia, card, 'invite:kick');
  const view = await topView(world, world.people.mia, 'kick_form');
  expect(JSON.stringify(view.view.blocks)).toContain('*Grading* (view only)');
  await world.slack.as(world.people.mia).fill(view.id, { blockId: 'kick_choice' }, 'kick');
  expect(await world.slack.as(world.people.mia).submit(view.id)).toBe('closed');
  const notice = await threadSays(card, 'disconnected ana@example.com');
  expect(notice.text).toContain('cancel both to keep the guest out');
  expect(notice.text).toContain(`The guest can still connect until <!date^${FIVE}^`);
});

it('the digest of several ends does not say that every guest is out', async () => {
  world = await startWorld();
  const card = await invite(first);
  await invite({ ...first, email: 'bea@example.com', host: 'Edit 2', event: 'Mix' });
  const other = await invite(second);
  moveTo(14, 1);
  await until(other, '*Active*');
  moveTo(15, 0);
  await until(card, '*Ended*');
  const digest = await world.slack.until('the digest', () =>
    cards(world).find((message) => message.text.includes('2 guest invites ended')),
  );
  expect(words(digest)).toMatch(/ana@example.com on \*Edit 1\*[^•]*can still connect until <!date\^1795449600\^/);
  expect(words(digest)).not.toMatch(/bea@example.com on[^•]*can still connect/);
});

it('another invite in a channel the readers are not in shows as a booking, without the guest', async () => {
  world = await startWorld();
  const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [world.people.ada], bot: true });
  const card = await invite(first);
  const { ada } = world.people;
  await inviteGuest(world, ada, { ...second, zone: 'Paris', channel: secret.id });
  await world.slack.until('it is there', () => world.parsec.invites.length === 2);
  moveTo(14, 1);
  await world.slack.until('it runs', () => words(cards(world, secret.id)[0] as Message).includes('*Active*'));
  await cancel(card);
  const notice = await threadSays(card, 'cancelled this invite');
  const said = `This invite no longer lets the guest in. *Edit 1* has another booking until <!date^${FIVE}^`;
  expect(notice.text).toContain(said);
  await until(card, said);
  expect(words(card) + notice.text).not.toMatch(/Grading|can no longer|can still/);
  // The other channel sees the first invite, whose channel is public.
  moveTo(16, 0);
  await world.slack.until('it has ended', () => words(cards(world, secret.id)[0] as Message).includes('*Ended*'));
  await until(card, 'The guest can no longer connect.');
});

it('a hidden invite for a different guest shows the same text, so nobody learns who is invited there', async () => {
  world = await startWorld();
  const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [world.people.ada], bot: true });
  const card = await invite(first);
  await inviteGuest(world, world.people.ada, {
    ...second,
    email: 'zoe@example.com',
    zone: 'Paris',
    channel: secret.id,
  });
  await world.slack.until('it is there', () => world.parsec.invites.length === 2);
  moveTo(14, 1);
  await world.slack.until('it runs', () => words(cards(world, secret.id)[0] as Message).includes('*Active*'));
  await cancel(card);
  const notice = await threadSays(card, 'cancelled this invite');
  expect(notice.text).toContain('This invite no longer lets the guest in. *Edit 1* has another booking until');
});

it('another invite in a public channel of our own workspace, which everybody can read, is named', async () => {
  world = await startWorld();
  const { mia, ada } = world.people;
  const [one, other] = ['one', 'other'].map((name) => world.slack.addChannel({ name, members: [mia, ada], bot: true }));
  if (one === undefined || other === undefined) throw new Error('no channels');
  const card = await invite({ ...first, channel: one.id });
  await invite({ ...second, channel: other.id });
  await cancel(card);
  expect((await threadSays(card, 'cancelled this invite')).text).toContain('with another invite: *Grading*');
});

it('an admin who cancels an invite without a channel is notified too', async () => {
  world = await startWorld();
  const { ada } = world.people;
  const edit1 = world.parsec.machines[0]?.peer_id ?? '';
  const made = { guest_email: 'ana@example.com', host_peer_id: edit1 };
  world.parsec.dashboard.createInvite({
    ...made,
    starts_at: '2026-11-23T09:01:00Z',
    expires_at: '2026-11-23T12:00:00Z',
  });
  await invite({ ...first, start: ['2026-11-23', '10:30'], end: ['2026-11-23', '14:00'] });
  world.clock.advance(2 * MINUTE);
  const known = () => withStore(world, (store) => store.liveOnHost({ hostId: edit1, now: world.clock.now() }));
  await expect.poll(known).toHaveLength(2);
  await world.slack.as(ada).command(world.channel, '/guest cancel Dashboard invite');
  const view = await topView(world, ada, 'cancel_form');
  expect(blockText(view, 'nothing')).toBe('');
  expect(JSON.stringify(view.view.blocks)).toContain('*Review*');
  world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { status: 403 } });
  expect(await world.slack.as(ada).submit(view.id)).toBe('closed');
  world.clock.advance(10 * MINUTE);
  const direct = await world.slack.until('the admin is notified', () =>
    world.slack.messages.find((message) => message.channel.startsWith('D') && message.text.includes('is cancelled')),
  );
  expect(direct.text).toContain('The guest can connect again from');
  expect(direct.text).not.toContain('can no longer connect');
});
