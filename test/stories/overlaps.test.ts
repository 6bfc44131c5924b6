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
import { startWorld, transports, type World } from '../support/world.ts';

// The same guest is invited to the same computer twice, and the two overlap: what is said when the first is over is true of the guest.
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
      (each) => words(each).includes(typed.event ?? '') && words(each).includes('*Scheduled.*'),
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
const told = (card: Message, text: string) =>
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

it.each(transports)('the first ends: the guest can still connect until the other ends (%s)', async (transport) => {
  world = await startWorld({ transport });
  const card = await invite(first);
  const other = await invite(second, ['gamepad']);
  moveTo(14, 1);
  await until(other, '*Active*');
  moveTo(15, 0);
  const notice = await told(card, 'Review');
  expect(notice.text).toContain(`can still connect until <!date^${FIVE}^`);
  expect(notice.text).toContain('by another invite: *Grading* (gamepad only).');
  await until(card, `*Ended* <!date^${FOUR}^`);
  expect(words(card)).toContain(`The guest can still connect until <!date^${FIVE}^`);
  expect(words(card)).toContain('*Grading* (gamepad only)');
  expect(words(card) + notice.text).not.toMatch(/can no longer|guest access of .* has ended/i);
  // And when the other is over, too, both cards say that the guest is out.
  moveTo(16, 0);
  await until(other, 'The guest can no longer connect.');
  await until(card, 'The guest can no longer connect.');
  expect((await told(other, 'has ended')).text).not.toContain('can still connect');
});

it('the first is cancelled: before, in the card and in the thread it says what else lets the guest in', async () => {
  world = await startWorld();
  const card = await invite(first);
  const other = await invite(second);
  moveTo(14, 1);
  await until(other, '*Active*');
  const shown = await cancel(card);
  expect(shown).toContain(`The guest can still connect until <!date^${FIVE}^`);
  expect(shown).toContain('another invite: *Grading*');
  expect(shown).not.toContain('cannot come back');
  const notice = await told(card, 'cancelled this invite');
  expect(notice.text).toContain(`ana@example.com can still connect until <!date^${FIVE}^`);
  expect(notice.text).not.toContain('only)');
  await until(card, '*Cancelled* by');
  expect(words(card)).toContain('The guest can still connect until');
  await cancel(other);
  await until(card, 'The guest can no longer connect.');
  expect((await told(other, 'cancelled this invite')).text).toContain('ana@example.com can no longer connect.');
});

it('the warning before the first ends says that the guest stays in by the other', async () => {
  world = await startWorld();
  const card = await invite(first);
  await invite({ ...second, start: ['2026-11-23', '16:00'] });
  moveTo(14, 46);
  const warning = await told(card, ' ends in 14 minutes');
  expect(warning.text).toContain('The invite of ana@example.com to *Edit 1* ends in');
  expect(warning.text).toContain(`The guest can still connect until <!date^${FIVE}^`);
  expect(warning.text).toContain('another invite: *Grading*');
});

it('the warning says nothing of another that ends then, too', async () => {
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

it('one that has not begun is cancelled: the guest can connect when the other begins', async () => {
  world = await startWorld();
  const card = await invite(first);
  await invite(second);
  await cancel(card);
  const notice = await told(card, 'cancelled this invite');
  const three = Date.UTC(2026, 10, 23, 14, 0) / 1000;
  expect(notice.text).toMatch(
    new RegExp(`can connect again from <!date.${three}.*> to <!date.${FIVE}.*by another invite: \\*Grading\\*`),
  );
});

it('a cancelled card follows the other invite when that is extended, and when it moves to another computer', async () => {
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

it('the guest is kicked: the form and the thread name what else lets the guest in', async () => {
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
  const notice = await told(card, 'disconnected ana@example.com');
  expect(notice.text).toContain('cancel both to keep the guest out');
  expect(notice.text).toContain(`The guest can still connect until <!date^${FIVE}^`);
});

it('several end at once: the digest does not say that everybody is out', async () => {
  world = await startWorld();
  const card = await invite(first);
  await invite({ ...first, email: 'bea@example.com', host: 'Edit 2', event: 'Mix' });
  const other = await invite(second);
  moveTo(14, 1);
  await until(other, '*Active*');
  moveTo(15, 0);
  await until(card, '*Ended*');
  const digest = await world.slack.until('the digest', () =>
    cards(world).find((message) => message.text.includes('2 guest invites have ended')),
  );
  expect(words(digest)).toMatch(/ana@example.com on \*Edit 1\*[^•]*can still connect until <!date\^1795449600\^/);
  expect(words(digest)).not.toMatch(/bea@example.com on[^•]*can still connect/);
});

it('the other is in a channel the readers are not in: another booking of the computer, and no word of the guest', async () => {
  world = await startWorld();
  const secret = world.slack.addChannel({ name: 'secret', kind: 'private', members: [world.people.ada], bot: true });
  const card = await invite(first);
  const { ada } = world.people;
  await inviteGuest(world, ada, { ...second, zone: 'Paris', channel: secret.id });
  await world.slack.until('it is there', () => world.parsec.invites.length === 2);
  moveTo(14, 1);
  await world.slack.until('it runs', () => words(cards(world, secret.id)[0] as Message).includes('*Active*'));
  await cancel(card);
  const notice = await told(card, 'cancelled this invite');
  const said = `This invite no longer lets the guest in. *Edit 1* has another booking until <!date^${FIVE}^`;
  expect(notice.text).toContain(said);
  await until(card, said);
  expect(words(card) + notice.text).not.toMatch(/Grading|can no longer|can still/);
  // In the other place the first one is seen, since its channel is public.
  moveTo(16, 0);
  await world.slack.until('it has ended', () => words(cards(world, secret.id)[0] as Message).includes('*Ended*'));
  await until(card, 'The guest can no longer connect.');
});

it('of another guest in a hidden place it says the same, so that nobody learns who is invited there', async () => {
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
  const notice = await told(card, 'cancelled this invite');
  expect(notice.text).toContain('This invite no longer lets the guest in. *Edit 1* has another booking until');
});

it('the other is in another public channel of our own workspace, which everybody can read: it is named', async () => {
  world = await startWorld();
  const { mia, ada } = world.people;
  const [one, other] = ['one', 'other'].map((name) => world.slack.addChannel({ name, members: [mia, ada], bot: true }));
  if (one === undefined || other === undefined) throw new Error('no channels');
  const card = await invite({ ...first, channel: one.id });
  await invite({ ...second, channel: other.id });
  await cancel(card);
  expect((await told(card, 'cancelled this invite')).text).toContain('by another invite: *Grading*');
});

it('an admin who cancels an invite without a channel is told, too', async () => {
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
  await world.slack.as(ada).command(world.channel, '/guest cancel Made in the dashboard');
  const view = await topView(world, ada, 'cancel_form');
  expect(blockText(view, 'nothing')).toBe('');
  expect(JSON.stringify(view.view.blocks)).toContain('*Review*');
  world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { status: 403 } });
  expect(await world.slack.as(ada).submit(view.id)).toBe('closed');
  world.clock.advance(10 * MINUTE);
  const direct = await world.slack.until('the admin is told', () =>
    world.slack.messages.find((message) => message.channel.startsWith('D') && message.text.includes('is cancelled')),
  );
  expect(direct.text).toContain('The guest can connect again from');
  expect(direct.text).not.toContain('can no longer connect');
});
