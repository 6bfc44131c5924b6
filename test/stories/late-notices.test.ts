import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import type { Store } from '../../src/store/open-store.ts';
import { cardSaying, inviteGuest, passing, press, thread, topView, words } from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// What Slack takes late, or the channel never, is told as things are by then.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;

/** Moves the clock to a time of this Monday, UTC. */
const moveTo = (hours: number, minutes = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());
const texts = (card: Message) =>
  thread(world, card)
    .map((message) => message.text)
    .join('\n');
const told = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () => texts(card).includes(text));

/** From 13:00 to 15:00 UTC, in a channel that is told as `settings` says. */
async function invited(settings: Readonly<Record<string, unknown>> = {}): Promise<Message> {
  world = await startWorld();
  const hands = world.slack.as(world.people.mia);
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled.*');
  if (Object.keys(settings).length === 0) return card;
  await hands.command(world.channel, '/guest settings');
  const form = await topView(world, world.people.mia, 'settings_form');
  for (const [blockId, value] of Object.entries(settings)) await hands.fill(form.id, { blockId }, value);
  expect(await hands.submit(form.id)).toBe('closed');
  return card;
}

/** Slack takes no message for a while, ten minutes unless told; resolves once the bot has put off what was refused. */
async function slackIsBusy(retryAfterSeconds = 600): Promise<void> {
  let refused = false;
  world.slack.trouble({
    method: 'chat.postMessage',
    when: () => {
      refused = true;
      return true;
    },
    then: { rateLimited: { retryAfterSeconds } },
  });
  await expect.poll(() => refused).toBe(true);
  // The minutes count from when the answer is read: a clock that is moved before would move them too. Only read: who waits here for the
  // bot's transaction would keep it from ending.
  const file = new Database(join(world.dataDir, 'guestlist.db'), { readonly: true });
  const putOff = file
    .prepare(`select count(*) from work where kind in ('notice', 'warning') and tries > 0 and state <> 'done'`)
    .pluck();
  await expect.poll(() => putOff.get()).toBeGreaterThan(0);
  file.close();
}

/** The jobs of the only invite. */
async function worksOf(store: Store) {
  const { invites } = await store.listInvites({ which: 'all', now: world.clock.now(), offset: 0, limit: 1 });
  return store.workOfInvite(invites[0]?.id ?? '');
}

/** Lets seconds pass, as who waits for a turn at Slack needs them, until all that was due of the only invite is done. */
async function nothingIsDue(): Promise<void> {
  await withStore(world, async (store) => {
    const soon = async () => {
      world.clock.advance(1_000);
      const works = await worksOf(store);
      return works.filter(({ state, nextAt }) => state !== 'done' && nextAt <= world.clock.now() + MINUTE);
    };
    await expect.poll(soon).toEqual([]);
  });
}

it('does not warn of an end that was moved before Slack took the warning', async () => {
  const card = await invited();
  moveTo(14, 44);
  await cardSaying(world, '*Active*');
  const refused = slackIsBusy();
  moveTo(14, 45);
  await refused;
  world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T17:00:00Z' });
  moveTo(14, 47);
  await cardSaying(world, '18:00');
  moveTo(14, 57);
  await told(card, 'Changed in Parsec');
  await nothingIsDue();
  expect(texts(card)).not.toContain('ends in');
  moveTo(16, 45);
  await told(card, 'ends in 15 minutes');
});

it('does not warn of an end that has passed when Slack takes the warning', async () => {
  const card = await invited();
  const refused = slackIsBusy(1_200);
  moveTo(14, 45);
  await refused;
  moveTo(15, 6);
  // Parsec is read, others that end are waited for: time passes.
  await passing(world, 'the end is told', () => texts(card).includes('has ended'));
  await nothingIsDue();
  expect(texts(card)).not.toContain('ends in');
});

it('does not tell a start after the invite was cancelled', async () => {
  const card = await invited({ starts: ['starts'] });
  const refused = slackIsBusy();
  moveTo(13);
  await refused;
  await press(world, world.people.mia, card, 'invite:cancel');
  const form = await topView(world, world.people.mia, 'cancel_form');
  await world.slack.as(world.people.mia).submit(form.id);
  await cardSaying(world, '*Cancelled*');
  moveTo(13, 12);
  await told(card, 'cancelled this invite');
  await nothingIsDue();
  expect(texts(card)).not.toContain('can now connect');
});

it.each(['60', '0'])('warns whoever invited when the channel is gone, which wanted %s minutes', async (minutes) => {
  await invited({ warn: minutes });
  for (const method of ['chat.postMessage', 'chat.update']) {
    const when = (args: Readonly<Record<string, unknown>>) => args.channel === world.channel;
    world.slack.trouble({ method, when, times: 1_000, then: { error: 'is_archived' } });
  }
  moveTo(13);
  const elsewhere = (text: string) =>
    world.slack.until(`“${text}” is told elsewhere`, () =>
      world.slack.messages.find((message) => message.channel !== world.channel && words(message).includes(text)),
    );
  await elsewhere('*Active*');
  moveTo(14, 1);
  await nothingIsDue();
  moveTo(14, 45);
  await elsewhere('ends in 15 minutes');
});

it('posts a card anew that Slack does not let it edit any more', async () => {
  const card = await invited();
  let tries = 0;
  world.slack.trouble({
    method: 'chat.update',
    when: (args) => args.ts === card.ts && ++tries > 0,
    times: 1_000,
    then: { error: 'edit_window_closed' },
  });
  moveTo(13);
  const isNew = (text: string) =>
    world.slack.until(`a new card says “${text}”`, () =>
      world.slack.messages.find(
        (message) => message.ts !== card.ts && message.threadTs === undefined && words(message).includes(text),
      ),
    );
  const second = await isNew('*Active*');
  moveTo(15);
  expect((await isNew('*Ended*')).ts).toBe(second.ts);
  expect(tries).toBeLessThan(4);
  world.clock.advance(MINUTE);
});
