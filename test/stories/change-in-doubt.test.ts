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

// What happens to a change while it is on its way: asked for twice, sent and not answered, overtaken by the clock.
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
  return cardSaying(world, '*Scheduled.*');
};
const told = (card: Message, text: string) =>
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

it('prolongs once, to what the form showed, when two people have it open and both submit', async () => {
  world = await startWorld();
  const card = await invited();
  const first = await form(card, 'extend');
  await press(world, world.people.ada, card, 'invite:extend');
  const second = await topView(world, world.people.ada, 'extend_form');
  expect(await world.slack.as(world.people.ada).submit(second.id)).toBe('closed');
  await told(card, 'Changed by');
  expect(await submit(first)).toBe('closed');
  // What was taken is finished first.
  await world.app().stop();
  expect(atParsec()?.expires_at).toBe('2026-11-23T15:30:00Z');
  expect(world.parsec.requests.filter((request) => request.operation === update)).toHaveLength(1);
});

it('counts a second prolongation from the end that is on its way, and shows that end', async () => {
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
  await told(card, 'Changed by');
  await world.app().stop();
  expect(atParsec()?.expires_at).toBe('2026-11-23T16:00:00Z');
});

it('keeps counting from the end the form opened with, though it is redrawn after somebody else was quicker', async () => {
  world = await startWorld();
  const card = await invited();
  const opened = await form(card, 'extend');
  await press(world, world.people.ada, card, 'invite:extend');
  const other = await topView(world, world.people.ada, 'extend_form');
  expect(await world.slack.as(world.people.ada).submit(other.id)).toBe('closed');
  await told(card, 'Changed by');
  await world.slack.as(world.people.mia).fill(opened.id, { blockId: 'extension' }, '60');
  await world.slack.until('it is redrawn', () => blockText(opened, 'times').includes('to 17:00'));
  expect(await submit(opened)).toBe('closed');
  await world.app().stop();
  expect(atParsec()?.expires_at).toBe('2026-11-23T16:00:00Z');
});

it('leaves the window alone, to the second, when only something else is changed', async () => {
  world = await startWorld();
  world.clock.advance(17_000);
  await inviteGuest(world, world.people.mia, { ...anEvening, start: 'now', end: '2h' });
  const card = await cardSaying(world, '*Scheduled.*');
  const before = atParsec()?.expires_at;
  expect(before).not.toContain(':00Z');
  const view = await form(card, 'update');
  const blockId = inputId(view, 'permissions');
  await world.slack.as(world.people.mia).fill(view.id, { blockId }, ['keyboard', 'gamepad']);
  expect(await submit(view)).toBe('closed');
  const notice = await told(card, 'Changed by');
  expect(notice.text).not.toContain('ends');
  expect(notice.text).not.toContain('starts');
  expect(atParsec()).toMatchObject({ expires_at: before, gamepad: true });
});

it('tells a change that Parsec took as what it is, though the old end has passed before that was known', async () => {
  world = await startWorld();
  const card = await invited();
  moveTo(14, 50);
  await cardSaying(world, '*Active*');
  world.parsec.trouble({ operation: update, then: { cut: 'after' } });
  world.parsec.trouble({ operation: read, times: 3, then: { status: 503 } });
  expect(await submit(await form(card, 'extend'))).toBe('closed');
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T15:30:00Z');
  moveTo(15, 5);
  await told(card, 'Changed by');
  await cardSaying(world, '*Active*');
  world.clock.advance(3 * MINUTE);
  expect(texts(card)).not.toMatch(/was not made|in Parsec|has ended/);
  expect(texts(card).match(/Changed/g)).toHaveLength(1);
});

it('does not say that the start was moved when the guest could come in before Parsec heard of it', async () => {
  world = await startWorld();
  const card = await invited();
  moveTo(12, 59);
  world.parsec.trouble({ operation: update, then: { status: 429, headers: { 'retry-after': '90' } } });
  const view = await form(card, 'update');
  await world.slack.as(world.people.mia).fill(view.id, { blockId: 'start_time' }, '14:30');
  expect(await submit(view)).toBe('closed');
  // Nothing of it shows in Slack.
  await expect.poll(() => world.parsec.requests.some((request) => request.status === 429)).toBe(true);
  moveTo(13, 1);
  await told(card, 'its start stays as it is');
  moveTo(13, 4);
  await cardSaying(world, '*Active*');
  expect(atParsec()?.starts_at).toBe('2026-11-23T13:00:00Z');
  expect(texts(card)).not.toContain('Changed');
});

it('keeps what a second person asks for while the first change is on its way', async () => {
  world = await startWorld();
  const card = await invited();
  world.parsec.trouble({ operation: update, then: { delayMs: 400 } });
  const extend = await form(card, 'extend');
  expect(await submit(extend)).toBe('closed');
  await press(world, world.people.ada, card, 'invite:update');
  const view = await topView(world, world.people.ada, 'update_form');
  const hands = world.slack.as(world.people.ada);
  await hands.fill(view.id, { blockId: inputId(view, 'permissions') }, ['keyboard', 'mouse', 'gamepad']);
  await hands.fill(view.id, { blockId: 'end_time' }, '17:00');
  expect(await hands.submit(view.id)).toBe('closed');
  await expect.poll(atParsec).toMatchObject({ gamepad: true, expires_at: '2026-11-23T16:00:00Z' });
  await told(card, 'Changed by');
});

it('asks for what a person changed, and leaves alone what others changed since the form was opened', async () => {
  world = await startWorld();
  const card = await invited();
  const opened = await form(card, 'update');
  await press(world, world.people.ada, card, 'invite:extend');
  const extend = await topView(world, world.people.ada, 'extend_form');
  expect(await world.slack.as(world.people.ada).submit(extend.id)).toBe('closed');
  await told(card, 'ends');
  const blockId = inputId(opened, 'permissions');
  await world.slack.as(world.people.mia).fill(opened.id, { blockId }, ['keyboard', 'mouse', 'gamepad']);
  expect(await submit(opened)).toBe('closed');
  await told(card, 'what the guest may use');
  expect(atParsec()).toMatchObject({ gamepad: true, expires_at: '2026-11-23T15:30:00Z' });
});

it('knows a change as its own whose answer is still out when the next one is asked for', async () => {
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
  expect((await told(card, 'instead of')).text).toMatch('Changed by mia: ends');
  expect((await told(card, 'what the guest may use')).text).toBe(
    `:pencil2: <@${world.people.mia}> Changed by <@${world.people.ada}>: what the guest may use.`,
  );
  expect(atParsec()).toMatchObject({ gamepad: true, expires_at: '2026-11-23T15:30:00Z' });
  expect(texts(card)).not.toContain('Changed in Parsec');
});

it('finds a change that was made and not answered when more was asked for and the old end has passed', async () => {
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
  // Until the bot has read it, a moved clock would move what it says, too.
  await expect.poll(() => world.logLines.some((line) => line.includes('provider_busy'))).toBe(true);
  moveTo(15, 5);
  await expect.poll(() => atParsec()?.expires_at).toBe('2026-11-23T16:00:00Z');
  await world.slack.until('both are told', () => texts(card).match(/Changed by/g)?.length === 2);
  await cardSaying(world, '*Active*');
  expect(texts(card)).not.toMatch(/was not made|in Parsec|has ended/);
});

it('sends what goes back to what it was when the change before may have come through', async () => {
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
  // The guest may have used it, or been mailed of it: that it was otherwise for a while is told.
  await world.slack.until('there and back', () => texts(card).match(/Changed by/g)?.length === 2);
  expect(texts(card)).not.toMatch(/in Parsec|was not made/);
});

it('asks Parsec more than once before it tells an end by its own record, also after a long stop', async () => {
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
  await told(card, 'Changed in Parsec');
  expect(texts(card)).not.toContain('has ended');
});

it.each(['is answered', 'gets no answer'])(
  'tells of no change to what was cancelled in Parsec: a change that %s',
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
    await told(card, 'was cancelled in Parsec');
    expect(texts(card)).not.toContain('Changed by');
  },
);

it('finds a card again whose answer was lost, although the clock was set back after it was asked for', async () => {
  world = await startWorld({ noBot: true });
  // A bot that takes the request and does nothing of what it owes.
  await world.restart({ openStore: async (place) => ({ ...(await openStore(place)), dueWork: async () => [] }) });
  await inviteGuest(world, world.people.mia);
  await world.app().stop();
  world.clock.advance(-HOUR);
  world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
  await world.restart();
  await world.slack.until('the first card', () => cards(world).length > 0);
  for (let second = 0; second < 5; second++) world.clock.advance(2_000);
  await world.slack.until('it was edited', () => cards(world).some((card) => words(card).includes('*Scheduled.*')));
  expect(cards(world)).toHaveLength(1);
});
