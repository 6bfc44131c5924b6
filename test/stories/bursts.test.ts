import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cards,
  inviteGuest,
  openFilledForm,
  submitAnyway,
  passing as timePasses,
  words,
} from '../support/gestures.ts';
import { noLimits } from '../support/policies.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const guests = (count: number) => Array.from({ length: count }, (_, n) => `guest-${n}@example.com`);

/** Posts go out at one a second and channel: lets as many seconds pass as that takes. */
const passing = (what: string, look: () => boolean) => timePasses(world, what, look);

async function invite(email: string, channel: string, end = '16:00'): Promise<void> {
  const person = world.people.mia;
  const view = await openFilledForm(world, person, { ...anEvening, email, end: ['2026-11-23', end] }, channel);
  expect(await submitAnyway(world, person, view)).toBe('closed');
}

/** A world in which Mia has invited this many guests into the channel, all until 16:00 in Paris. */
async function withGuests(count: number, options: WorldOptions = {}): Promise<readonly string[]> {
  world = await startWorld({
    rateLimits: false,
    policy: noLimits,
    ...options,
    parsec: { credits: 200, ...options.parsec },
  });
  const invited = guests(count);
  for (const guest of invited) await invite(guest, world.channel);
  await passing('all are scheduled', () => carded('*Scheduled*') === count);
  return invited;
}

const carded = (text: string, channel = world.channel) =>
  cards(world, channel).filter((card) => words(card).includes(text)).length;
const fromBot = (channel = world.channel) =>
  world.slack.messages.filter(
    (message) =>
      message.channel === channel && message.user === world.slack.botUserId && message.ephemeralFor === undefined,
  );
const ends = (channel = world.channel): Message[] =>
  fromBot(channel).filter((message) => /ended <!date|Access ended for/.test(words(message)));
/** How often the messages about ends name a guest. */
const named = (guest: string, channel = world.channel) =>
  ends(channel).reduce((sum, message) => sum + JSON.stringify(message.blocks).split(`${guest} `).length - 1, 0);
/** 16:00 in Paris is 15:00 UTC. */
const moveToEnd = () => world.clock.advance(Date.UTC(2026, 10, 23, 15) - world.clock.now());

describe('invites that end in the same minute in one channel', () => {
  it('post one message that names all forty guests, and every card shows the end', { timeout: 60_000 }, async () => {
    const invited = await withGuests(40);
    moveToEnd();
    await passing('all cards say so', () => carded('*Ended*') === 40);
    await passing('the end is posted', () => ends().length > 0);
    await passing('nothing more is posted', () => quiet());
    expect(ends()).toHaveLength(1);
    expect(ends()[0]?.threadTs).toBeUndefined();
    expect(words(ends()[0] as Message)).toContain('40 guests');
    expect(words(ends()[0] as Message)).not.toContain('late');
    for (const guest of invited) expect(named(guest), guest).toBe(1);
    const places = invited.map((guest) => JSON.stringify(ends()[0]?.blocks).indexOf(`${guest} `));
    expect(places, 'in an order in which a person finds a guest').toEqual(places.toSorted((a, b) => a - b));
  });

  it('count as two invites when one guest has two computers', async () => {
    world = await startWorld({ rateLimits: false, policy: noLimits });
    for (const host of ['Edit 1', 'Edit 2']) {
      await inviteGuest(world, world.people.mia, { ...anEvening, host, event: `Review on ${host}` });
    }
    await passing('both are scheduled', () => carded('*Scheduled*') === 2);
    moveToEnd();
    await passing('the end is posted', () => ends().length > 0);
    expect(ends()[0]?.text).toContain('Access ended for 2 invites.');
  });

  it('are announced once and completely when the response to the message is lost', {
    timeout: 60_000,
  }, async () => {
    const invited = await withGuests(40);
    const isDigest = (args: Record<string, unknown>) => String(args.text).includes('40 guests');
    world.slack.trouble({ method: 'chat.postMessage', when: isDigest, then: { cutAfter: true } });
    moveToEnd();
    await passing('all cards say so', () => carded('*Ended*') === 40);
    await passing('nothing more is posted', () => quiet());
    expect(ends()).toHaveLength(1);
    for (const guest of invited) expect(named(guest), guest).toBe(1);
  });

  it('are announced once when the bot dies between the message and its record', {
    timeout: 60_000,
  }, async () => {
    const invited = await withGuests(12);
    world.slack.trouble({
      method: 'chat.postMessage',
      when: (args) => String(args.text).includes('12 guests'),
      then: { hang: true },
    });
    moveToEnd();
    await passing('the message is on its way', () =>
      world.slack.calls.some((call) => String(call.args.text).includes('12 guests')),
    );
    const gone = world.app();
    await world.restart();
    world.clock.advance(30 * SECOND);
    await passing('the end is posted', () => ends().length > 0);
    await passing('nothing more is posted', () => quiet());
    await gone.stop();
    expect(ends()).toHaveLength(1);
    for (const guest of invited) expect(named(guest), guest).toBe(1);
  });

  it('are each announced once when Parsec cannot say whether some have expired', { timeout: 60_000 }, async () => {
    const invited = await withGuests(5);
    world.parsec.trouble({ operation: 'Get Guest Access Invite', times: 6, then: { status: 503 } });
    moveToEnd();
    await passing('all cards say so', () => carded('*Ended*') === 5);
    await passing('nothing more is posted', () => quiet());
    for (const guest of invited) expect(named(guest), guest).toBe(1);
  });

  it('are each announced in a thread when the channel settings say so', { timeout: 60_000 }, async () => {
    world = await startWorld({ rateLimits: false, policy: noLimits });
    const user = world.slack.as(world.people.mia);
    await user.command(world.channel, '/guest settings');
    const form = await world.slack.until('the form', () => user.views().at(-1));
    await user.fill(form.id, { blockId: 'style' }, 'thread');
    expect(await user.submit(form.id)).toBe('closed');
    for (const guest of guests(3)) await invite(guest, world.channel);
    await passing('all are scheduled', () => carded('*Scheduled*') === 3);
    moveToEnd();
    await passing('all ends are posted', () => ends().length === 3);
    expect(ends().every((message) => message.threadTs !== undefined)).toBe(true);
  });

  it('are announced to the inviter when the channel is gone', { timeout: 60_000 }, async () => {
    const invited = await withGuests(3);
    world.slack.trouble({
      method: 'chat.postMessage',
      when: (args) => args.channel === world.channel,
      times: 9,
      then: { error: 'is_archived' },
    });
    world.slack.trouble({
      method: 'chat.update',
      when: (args) => args.channel === world.channel,
      times: 9,
      then: { error: 'is_archived' },
    });
    moveToEnd();
    const everywhere = () =>
      world.slack.messages.filter(
        (message) => message.channel !== world.channel && /ended <!date|Access ended for/.test(words(message)),
      );
    await passing('all ends are posted', () =>
      invited.every((guest) => everywhere().some((message) => words(message).includes(guest))),
    );
    await passing('nothing more is posted', () => quiet());
    for (const guest of invited)
      expect(
        everywhere().filter((message) => words(message).includes(guest)),
        guest,
      ).toHaveLength(1);
  });
});

describe('after 24 hours of downtime', () => {
  it('fifty ends become one message per channel, marked late', { timeout: 90_000 }, async () => {
    world = await startWorld({ rateLimits: false, policy: noLimits, parsec: { credits: 200 } });
    const other = world.slack.addChannel({ name: 'other', members: [world.people.mia], bot: true }).id;
    const invited = guests(50);
    // At five different times.
    for (const [n, guest] of invited.entries()) {
      await invite(guest, n % 2 === 0 ? world.channel : other, `16:0${n % 5}`);
    }
    await passing('all are scheduled', () => carded('*Scheduled*') + carded('*Scheduled*', other) === 50);
    await world.app().stop();
    world.clock.advance(24 * HOUR);
    await world.restart();
    await passing('all cards say so', () => carded('*Ended*') + carded('*Ended*', other) === 50);
    await passing('nothing more is posted', () => quiet());
    for (const channel of [world.channel, other]) {
      expect(ends(channel)).toHaveLength(1);
      expect(words(ends(channel)[0] as Message)).toContain('25 guests');
      expect(words(ends(channel)[0] as Message)).toMatch(/This notice is 1[78] hours .* late/);
    }
    for (const [n, guest] of invited.entries()) {
      expect(named(guest, n % 2 === 0 ? world.channel : other), guest).toBe(1);
    }
  });
});

/** True once nothing was posted for half a minute of the clock. */
let seen = { posts: 0, at: 0 };
function quiet(): boolean {
  const posts = world.slack.calls.filter((call) => call.method === 'chat.postMessage').length;
  if (posts !== seen.posts || world.clock.now() < seen.at) seen = { posts, at: world.clock.now() };
  return world.clock.now() - seen.at > 30 * SECOND;
}
