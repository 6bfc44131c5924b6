import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/domain/job.ts';
import type { ApiCall, Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { startedBot } from '../chaos/killable-bot.ts';
import {
  cardSaying,
  inviteGuest,
  passing,
  press,
  thread,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

// What happens to an invite reaches its inviter once: by a mention where it is posted, or by a direct message.
let world: World;
let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});
afterEach(() => world.stop());

const MINUTE = 60_000;

/** Moves the clock to a time of this Monday, UTC. */
const moveTo = (hours: number, minutes = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());
const threadSays = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () =>
    thread(world, card).find((message) => words(message).includes(text)),
  );
const directly = () => {
  const mine = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(world.people.mia));
  return world.slack.messages.filter(({ channel, user }) => channel === mine?.id && user === world.slack.botUserId);
};
const notifiedDirectly = (text: string) =>
  world.slack.until(`Mia is notified “${text}”`, () => directly().find((message) => words(message).includes(text)));

/** How often Mia was mentioned: new messages in her channels that mention her, except the cards of her invites. */
function called(): string[] {
  const posts = world.slack.calls.filter(({ method, answer }) => method === 'chat.postMessage' && answer.ok === true);
  return posts
    .filter(({ args }) => args.channel === world.channel || args.channel === directly()[0]?.channel)
    .filter(({ args }) => !JSON.stringify(args).includes(':card'))
    .map(({ args }) => String(args.text))
    .filter((text) => text.includes(`<@${world.people.mia}>`));
}

/** From 13:00 to 15:00 UTC. */
async function invited(options: WorldOptions = {}): Promise<Message> {
  world = await startWorld(options);
  await inviteGuest(world, world.people.mia);
  return cardSaying(world, '*Scheduled*');
}

async function cancel(person: string, card: Message): Promise<void> {
  await press(world, person, card, 'invite:cancel');
  const form = await topView(world, person, 'cancel_form');
  expect(await world.slack.as(person).submit(form.id)).toBe('closed');
}

async function extend(person: string, card: Message): Promise<void> {
  await press(world, person, card, 'invite:extend');
  const form = await topView(world, person, 'extend_form');
  expect(await world.slack.as(person).submit(form.id)).toBe('closed');
}

/** Mia wants direct messages, or mentions again. */
async function wants(reach: 'direct' | 'mention'): Promise<void> {
  const user = world.slack.as(world.people.mia);
  await user.command(world.channel, '/guest settings');
  const form = await topView(world, world.people.mia, 'settings_form');
  await user.fill(form.id, { blockId: 'reach' }, reach);
  expect(await user.submit(form.id)).toBe('closed');
  await whisper(world, world.people.mia, reach === 'direct' ? 'You get direct messages' : "You're mentioned");
}

const no = { status: 403, body: { message: 'no' } };

describe.each(overSocket)('over %s, the inviter is mentioned', (transport) => {
  it('once by the warning and once by each action of an admin', async () => {
    const card = await invited({ transport });
    moveTo(14, 45);
    const warning = await threadSays(card, 'ends in 15 minutes');
    expect(warning.text).toContain(`:hourglass_flowing_sand: <@${world.people.mia}>: ana@example.com's access`);
    expect(called()).toHaveLength(1);
    await extend(world.people.ada, card);
    const notice = await threadSays(card, 'changed this invite:');
    expect(notice.text).toContain(`:pencil2: <@${world.people.mia}>: <@${world.people.ada}> changed this invite: ends`);
    expect(words(notice).split(`<@${world.people.mia}>`)).toHaveLength(3);
    await cancel(world.people.ada, card);
    await threadSays(card, 'cancelled this invite');
    moveTo(16);
    expect(called()).toHaveLength(3);
    expect(directly()).toEqual([]);
  });
});

describe('the inviter is mentioned', () => {
  it("by a change made in Parsec's dashboard", async () => {
    const card = await invited();
    const [{ id } = { id: '' }] = world.parsec.invites;
    world.parsec.dashboard.changeInvite(id, { expires_at: '2026-11-23T16:00:00Z' });
    world.clock.advance(MINUTE);
    await threadSays(card, 'This invite was changed in Parsec');
    world.parsec.dashboard.cancelInvite(id);
    world.clock.advance(2 * MINUTE);
    await threadSays(card, 'cancelled in Parsec');
    expect(called()).toHaveLength(2);
  });

  it('by a failure, even of their own request: once, for the thread and the channel together', async () => {
    const card = await invited();
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 1_000, then: no });
    await cancel(world.people.mia, card);
    const notice = await threadSays(card, 'This invite is *not* cancelled yet');
    expect(notice.broadcast).toBe(true);
    expect(called()).toHaveLength(1);
    expect(called()[0]).toContain(`:rotating_light: <@${world.people.mia}>: This invite`);
  });

  it('by an invite that was not created', async () => {
    world = await startWorld();
    world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 400, body: { message: 'no' } } });
    await inviteGuest(world, world.people.mia);
    const card = await cardSaying(world, "*The invite wasn't created.*");
    await threadSays(card, "the invite for ana@example.com wasn't created");
    expect(called()).toHaveLength(1);
  });

  it('not by their own actions, which name them, nor by a start or an end', async () => {
    const card = await invited();
    await extend(world.people.mia, card);
    const changed = await threadSays(card, 'changed this invite:');
    expect(words(changed)).not.toContain(`<@${world.people.mia}>`);
    expect(changed.text).toContain(':pencil2: mia changed this invite: ends');
    moveTo(13, 1);
    await cardSaying(world, '*Active*');
    await press(world, world.people.mia, card, 'invite:kick');
    const kick = await topView(world, world.people.mia, 'kick_form');
    await world.slack.as(world.people.mia).fill(kick.id, { blockId: 'kick_choice' }, 'kick');
    expect(await world.slack.as(world.people.mia).submit(kick.id)).toBe('closed');
    expect((await threadSays(card, 'disconnected')).text).toContain(':door: mia disconnected');
    await cancel(world.people.mia, card);
    expect((await threadSays(card, 'cancelled this invite')).text).toContain(':no_entry_sign: mia cancelled');
    expect(called()).toEqual([]);
  });

  it('not by their own action while Slack does not return their name', async () => {
    const card = await invited();
    await press(world, world.people.mia, card, 'invite:cancel');
    const form = await topView(world, world.people.mia, 'cancel_form');
    expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
    // The name is read when the notice is sent; an answer from an hour ago has expired.
    world.slack.trouble({ method: 'users.info', times: 1_000, then: { error: 'user_not_found' } });
    world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 1, then: { status: 503 } });
    expect((await threadSays(card, 'cancelled this invite')).text).not.toContain(`<@${world.people.mia}>`);
    expect(called()).toEqual([]);
  });

  it.each(['deactivated', 'guest'] as const)('not once they are %s', async (kind) => {
    const card = await invited();
    moveTo(13, 2);
    await cardSaying(world, '*Active*');
    Object.assign(world.slack.people.find(({ id }) => id === world.people.mia) ?? {}, { kind });
    world.clock.advance(2 * MINUTE);
    world.parsec.dashboard.changeInvite(world.parsec.invites[0]?.id ?? '', { expires_at: '2026-11-23T16:00:00Z' });
    // A look at Parsec that was under way when the clock moved is followed by the next a minute after it.
    await passing(
      world,
      'the change is noticed',
      () => thread(world, card).some((message) => words(message).includes('This invite was changed in Parsec')),
      MINUTE,
    );
    moveTo(15, 45);
    await threadSays(card, 'ends in 15 minutes');
    await threadSays(card, kind === 'guest' ? 'mia now has a guest account' : "mia's account is deactivated");
    expect(called()).toEqual([]);
  });

  it('once, when the response to the post is lost, and when the bot is killed before recording the post', async () => {
    world = await startWorld({ noBot: true });
    let bot = await startedBot(world);
    world.clock.onMove(() => bot.wake());
    await inviteGuest(world, world.people.mia);
    const card = await cardSaying(world, '*Scheduled*');
    world.slack.trouble({ method: 'chat.postMessage', then: { cutAfter: true } });
    await extend(world.people.ada, card);
    await threadSays(card, 'changed this invite:');
    let isKilled = false;
    const when = ({ thread_ts: threadTs }: ApiCall['args']) => {
      if (threadTs === undefined || isKilled) return false;
      isKilled = true;
      bot.kill();
      return true;
    };
    await passing(world, 'it is noted', () => world.clock.now() > Date.UTC(2026, 10, 23, 9, 1));
    world.slack.trouble({ method: 'chat.postMessage', when, then: { cutAfter: true } });
    await cancel(world.people.ada, card);
    await threadSays(card, 'cancelled this invite');
    await world.slack.until('the bot is dead', () => bot.isDead());
    await bot.gone();
    bot = await startedBot(world);
    world.clock.advance(LEASE_MS + 1_000);
    await passing(world, 'a minute has passed', () => world.clock.now() > Date.UTC(2026, 10, 23, 9, 3));
    expect(called()).toHaveLength(2);
    await bot.stop();
  });
});

describe('an inviter who wants direct messages', () => {
  it('gets one for each event, and no mention', async () => {
    const card = await invited();
    await wants('direct');
    await extend(world.people.ada, card);
    const notice = await notifiedDirectly('changed this invite:');
    expect(words(notice)).toContain(`Render review · ana@example.com on *Edit 1* · <#${world.channel}>`);
    await threadSays(card, 'changed this invite:');
    moveTo(15, 15);
    const warning = await notifiedDirectly('ends in 15 minutes');
    await threadSays(card, 'ends in 15 minutes');
    // Its buttons work there, and it shows the result, as the one in the thread does.
    await press(world, world.people.mia, warning, 'invite_extend_by:30');
    await notifiedDirectly('Extended to');
    await threadSays(card, 'Extended to');
    expect(directly()).toHaveLength(2);
    expect(called()).toEqual([]);
  });

  it.each(['direct', 'mention'] as const)(
    'is notified where the channel gets only the card, with the %s setting',
    async (reach) => {
      const card = await invited();
      if (reach === 'direct') await wants(reach);
      const user = world.slack.as(world.people.ben);
      await user.command(world.channel, '/guest settings');
      const form = await topView(world, world.people.ben, 'settings_form');
      await user.fill(form.id, { blockId: 'style' }, 'card');
      expect(await user.submit(form.id)).toBe('closed');
      moveTo(14, 45);
      // Warnings are left out there, except for people who want direct messages.
      if (reach === 'direct') await notifiedDirectly('ends in 15 minutes');
      await cancel(world.people.ada, card);
      await notifiedDirectly('cancelled this invite');
      expect(directly()).toHaveLength(reach === 'direct' ? 2 : 1);
      expect(thread(world, card)).toEqual([]);
    },
  );

  it('chooses in the settings, which are remembered and apply to this person only', async () => {
    world = await startWorld();
    await wants('direct');
    await wants('mention');
    await wants('direct');
    for (const [person, value] of [
      [world.people.mia, 'direct'],
      [world.people.ben, 'mention'],
    ] as const) {
      await world.slack.as(person).command(world.channel, '/guest settings');
      const form = await topView(world, person, 'settings_form');
      expect(form.values.reach?.value).toMatchObject({ selected_option: { value } });
    }
    expect(whispers(world, world.people.ben)).toEqual([]);
  });

  it('is not notified twice after changing the setting between two tries', async () => {
    const card = await invited();
    world.slack.trouble({
      method: 'chat.postMessage',
      when: ({ thread_ts: threadTs }) => threadTs !== undefined,
      then: { rateLimited: { retryAfterSeconds: 30 } },
    });
    await extend(world.people.ada, card);
    const refused = () =>
      world.slack.calls.some(({ method, answer }) => method === 'chat.postMessage' && answer.error === 'ratelimited');
    await world.slack.until('Slack is busy', refused);
    await wants('direct');
    await passing(world, 'it is posted', () => thread(world, card).length > 0);
    await cancel(world.people.ada, card);
    await notifiedDirectly('cancelled this invite');
    expect([called().length, directly().length]).toEqual([1, 1]);
  });

  it('gets each message once, whichever of three replicas sends it', { timeout: 60_000 }, async () => {
    world = await startWorld({ databaseUrl: await postgres.freshStore(), rateLimits: false });
    await world.addReplica();
    await world.addReplica();
    await inviteGuest(world, world.people.mia);
    const card = await cardSaying(world, '*Scheduled*');
    await wants('direct');
    moveTo(14, 45);
    await notifiedDirectly('ends in 15 minutes');
    await cancel(world.people.ada, card);
    await notifiedDirectly('cancelled this invite');
    await notifiedDirectly(`Cancelled by <@${world.people.ada}>`);
    await wants('mention');
    expect([called().length, directly().length]).toEqual([0, 2]);
  });
});
