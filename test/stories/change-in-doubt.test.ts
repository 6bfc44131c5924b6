import { afterEach, expect, it } from 'vitest';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { openStore } from '../../src/store/open-store.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  cards,
  inputId,
  inviteGuest,
  press,
  thread,
  topView,
  words,
} from '../support/gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// What happens to a pending change: requested twice, sent without a response, overtaken by the clock.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const update = 'Update Guest Access Invite';
const read = 'Get Guest Access Invite';

/** Moves the clock to a time of this Monday, UTC. The evening of the stories is 13:00 to 15:00. */
const moveTo = (hours: number, minutes = 0, seconds = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes, seconds) - world.clock.now());
const invited = async (typed = anEvening) => {
  await inviteGuest(world, world.people.mia, typed);
  return cardSaying(world, '*Scheduled*');
};
const threadSays = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () =>
    thread(world, card).find((message) => message.text.includes(text)),
  );
const atParsec = () => world.parsec.invites[0];
const texts = (card: Message) =>
  thread(world, card)
    .map((message) => message.text)
    .join('\n');

async function form(card: Message, which: 'extend' | 'update'): Promise<OpenView> {
  await press(world, world.people.mia, card, `invite:${which}`);
  return topView(world, world.people.mia, `${which}_form`);
}
const submit = (view: OpenView) => world.slack.as(world.people.mia).submit(view.id);

it('extends once, to the end the form showed, when two people submit the same form', async () => {
  world = await startWorld();
  const card = await invited();
  const first = await form(card, 'extend');
  await press(world, world.people.ada, card, 'invite:extend');
  const second = await topView(world, world.people.ada, 'extend_form');
  expect(await world.slack.as(world.people.ada).submit(second.id)).toBe('closed');
  await threadSays(card, 'changed this invite:');
  expect(await submit(first)).toBe('closed');
  // Stopping finishes what was accepted.
  await world.app().stop();
  expect(atParsec()?.expires_at).toBe('2026-11-23T15:30:00Z');
  expect(world.parsec.requests.filter((request) => request.operation === update)).toHaveLength(1);
});

it('counts a second extension from the pending end, and shows that end', async () => {
  world = await startWorld();
  const card = await invited();
  world.parsec.trouble({ operation: update, then: { status: 429, headers: { 'retry-after': '90' } } });
  expect(await submit(await form(card, 'extend'))).toBe('closed');
  const opened = await form(card, 'extend');
  const shown = JSON.stringify(opened.view.blocks);
  expect(shown).toContain(`until <!date^${Date.UTC(2026, 10, 23, 15, 30) / 1000}^`);
  expect(shown).toContain('17:00');
  await press(world, world.people.ada, card, 'invite:extend');
  const second = await topView(world, world.people.ada, 'extend_form');
  expect(await submit(opened)).toBe('closed');
  expect(await world.slack.as(world.people.ada).submit(second.id)).toBe('closed');
  world.clock.advance(2 * MINUTE);
  await threadSays(card, 'changed this invite:');
  await world.app().stop();
  expect(atParsec()?.expires_at).toBe('2026-11-23T16:00:00Z');
});

it('keeps counting from the end the form opened with, even when it is redrawn after another extension', async () => {
  world = await startWorld();
  const card = await invited();
  const opened = await form(card, 'extend');
  await press(world, world.people.ada, card, 'invite:extend');
  const other = await topView(world, world.people.ada, 'extend_form');
  expect(await world.slack.as(world.people.ada).submit(other.id)).toBe('closed');
  await threadSays(card, 'changed this invite:');
  await world.slack.as(world.people.mia).fill(opened.id, { blockId: 'extension' }, '60');
  await world.slack.until('it is redrawn', () => blockText(opened, 'times').includes('to 17:00'));
  expect(await submit(opened)).toBe('closed');
  await world.app().stop();
  expect(atParsec()?.expires_at).toBe('2026-11-23T16:00:00Z');
});

it('leaves the window unchanged to the second when only other fields change', async () => {
  world = await startWorld();
  world.clock.advance(17_000);
  await inviteGuest(world, world.people.mia, { ...anEvening, start: 'now', end: '2h' });
  const card = await cardSaying(world, '*Scheduled*');
  const before = atParsec()?.expires_at;
  expect(before).not.toContain(':00Z');
  const view = await form(card, 'update');
  const blockId = inputId(view, 'permissions');
  await world.slack.as(world.people.mia).fill(view.id, { blockId }, ['keyboard', 'gamepad']);
  expect(await submit(view)).toBe('closed');
  const notice = await threadSays(card, 'changed this invite:');
  expect(notice.text).not.toContain('ends');
  expect(notice.text).not.toContain('starts');
  expect(atParsec()).toMatchObject({ expires_at: before, gamepad: true });
});

it('reports a change that Parsec accepted, even when the old end passes before Guestlist knows', async () => {
  world = await startWorld();
  const card = await invited();
  moveTo(14, 50);
  await cardSaying(world, '*Active*');
  world.parsec.trouble({ operation: update, then: { cut: 'after' } });
  world.parsec.trouble({ operation: read, times: 3, then: { status: 503 } });
  expect(await submit(await form(card, 'extend'))).toBe('closed');
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T15:30:00Z');
  moveTo(15, 5);
  await threadSays(card, 'changed this invite:');
  await cardSaying(world, '*Active*');
  world.clock.advance(3 * MINUTE);
  expect(texts(card)).not.toMatch(/wasn't made|in Parsec|ended <!date/);
  expect(texts(card).match(/changed/g)).toHaveLength(1);
});

it('does not report a moved start when the guest could connect before Parsec received the change', async () => {
  world = await startWorld();
  const card = await invited();
  moveTo(12, 59);
  world.parsec.trouble({ operation: update, then: { status: 429, headers: { 'retry-after': '90' } } });
  const view = await form(card, 'update');
  await world.slack.as(world.people.mia).fill(view.id, { blockId: 'start_time' }, '14:30');
  expect(await submit(view)).toBe('closed');
  // Slack shows nothing of it.
  await expect.poll(() => world.parsec.requests.some((request) => request.status === 429)).toBe(true);
  moveTo(13, 1);
  await threadSays(card, 'change the start of an active invite');
  moveTo(13, 4);
  await cardSaying(world, '*Active*');
  expect(atParsec()?.starts_at).toBe('2026-11-23T13:00:00Z');
  expect(texts(card)).not.toMatch(/changed (this invite|in Parsec)/);
});

it('keeps the request of a second person while the first change is pending', async () => {
  world = await startWorld();
  const card = await invited();
  world.parsec.trouble({ operation: update, then: { delayMs: 400 } });
  const extend = await form(card, 'extend');
  expect(await submit(extend)).toBe('closed');
  await press(world, world.people.ada, card, 'invite:update');
  const view = await topView(world, world.people.ada, 'update_form');
  const user = world.slack.as(world.people.ada);
  await user.fill(view.id, { blockId: inputId(view, 'permissions') }, ['keyboard', 'mouse', 'gamepad']);
  await user.fill(view.id, { blockId: 'end_time' }, '17:00');
  expect(await user.submit(view.id)).toBe('closed');
  await expect.poll(atParsec).toMatchObject({ gamepad: true, expires_at: '2026-11-23T16:00:00Z' });
  await threadSays(card, 'changed this invite:');
});

it('sends only what a person changed, and keeps what others changed since the form opened', async () => {
  world = await startWorld();
  const card = await invited();
  const opened = await form(card, 'update');
  await press(world, world.people.ada, card, 'invite:extend');
  const extend = await topView(world, world.people.ada, 'extend_form');
  expect(await world.slack.as(world.people.ada).submit(extend.id)).toBe('closed');
  await threadSays(card, 'ends');
  const blockId = inputId(opened, 'permissions');
  await world.slack.as(world.people.mia).fill(opened.id, { blockId }, ['keyboard', 'mouse', 'gamepad']);
  expect(await submit(opened)).toBe('closed');
  await threadSays(card, 'changed this invite: permissions');
  expect(atParsec()).toMatchObject({ gamepad: true, expires_at: '2026-11-23T15:30:00Z' });
});

it('recognizes its own unanswered change when the next change is requested', async () => {
  world = await startWorld();
  const card = await invited();
  await press(world, world.people.ada, card, 'invite:update');
  const opened = await topView(world, world.people.ada, 'update_form');
  world.parsec.trouble({ operation: update, then: { cut: 'after' } });
  world.parsec.trouble({ operation: read, times: 2, then: { status: 503 } });
  expect(await submit(await form(card, 'extend'))).toBe('closed');
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T15:30:00Z');
  const blockId = inputId(opened, 'permissions');
  await world.slack.as(world.people.ada).fill(opened.id, { blockId }, ['keyboard', 'mouse', 'gamepad']);
  expect(await world.slack.as(world.people.ada).submit(opened.id)).toBe('closed');
  for (let minute = 0; minute < 3; minute++) world.clock.advance(MINUTE);
  expect((await threadSays(card, 'instead of')).text).toMatch('mia changed this invite: ends');
  expect((await threadSays(card, 'changed this invite: permissions')).text).toBe(
    `:pencil2: <@${world.people.mia}>: <@${world.people.ada}> changed this invite: permissions.`,
  );
  expect(atParsec()).toMatchObject({ gamepad: true, expires_at: '2026-11-23T15:30:00Z' });
  expect(texts(card)).not.toContain('This invite was changed in Parsec');
});

it('finds a change whose response was lost after another was requested and the old end has passed', async () => {
  world = await startWorld();
  const card = await invited();
  moveTo(14, 50);
  await cardSaying(world, '*Active*');
  world.parsec.trouble({ operation: update, then: { cut: 'after' } });
  world.parsec.trouble({ operation: update, then: { status: 429, headers: { 'retry-after': '840' } } });
  world.parsec.trouble({ operation: read, times: 2, then: { status: 503 } });
  expect(await submit(await form(card, 'extend'))).toBe('closed');
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T15:30:00Z');
  const longer = await form(card, 'update');
  await world.slack.as(world.people.mia).fill(longer.id, { blockId: 'end_time' }, '17:00');
  expect(await submit(longer)).toBe('closed');
  world.clock.advance(5_000);
  // If the clock moved before the bot read the response, its retry time would move too.
  await expect.poll(() => world.logLines.some((line) => line.includes('provider_busy'))).toBe(true);
  moveTo(15, 5);
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T16:00:00Z');
  await world.slack.until('both changes are posted', () => texts(card).match(/changed this invite:/g)?.length === 2);
  await cardSaying(world, '*Active*');
  expect(texts(card)).not.toMatch(/wasn't made|in Parsec|ended <!date/);
});

it('sends a change back to the original value when the change before it may have reached Parsec', async () => {
  world = await startWorld();
  const card = await invited();
  world.parsec.trouble({ operation: update, then: { cut: 'after' } });
  world.parsec.trouble({ operation: read, times: 2, then: { status: 503 } });
  expect(await submit(await form(card, 'extend'))).toBe('closed');
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T15:30:00Z');
  const back = await form(card, 'update');
  await world.slack.as(world.people.mia).fill(back.id, { blockId: 'end_time' }, '16:00');
  expect(await submit(back)).toBe('closed');
  for (let minute = 0; minute < 3; minute++) world.clock.advance(MINUTE);
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T15:00:00Z');
  // The guest may have used the longer window or got an email about it, so both changes are posted.
  await world.slack.until('there and back', () => texts(card).match(/changed this invite:/g)?.length === 2);
  expect(texts(card)).not.toMatch(/in Parsec|wasn't made/);
});

it('asks Parsec more than once before it reports an end from its own records, even after a long stop', async () => {
  world = await startWorld();
  const card = await invited();
  await world.app().stop();
  const invite = atParsec();
  world.parsec.dashboard.changeInvite(invite?.id ?? '', { expires_at: '2026-11-23T19:00:00Z' });
  moveTo(18);
  for (const operation of [read, 'Get Guest Access Invites'])
    world.parsec.trouble({ operation, times: 3, then: { status: 503 } });
  await world.restart();
  await expect
    .poll(() => world.parsec.requests.some((request) => request.operation === read && request.status === 503))
    .toBe(true);
  world.clock.advance(MINUTE);
  await threadSays(card, 'This invite was changed in Parsec');
  expect(texts(card)).not.toContain('ended <!date');
});

it.each(['is answered', 'gets no answer'])(
  'reports no change to an invite that was cancelled in Parsec when the change %s',
  async (how) => {
    world = await startWorld({ parsec: { cancelledVanish: false } });
    const card = await invited();
    const view = await form(card, 'extend');
    Object.assign(atParsec() ?? {}, { status: 'cancelled' });
    world.parsec.dashboard.cancelInvite(atParsec()?.id ?? '');
    if (how === 'gets no answer') world.parsec.trouble({ operation: update, then: { cut: 'after' } });
    expect(await submit(view)).toBe('closed');
    await expect.poll(() => world.parsec.requests.some((request) => request.operation === update)).toBe(true);
    world.clock.advance(5_000);
    await threadSays(card, 'was cancelled in Parsec');
    expect(texts(card)).not.toContain('changed this invite:');
  },
);

it('finds a card whose response was lost, even when the clock was set back after the request', async () => {
  world = await startWorld({ noBot: true });
  // A bot that takes the request and runs none of its jobs.
  await world.restart({ openStore: async (place) => ({ ...(await openStore(place)), dueJobs: async () => [] }) });
  await inviteGuest(world, world.people.mia);
  await world.app().stop();
  world.clock.advance(-HOUR);
  world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
  await world.restart();
  await world.slack.until('the first card', () => cards(world).length > 0);
  for (let second = 0; second < 5; second++) world.clock.advance(2_000);
  await world.slack.until('it was edited', () => cards(world).some((card) => words(card).includes('*Scheduled*')));
  expect(cards(world)).toHaveLength(1);
});
