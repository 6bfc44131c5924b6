import { afterEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cardSaying,
  cards,
  inviteGuest,
  press,
  thread,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Moves the clock to a time of this Monday, UTC. */
const moveTo = (hours: number, minutes = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());
// The evening all stories use: 13:00 to 15:00 UTC.
const invited = async () => {
  await inviteGuest(world, world.people.mia);
  return cardSaying(world, '*Scheduled*');
};
const threadSays = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () =>
    thread(world, card).find((message) => message.text.includes(text)),
  );
const end = () => world.parsec.invites[0]?.expires_at;

async function settings(change: Record<string, unknown>): Promise<void> {
  const user = world.slack.as(world.people.ben);
  await user.command(world.channel, '/guest settings');
  const form = await topView(world, world.people.ben, 'settings_form');
  for (const [blockId, value] of Object.entries(change)) await user.fill(form.id, { blockId }, value);
  expect(await user.submit(form.id)).toBe('closed');
}

describe('a warning before the end', () => {
  it('is posted once, 15 minutes before the end, with buttons to respond', async () => {
    world = await startWorld();
    const card = await invited();
    moveTo(14, 44);
    await cardSaying(world, '*Active*');
    expect(thread(world, card)).toHaveLength(0);
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    expect(words(warning)).toContain('Extend 30 min');
    moveTo(15, 0);
    await threadSays(card, 'ended <!date');
    expect(thread(world, card)).toHaveLength(2);
  });

  it('extends the invite by one press, once when pressed twice, and warns again before the new end', async () => {
    world = await startWorld();
    const card = await invited();
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    // Its buttons stay on the screen for a moment longer.
    world.slack.trouble({ method: 'chat.update', when: ({ ts }) => ts === warning.ts, then: { status: 503 } });
    await press(world, world.people.mia, warning, 'invite_extend_by:30');
    await press(world, world.people.mia, warning, 'invite_extend_by:30');
    await whisper(world, world.people.mia, 'Already extended to');
    await world.slack.until('Parsec has it', () => end() === '2026-11-23T15:30:00Z');
    moveTo(15, 1);
    await threadSays(card, 'changed this invite:');
    moveTo(15, 15);
    await world.slack.until('a second warning', () =>
      thread(world, card).some(({ ts, text }) => ts !== warning.ts && text.includes('ends in 15 minutes')),
    );
    moveTo(15, 30);
    await threadSays(card, 'ended <!date');
    expect(world.parsec.invites).toHaveLength(1);
    expect(thread(world, card).filter((message) => message.text.includes('ended <!date'))).toHaveLength(1);
  });

  it('extends without emailing a guest whom the invite did not email, unless that box is checked', async () => {
    world = await startWorld();
    await inviteGuest(world, world.people.mia, { ...anEvening, mail: false });
    const card = await cardSaying(world, '*Scheduled*');
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    await press(world, world.people.mia, warning, 'invite_extend_by:30');
    await world.slack.until('Parsec has it', () => end() === '2026-11-23T15:30:00Z');
    await press(world, world.people.mia, card, 'invite:extend');
    const form = await topView(world, world.people.mia, 'extend_form');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    await world.slack.until('Parsec has that too', () => end() === '2026-11-23T16:00:00Z');
    expect(world.parsec.mails).toEqual([]);
    await press(world, world.people.mia, card, 'invite:extend');
    const again = await topView(world, world.people.mia, 'extend_form');
    await world.slack.as(world.people.mia).fill(again.id, { blockId: 'mail' }, ['mail']);
    expect(await world.slack.as(world.people.mia).submit(again.id)).toBe('closed');
    await world.slack.until('the guest is mailed', () => world.parsec.mails.length === 1);
  });

  it('opens the form for a custom time, and the form asks for the time at once', async () => {
    world = await startWorld();
    const card = await invited();
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    await press(world, world.people.mia, warning, 'invite:extend');
    const form = await topView(world, world.people.mia, 'extend_form');
    expect(form.values.extension?.value).toMatchObject({ selected_option: { value: 'custom' } });
    expect(form.values.end_time?.value).toMatchObject({ selected_time: '16:30' });
    await world.slack.as(world.people.mia).fill(form.id, { blockId: 'end_time' }, '17:15');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    await world.slack.until('Parsec has it', () => end() === '2026-11-23T16:15:00Z');
  });

  it('extends no further than the policy allows, and says so', async () => {
    world = await startWorld({
      policy: {
        invites: {
          ...defaultPolicy.invites,
          maxWindowMs: 2 * HOUR + 20 * MINUTE,
          showsGuestInSharedChannels: true,
        },
      },
    });
    const card = await invited();
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    await press(world, world.people.mia, warning, 'invite_extend_by:60');
    await whisper(world, world.people.mia, 'the latest end allowed');
    await world.slack.until('Parsec has it', () => end() === '2026-11-23T15:20:00Z');
  });

  it('responds only to the inviter and to admins', async () => {
    world = await startWorld();
    const card = await invited();
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    await press(world, world.people.ben, warning, 'invite_extend_by:30');
    await whisper(world, world.people.ben, 'Only the inviter, coordinators and admins');
    expect(end()).toBe('2026-11-23T15:00:00Z');
  });

  it('offers to end the access now, after a confirmation', async () => {
    world = await startWorld();
    const card = await invited();
    moveTo(14, 45);
    await press(world, world.people.mia, await threadSays(card, 'ends in 15 minutes'), 'invite:cancel');
    const form = await topView(world, world.people.mia, 'cancel_form');
    await world.slack.as(world.people.mia).submit(form.id);
    await cardSaying(world, '*Cancelled*');
    moveTo(16);
    await threadSays(card, 'cancelled this invite');
    expect(thread(world, card).some((message) => message.text.includes('ended <!date'))).toBe(false);
  });

  it('is skipped when the bot was stopped past the end; the end notice says that it is late', async () => {
    world = await startWorld();
    const card = await invited();
    await world.app().stop();
    moveTo(18);
    await world.restart();
    const notice = await threadSays(card, 'ended <!date');
    expect(notice.text).toContain('3 hours late');
    expect(thread(world, card)).toHaveLength(1);
  });

  it('is skipped for an invite shorter than the warning time', async () => {
    world = await startWorld();
    await inviteGuest(world, world.people.mia, { ...anEvening, start: 'now', end: '10m' });
    const card = await cardSaying(world, '*Scheduled*');
    moveTo(10);
    await threadSays(card, 'ended <!date');
    expect(thread(world, card)).toHaveLength(1);
  });
});

describe('/guest settings', () => {
  it('posts starts when asked to and warns earlier, for existing invites too', async () => {
    world = await startWorld();
    const card = await invited();
    await settings({ starts: ['starts'], warn: '60' });
    moveTo(13, 1);
    await threadSays(card, 'can now connect');
    moveTo(14, 0);
    await threadSays(card, 'ends in 1 hour');
    moveTo(14, 46);
    moveTo(15, 0);
    await threadSays(card, 'ended <!date');
    expect(thread(world, card)).toHaveLength(3);
  });

  it('keeps updates in the thread', async () => {
    world = await startWorld();
    const card = await invited();
    await settings({ style: 'thread', warn: '0' });
    moveTo(15, 1);
    expect((await threadSays(card, 'ended <!date')).broadcast).toBe(false);
    expect(thread(world, card)).toHaveLength(1);
  });

  it('keeps updates on the card, except for failures', async () => {
    world = await startWorld();
    const card = await invited();
    await settings({ style: 'card' });
    const no = { status: 403, body: { message: 'no' } };
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 1_000, then: no });
    await press(world, world.people.mia, card, 'invite:cancel');
    const form = await topView(world, world.people.mia, 'cancel_form');
    await world.slack.as(world.people.mia).submit(form.id);
    await threadSays(card, 'This invite is *not* cancelled yet');
    moveTo(15, 1);
    // One line in the channel says that its settings changed: the card is not the only message.
    await world.slack.until('the card says that it ended', () => words(card).includes('*Ended*'));
    moveTo(15, 10);
    expect(thread(world, card)).toHaveLength(1);
    expect(cards(world).filter((each) => words(each).includes('Render review'))).toHaveLength(1);
  });

  it.each([
    [
      { warn: '30', starts: ['starts'] },
      "Saved. Updates go to each card's thread; ends are also posted to the channel. Warnings come 30 minutes before an invite ends. Starts are posted.",
    ],
    [
      { style: 'thread', warn: '0' },
      "Saved. Updates go to each card's thread only. No warnings before an invite ends. Starts aren't posted.",
    ],
    // "The card only" ignores the boxes checked with it.
    [
      { style: 'card', warn: '60', starts: ['starts'] },
      'Saved. Updates go to the card only; failures go to its thread. No warnings or starts.',
    ],
  ])('shows the settings that apply now to the person who saved them, and to nobody else: %j', async (change, line) => {
    world = await startWorld();
    await settings(change);
    const reply = await whisper(world, world.people.ben, 'Saved.');
    expect(reply.text).toBe(line);
    expect(whispers(world, world.people.mia)).toEqual([]);
    expect(cards(world)).toEqual([]);
  });

  it('remembers the settings, for this channel only', async () => {
    world = await startWorld();
    await settings({ warn: '5' });
    await world.slack.as(world.people.mia).command(world.channel, '/guest settings');
    const form = await topView(world, world.people.mia, 'settings_form');
    expect(form.values.warn?.value).toMatchObject({ selected_option: { value: '5' } });
    const other = world.slack.addChannel({ name: 'other', members: [world.people.mia], bot: true });
    await world.slack.as(world.people.mia).close(form.id);
    await world.slack.as(world.people.mia).command(other.id, '/guest settings');
    const second = await world.slack.until('its form', () => {
      const top = world.slack.as(world.people.mia).views().at(-1);
      return top !== undefined && top.id !== form.id ? top : undefined;
    });
    expect(second.values.warn?.value).toMatchObject({ selected_option: { value: '15' } });
  });
});

it('an unsent notification is retried every five minutes, hourly a day after the end, until it is sent', async () => {
  world = await startWorld();
  await withStore(world, async (store) => {
    const card = await invited();
    const [invite] = await store.openInvitesInChannel(world.channel, world.clock.now());
    const openJobs = async () => {
      const jobs = await store.jobsOfInvite(invite?.id ?? '');
      // After a jump of the clock an earlier edit may count as lost, and the card is written again: that is no notice.
      return jobs.filter(({ kind, state }) => kind !== 'card_again' && (state === 'queued' || state === 'claimed'));
    };
    for (const method of ['chat.postMessage', 'chat.update']) {
      world.slack.trouble({ method, times: 10_000, then: { error: 'is_archived' } });
    }
    world.slack.trouble({ method: 'conversations.open', times: 10_000, then: { error: 'user_disabled' } });
    moveTo(16);
    /** The longest wait of card and notice in minutes, once both were tried at this time. */
    const waits = async () => {
      await expect
        .poll(async () => (await openJobs()).map(({ id, nextAt }) => [id, nextAt > world.clock.now()]))
        .toEqual([
          [expect.stringContaining(':card'), true],
          [expect.stringContaining(':notice:expired'), true],
        ]);
      return Math.max(...(await openJobs()).map(({ nextAt }) => nextAt - world.clock.now())) / MINUTE;
    };
    for (let round = 0; round < 20; round++) {
      expect(await waits()).toBeLessThanOrEqual(5);
      world.clock.advance(6 * MINUTE);
    }
    world.clock.advance(24 * HOUR);
    expect(await waits()).toBeGreaterThan(50);
    world.slack.clearTrouble();
    world.clock.advance(HOUR);
    await threadSays(card, 'ended <!date');
  });
});
