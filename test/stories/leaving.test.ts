import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message, Person } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  cardSaying,
  cards,
  inviteGuest,
  passing,
  press,
  referenceOf,
  thread,
  topView,
  whispers,
  words,
} from '../support/gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

/** Moves the clock to a time of this Monday, UTC. The evening of the stories is 13:00 to 15:00 UTC. */
const moveTo = (hours: number, minutes = 0) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes) - world.clock.now());
const live = () => world.parsec.invites.filter(({ hidden }) => !hidden.cancelled);
const becomes = (person: string, kind: Person['kind']) =>
  Object.assign(world.slack.people.find(({ id }) => id === person) ?? {}, { kind });

async function anInvite(): Promise<Message> {
  await inviteGuest(world, world.people.mia);
  return cardSaying(world, '*Scheduled*');
}

/** The direct messages of Guestlist to a person. */
function direct(person: string): Message[] {
  const channel = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person));
  return world.slack.messages.filter((message) => message.channel === channel?.id);
}

const notifiedInThread = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () => thread(world, card).find((one) => one.text.includes(text)));
const notifiedDirectly = (person: string, text: string) =>
  world.slack.until(`${person} is notified “${text}”`, () => direct(person).find((one) => one.text.includes(text)));
const answered = (person: string, message: Message, text: string) =>
  world.slack.until(`${person} is answered “${text}”`, () =>
    whispers(world, person, message.channel).find((one) => one.text.includes(text)),
  );

/** The kind of Mia's account changes, and the invite is held before it starts. */
async function held(kind: Person['kind'] = 'deactivated'): Promise<Message> {
  const card = await anInvite();
  becomes(world.people.mia, kind);
  moveTo(12, 58);
  return cardSaying(world, '*On hold.*').then(() => card);
}

/** Mia's account is deactivated while her guest works, and the hourly check finds it. */
async function shown(): Promise<Message> {
  const card = await anInvite();
  moveTo(13, 5);
  await cardSaying(world, '*Active*');
  becomes(world.people.mia, 'deactivated');
  moveTo(14, 6);
  return cardSaying(world, 'An admin can take over this invite').then(() => card);
}

async function cancelBy(person: string, message: Message): Promise<void> {
  await press(world, person, message, 'invite:cancel');
  await world.slack.as(person).submit((await topView(world, person, 'cancel_form')).id);
}

describe.each(overHttp)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ ...options, transport });
  });

  describe('an invite whose inviter leaves before it starts', () => {
    it.each([
      ['deactivated', 'account is deactivated'],
      ['guest', 'now has a guest account'],
      ['external', 'now belongs to another workspace'],
    ] as const)(
      'is held (%s): its guest can never connect, and the thread and the admins are notified',
      async (kind, says) => {
        world = await begin();
        const card = await held(kind);
        expect(live()).toEqual([]);
        expect(world.parsec.credits).toBe(12);
        await notifiedInThread(card, says);
        const message = await notifiedDirectly(world.people.ada, says);
        expect(words(message)).toContain('Take over');
        expect(words(message)).toContain('Cancel invite');
        expect(words(card)).toContain('Take over');
        for (const [hours, minutes] of [
          [13, 0],
          [13, 30],
          [14, 59],
        ] as const) {
          moveTo(hours, minutes);
          await cardSaying(world, '*On hold.*');
          expect(live()).toEqual([]);
        }
        moveTo(15, 0);
        await notifiedInThread(card, "Nobody took over this invite. ana@example.com couldn't connect.");
        await cardSaying(world, '*Ended on hold*');
        expect(thread(world, card)).toHaveLength(2);
        expect(direct(world.people.ada)).toHaveLength(1);
      },
    );

    it('is created again once for the admin who takes it over, and is hers', async () => {
      world = await begin();
      const card = await held();
      const message = await notifiedDirectly(world.people.ada, 'account is deactivated');
      await press(world, world.people.ada, message, 'invite_take_over');
      await cardSaying(world, '*Scheduled*');
      await press(world, world.people.ada, message, 'invite_take_over');
      await world.slack.until(
        'both presses are answered',
        () => whispers(world, world.people.ada, message.channel).length === 2,
      );
      for (const { text } of whispers(world, world.people.ada, message.channel)) {
        expect(text).toContain('You took over this invite');
      }
      expect(words(card)).toContain(`Invited by <@${world.people.ada}>`);
      await notifiedInThread(card, 'ada took over this invite from mia');
      expect(live()).toHaveLength(1);
      expect(world.parsec.credits).toBe(11);
      moveTo(13, 1);
      await cardSaying(world, '*Active*');
      moveTo(14, 45);
      await notifiedInThread(card, 'ends in 15 minutes');
      expect(live()).toHaveLength(1);
    });

    it('is taken over by only one of two admins who press at once', async () => {
      world = await begin();
      const olga = world.slack.addPerson({ name: 'olga', kind: 'owner' }).id;
      const card = await held();
      world.slack.channels.find(({ id }) => id === world.channel)?.members.push(olga);
      const admins = [world.people.ada, olga];
      await Promise.all(admins.map((person) => press(world, person, card, 'invite_take_over')));
      await cardSaying(world, '*Scheduled*');
      const answers = await world.slack.until('both are answered', () => {
        const given = admins.flatMap((person) => whispers(world, person).map(({ text }) => text));
        return given.length === 2 ? given : undefined;
      });
      expect(answers.filter((text) => text.includes('You took over this invite'))).toHaveLength(1);
      expect(answers.filter((text) => text.includes('Nobody needs to take this invite over'))).toHaveLength(1);
      expect(live()).toHaveLength(1);
      expect(world.parsec.credits).toBe(11);
    });

    it('stays held when a person who is not an admin presses', async () => {
      world = await begin();
      const card = await held();
      await press(world, world.people.ben, card, 'invite_take_over');
      await answered(world.people.ben, card, 'admins');
      expect(words(card)).toContain('*On hold.*');
      expect(live()).toEqual([]);
    });

    it('is cancelled by an admin, and cannot be taken over after that', async () => {
      world = await begin();
      const card = await held();
      const message = await notifiedDirectly(world.people.ada, 'account is deactivated');
      await cancelBy(world.people.ada, message);
      await cardSaying(world, `*Cancelled* by <@${world.people.ada}>`);
      await press(world, world.people.ada, message, 'invite_take_over');
      await answered(world.people.ada, message, 'This invite has ended');
      expect(words(card)).toContain('*Cancelled*');
      expect(live()).toEqual([]);
    });

    it('is created again automatically when the inviter is back', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia, {
        ...anEvening,
        start: ['2026-11-23', '18:00'],
        end: ['2026-11-23', '20:00'],
      });
      const card = await cardSaying(world, '*Scheduled*');
      becomes(world.people.mia, 'deactivated');
      moveTo(10, 2);
      await cardSaying(world, '*On hold.*');
      expect(live()).toEqual([]);
      becomes(world.people.mia, 'member');
      moveTo(11, 3);
      await cardSaying(world, '*Scheduled*');
      await notifiedInThread(card, 'is back. Guestlist creates this invite again in Parsec');
      expect(live()).toHaveLength(1);
      const message = await notifiedDirectly(world.people.ada, 'account is deactivated');
      await press(world, world.people.ada, message, 'invite_take_over');
      await answered(world.people.ada, message, 'Nobody needs to take this invite over');
      expect(words(card)).toContain(`Invited by <@${world.people.mia}>`);
    });

    it.each(['before', 'after'] as const)(
      'stays one invite at Parsec when it is taken over while its cancel is unconfirmed, which was cut %s it ran',
      async (cut) => {
        world = await begin();
        const card = await anInvite();
        becomes(world.people.mia, 'deactivated');
        world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { cut } });
        world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 3, then: { status: 503 } });
        moveTo(12, 58);
        const message = await notifiedDirectly(world.people.ada, 'account is deactivated');
        await press(world, world.people.ada, message, 'invite_take_over');
        await answered(world.people.ada, message, 'You took over this invite');
        await passing(world, 'it is scheduled or active again', () => /\*(Scheduled|Active)/.test(words(card)));
        expect(live()).toHaveLength(1);
        expect(world.parsec.credits).toBe(11);
        expect(words(card)).toContain(`Invited by <@${world.people.ada}>`);
      },
    );

    it('is held by the next bot after the one that began was lost', async () => {
      world = await begin();
      await anInvite();
      becomes(world.people.mia, 'deactivated');
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 2, then: { cut: 'before' } });
      moveTo(12, 58);
      await cardSaying(world, 'Putting on hold');
      await world.app().stop();
      await world.restart();
      await passing(world, 'it is on hold', () => words(cards(world)[0] as Message).includes('*On hold.*'));
      expect(live()).toEqual([]);
      expect(direct(world.people.ada)).toHaveLength(1);
    });
  });

  describe('an active invite whose inviter leaves', () => {
    it('is shown to the admins once, and its guest keeps access', async () => {
      world = await begin();
      const card = await shown();
      await notifiedInThread(card, 'account is deactivated');
      await notifiedDirectly(world.people.ada, 'this invite has no inviter');
      moveTo(14, 59);
      expect(live()).toHaveLength(1);
      moveTo(15, 0);
      await notifiedInThread(card, 'ended <!date');
      expect(direct(world.people.ada)).toHaveLength(1);
      expect(thread(world, card).filter(({ text }) => text.includes('account is deactivated'))).toHaveLength(1);
    });

    it('is extended by an admin only after a takeover', async () => {
      world = await begin();
      const card = await shown();
      moveTo(14, 45);
      const warning = await notifiedInThread(card, 'ends in 15 minutes');
      await press(world, world.people.ada, warning, 'invite_extend_by:30');
      const answer = await answered(world.people.ada, card, 'Take this invite over first');
      expect(words(answer)).toContain('Cancel invite');
      expect(live()[0]?.expires_at).toBe('2026-11-23T15:00:00Z');
      await press(world, world.people.ada, answer, 'invite_take_over');
      await cardSaying(world, `Invited by <@${world.people.ada}>`);
      await press(world, world.people.ada, warning, 'invite_extend_by:30');
      await world.slack.until('Parsec has it', () => live()[0]?.expires_at === '2026-11-23T15:30:00Z');
      expect(live()).toHaveLength(1);
    });

    it('is checked before an admin extends it from a warning', async () => {
      world = await begin();
      const card = await anInvite();
      moveTo(14, 45);
      const warning = await notifiedInThread(card, 'ends in 15 minutes');
      becomes(world.people.mia, 'guest');
      moveTo(14, 47);
      await press(world, world.people.ada, warning, 'invite_extend_by:60');
      await answered(world.people.ada, card, 'Take this invite over first');
      expect(live()[0]?.expires_at).toBe('2026-11-23T15:00:00Z');
      await notifiedDirectly(world.people.ada, 'now has a guest account');
    });

    it('is hers again when she is back, without any action', async () => {
      world = await begin();
      const card = await shown();
      becomes(world.people.mia, 'member');
      moveTo(14, 30);
      await press(world, world.people.mia, card, 'invite_take_over');
      await notifiedInThread(card, `<@${world.people.mia}> is back.`);
      await world.slack.until('the card has its buttons again', () => words(card).includes('Extend'));
      expect(live()).toHaveLength(1);
    });
  });

  it.each([
    ['does not answer', { status: 503 }],
    ['is busy', { rateLimited: { retryAfterSeconds: 5 } }],
    ['rejects the token', { error: 'account_inactive' }],
    ['no longer shows people', { error: 'missing_scope' }],
  ] as const)('an invite stays as it is while Slack %s', async (_, then) => {
    world = await begin();
    const card = await anInvite();
    becomes(world.people.mia, 'deactivated');
    world.slack.trouble({ method: 'users.info', times: 10_000, then });
    moveTo(12, 59);
    moveTo(13, 1);
    await cardSaying(world, '*Active*');
    moveTo(14, 10);
    moveTo(14, 45);
    await notifiedInThread(card, 'ends in 15 minutes');
    const looks = world.slack.calls.filter(
      ({ method, args }) => method === 'users.info' && args.user === world.people.mia,
    );
    expect(looks.filter(({ answer }) => answer.ok !== true).length).toBeGreaterThan(0);
    // Stopping finishes the jobs that were begun.
    await world.app().stop();
    expect(await withStore(world, (store) => store.getInvite(referenceOf(card)))).toMatchObject({
      state: 'granted',
      inviterLeft: undefined,
    });
    expect(live()).toHaveLength(1);
    world.slack.clearTrouble();
  });

  it('no invite is held before Slack has said which workspace the bot is in', async () => {
    world = await begin();
    const card = await anInvite();
    await world.app().stop();
    world.slack.trouble({ method: 'auth.test', times: 3, then: { status: 503 } });
    moveTo(12, 59);
    await world.restart();
    moveTo(13, 1);
    await cardSaying(world, '*Active*');
    await world.app().stop();
    expect(await withStore(world, (store) => store.getInvite(referenceOf(card)))).toMatchObject({
      state: 'granted',
      inviterLeft: undefined,
    });
    expect(live()).toHaveLength(1);
  });
});
