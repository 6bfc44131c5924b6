import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import type { Store } from '../../src/store/open-store.ts';
import { cardSaying, inviteGuest, passing, press, thread, topView, words } from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

// A notification that Slack accepts late, or the channel never gets, says how things are by then.
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
const threadSays = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () => texts(card).includes(text));

/** From 13:00 to 15:00 UTC, in a channel with these notification settings. */
async function invited(settings: Readonly<Record<string, unknown>> = {}): Promise<Message> {
  world = await startWorld();
  const user = world.slack.as(world.people.mia);
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled*');
  if (Object.keys(settings).length === 0) return card;
  await user.command(world.channel, '/guest settings');
  const form = await topView(world, world.people.mia, 'settings_form');
  for (const [blockId, value] of Object.entries(settings)) await user.fill(form.id, { blockId }, value);
  expect(await user.submit(form.id)).toBe('closed');
  return card;
}

/** Slack refuses messages for a while, ten minutes by default; resolves once the bot has rescheduled its job. */
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
  // The minutes count from when the bot reads the response, so the clock must not move before. Opened read-only:
  // waiting here for the bot's transaction would keep it from ending.
  const file = new Database(join(world.dataDir, 'guestlist.db'), { readonly: true });
  const rescheduled = file
    .prepare(`select count(*) from job where kind in ('notice', 'warning') and tries > 0 and state <> 'done'`)
    .pluck();
  await expect.poll(() => rescheduled.get()).toBeGreaterThan(0);
  file.close();
}

/** The jobs of the only invite. */
async function jobsOf(store: Store) {
  const { invites } = await store.listInvites({ which: 'all', now: world.clock.now(), offset: 0, limit: 1 });
  return store.jobsOfInvite(invites[0]?.id ?? '');
}

/** Lets seconds pass, which the rate limiter needs, until every due job of the only invite is done. */
async function nothingIsDue(): Promise<void> {
  await withStore(world, async (store) => {
    const soon = async () => {
      world.clock.advance(1_000);
      const jobs = await jobsOf(store);
      return jobs.filter(({ state, nextAt }) => state !== 'done' && nextAt <= world.clock.now() + MINUTE);
    };
    await expect.poll(soon).toEqual([]);
  });
}

it('does not warn about an end that was moved before Slack accepted the warning', async () => {
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
  await threadSays(card, 'This invite was changed in Parsec');
  await nothingIsDue();
  expect(texts(card)).not.toContain('ends in');
  moveTo(16, 45);
  await threadSays(card, 'ends in 15 minutes');
});

it('does not warn about an end that has passed when Slack accepts the warning', async () => {
  const card = await invited();
  const refused = slackIsBusy(1_200);
  moveTo(14, 45);
  await refused;
  moveTo(15, 6);
  // Time passes: the bot reads Parsec and waits for other ends.
  await passing(world, 'the end is posted', () => texts(card).includes('ended <!date'));
  await nothingIsDue();
  expect(texts(card)).not.toContain('ends in');
});

it('does not announce a start after the invite was cancelled', async () => {
  const card = await invited({ starts: ['starts'] });
  const refused = slackIsBusy();
  moveTo(13);
  await refused;
  await press(world, world.people.mia, card, 'invite:cancel');
  const form = await topView(world, world.people.mia, 'cancel_form');
  await world.slack.as(world.people.mia).submit(form.id);
  await cardSaying(world, '*Cancelled*');
  moveTo(13, 12);
  await threadSays(card, 'cancelled this invite');
  await nothingIsDue();
  expect(texts(card)).not.toContain('can now connect');
});

it.each(['60', '0'])('warns the inviter when the channel with a %s-minute warning is gone', async (minutes) => {
  await invited({ warn: minutes });
  for (const method of ['chat.postMessage', 'chat.update']) {
    const when = (args: Readonly<Record<string, unknown>>) => args.channel === world.channel;
    world.slack.trouble({ method, when, times: 1_000, then: { error: 'is_archived' } });
  }
  moveTo(13);
  const elsewhere = (text: string) =>
    world.slack.until(`“${text}” is posted elsewhere`, () =>
      world.slack.messages.find((message) => message.channel !== world.channel && words(message).includes(text)),
    );
  await elsewhere('*Active*');
  moveTo(14, 1);
  await nothingIsDue();
  moveTo(14, 45);
  await elsewhere('ends in 15 minutes');
});

it('posts a new card when Slack no longer lets Guestlist edit the old one', async () => {
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
