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
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

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
  return cardSaying(world, '*Scheduled.*');
}

/** What Guestlist wrote to a person alone. */
function direct(person: string): Message[] {
  const channel = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person));
  return world.slack.messages.filter((message) => message.channel === channel?.id);
}

const toldInThread = (card: Message, text: string) =>
  world.slack.until(`the thread says “${text}”`, () => thread(world, card).find((one) => one.text.includes(text)));
const toldDirectly = (person: string, text: string) =>
  world.slack.until(`${person} is told “${text}”`, () => direct(person).find((one) => one.text.includes(text)));
const answered = (person: string, message: Message, text: string) =>
  world.slack.until(`${person} is answered “${text}”`, () =>
    whispers(world, person, message.channel).find((one) => one.text.includes(text)),
  );

/** Mia's account becomes another, and the invite is held before it starts. */
async function held(kind: Person['kind'] = 'deactivated'): Promise<Message> {
  const card = await anInvite();
  becomes(world.people.mia, kind);
  moveTo(12, 58);
  return cardSaying(world, '*On hold.*').then(() => card);
}

/** Mia's account is deactivated while her guest works, and the look of the hour finds it. */
async function shown(): Promise<Message> {
  const card = await anInvite();
  moveTo(13, 5);
  await cardSaying(world, '*Active*');
  becomes(world.people.mia, 'deactivated');
  moveTo(14, 6);
  return cardSaying(world, 'An admin can take this invite over').then(() => card);
}

async function cancelBy(person: string, message: Message): Promise<void> {
  await press(world, person, message, 'invite:cancel');
  await world.slack.as(person).submit((await topView(world, person, 'cancel_form')).id);
}

describe.each(transports)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ ...options, transport });
  });

  describe('an invite whose inviter has left before it starts', () => {
    it.each([
      ['deactivated', 'account is deactivated'],
      ['guest', 'is a guest account now'],
      ['stranger', 'belongs to another workspace now'],
    ] as const)(
      'is held (%s): its guest gets in at no time, and the thread and the admins hear of it',
      async (kind, says) => {
        world = await begin();
        const card = await held(kind);
        expect(live()).toEqual([]);
        expect(world.parsec.credits).toBe(12);
        await toldInThread(card, says);
        const message = await toldDirectly(world.people.ada, says);
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
        await toldInThread(card, 'Nobody took this invite over. ana@example.com could not connect.');
        await cardSaying(world, '*Ended on hold*');
        expect(thread(world, card)).toHaveLength(2);
        expect(direct(world.people.ada)).toHaveLength(1);
      },
    );

    it('is created again for the admin who takes it over, once, and is hers', async () => {
      world = await begin();
      const card = await held();
      const message = await toldDirectly(world.people.ada, 'account is deactivated');
      await press(world, world.people.ada, message, 'invite_take_over');
      await cardSaying(world, '*Scheduled.*');
      await press(world, world.people.ada, message, 'invite_take_over');
      await world.slack.until(
        'both presses are answered',
        () => whispers(world, world.people.ada, message.channel).length === 2,
      );
      for (const { text } of whispers(world, world.people.ada, message.channel)) {
        expect(text).toContain('You answer for this invite now');
      }
      expect(words(card)).toContain(`Invited by <@${world.people.ada}>`);
      await toldInThread(card, 'ada took over this invite from mia');
      expect(live()).toHaveLength(1);
      expect(world.parsec.credits).toBe(11);
      moveTo(13, 1);
      await cardSaying(world, '*Active*');
      moveTo(14, 45);
      await toldInThread(card, 'ends in 15 minutes');
      expect(live()).toHaveLength(1);
    });

    it('is taken over by one of two admins who press at once', async () => {
      world = await begin();
      const olga = world.slack.addPerson({ name: 'olga', kind: 'owner' }).id;
      const card = await held();
      world.slack.channels.find(({ id }) => id === world.channel)?.members.push(olga);
      const admins = [world.people.ada, olga];
      await Promise.all(admins.map((person) => press(world, person, card, 'invite_take_over')));
      await cardSaying(world, '*Scheduled.*');
      const answers = await world.slack.until('both are answered', () => {
        const given = admins.flatMap((person) => whispers(world, person).map(({ text }) => text));
        return given.length === 2 ? given : undefined;
      });
      expect(answers.filter((text) => text.includes('You answer for this invite now'))).toHaveLength(1);
      expect(answers.filter((text) => text.includes('Nothing is left to take over'))).toHaveLength(1);
      expect(live()).toHaveLength(1);
      expect(world.parsec.credits).toBe(11);
    });

    it('stays held when somebody presses who is no admin', async () => {
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
      const message = await toldDirectly(world.people.ada, 'account is deactivated');
      await cancelBy(world.people.ada, message);
      await cardSaying(world, `*Cancelled* by <@${world.people.ada}>`);
      await press(world, world.people.ada, message, 'invite_take_over');
      await answered(world.people.ada, message, 'is over');
      expect(words(card)).toContain('*Cancelled*');
      expect(live()).toEqual([]);
    });

    it('is created again by itself when the inviter is back', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia, {
        ...anEvening,
        start: ['2026-11-23', '18:00'],
        end: ['2026-11-23', '20:00'],
      });
      const card = await cardSaying(world, '*Scheduled.*');
      becomes(world.people.mia, 'deactivated');
      moveTo(10, 2);
      await cardSaying(world, '*On hold.*');
      expect(live()).toEqual([]);
      becomes(world.people.mia, 'member');
      moveTo(11, 3);
      await cardSaying(world, '*Scheduled.*');
      await toldInThread(card, 'is back. Guestlist creates this invite again at Parsec');
      expect(live()).toHaveLength(1);
      const message = await toldDirectly(world.people.ada, 'account is deactivated');
      await press(world, world.people.ada, message, 'invite_take_over');
      await answered(world.people.ada, message, 'Nothing is left to take over');
      expect(words(card)).toContain(`Invited by <@${world.people.mia}>`);
    });

    it.each(['before', 'after'] as const)(
      'is one invite at Parsec when it is taken over while nobody knows of its cancel, which was cut %s it was done',
      async (cut) => {
        world = await begin();
        const card = await anInvite();
        becomes(world.people.mia, 'deactivated');
        world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { cut } });
        world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 3, then: { status: 503 } });
        moveTo(12, 58);
        const message = await toldDirectly(world.people.ada, 'account is deactivated');
        await press(world, world.people.ada, message, 'invite_take_over');
        await answered(world.people.ada, message, 'You answer for this invite now');
        await passing(world, 'it is scheduled or active again', () => /\*(Scheduled|Active)/.test(words(card)));
        expect(live()).toHaveLength(1);
        expect(world.parsec.credits).toBe(11);
        expect(words(card)).toContain(`Invited by <@${world.people.ada}>`);
      },
    );

    it('is held by the bot that is started after the one that began it was lost', async () => {
      world = await begin();
      await anInvite();
      becomes(world.people.mia, 'deactivated');
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 2, then: { cut: 'before' } });
      moveTo(12, 58);
      await cardSaying(world, 'Being put on hold');
      await world.app().stop();
      await world.restart();
      await passing(world, 'it is on hold', () => words(cards(world)[0] as Message).includes('*On hold.*'));
      expect(live()).toEqual([]);
      expect(direct(world.people.ada)).toHaveLength(1);
    });
  });

  describe('an invite whose inviter has left while its guest works', () => {
    it('is shown to the admins, once, and its guest stays', async () => {
      world = await begin();
      const card = await shown();
      await toldInThread(card, 'account is deactivated');
      await toldDirectly(world.people.ada, 'nobody answers for this invite');
      moveTo(14, 59);
      expect(live()).toHaveLength(1);
      moveTo(15, 0);
      await toldInThread(card, 'has ended');
      expect(direct(world.people.ada)).toHaveLength(1);
      expect(thread(world, card).filter(({ text }) => text.includes('account is deactivated'))).toHaveLength(1);
    });

    it('is extended by an admin only after being taken over', async () => {
      world = await begin();
      const card = await shown();
      moveTo(14, 45);
      const warning = await toldInThread(card, 'ends in 15 minutes');
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

    it('is looked at before an admin extends it under a warning', async () => {
      world = await begin();
      const card = await anInvite();
      moveTo(14, 45);
      const warning = await toldInThread(card, 'ends in 15 minutes');
      becomes(world.people.mia, 'guest');
      moveTo(14, 47);
      await press(world, world.people.ada, warning, 'invite_extend_by:60');
      await answered(world.people.ada, card, 'Take this invite over first');
      expect(live()[0]?.expires_at).toBe('2026-11-23T15:00:00Z');
      await toldDirectly(world.people.ada, 'is a guest account now');
    });

    it('is hers again when she is back, without anybody doing anything', async () => {
      world = await begin();
      const card = await shown();
      becomes(world.people.mia, 'member');
      moveTo(14, 30);
      await press(world, world.people.mia, card, 'invite_take_over');
      await toldInThread(card, `<@${world.people.mia}> is back.`);
      await world.slack.until('the card has its buttons again', () => words(card).includes('Extend'));
      expect(live()).toHaveLength(1);
    });
  });

  it.each([
    ['does not answer', { status: 503 }],
    ['is busy', { rateLimited: { retryAfterSeconds: 5 } }],
    ['takes the token no more', { error: 'account_inactive' }],
    ['does not show people any more', { error: 'missing_scope' }],
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
    await toldInThread(card, 'ends in 15 minutes');
    const looks = world.slack.calls.filter(
      ({ method, args }) => method === 'users.info' && args.user === world.people.mia,
    );
    expect(looks.filter(({ answer }) => answer.ok !== true).length).toBeGreaterThan(0);
    // What was begun is finished then.
    await world.app().stop();
    expect(await withStore(world, (store) => store.getInvite(referenceOf(card)))).toMatchObject({
      state: 'granted',
      inviterLeft: undefined,
    });
    expect(live()).toHaveLength(1);
    world.slack.clearTrouble();
  });

  it('nobody is held when the bot works before Slack has said which workspace it is in', async () => {
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
