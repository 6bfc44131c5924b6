import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardSaying, cards, happensSoon, inviteGuest, press, thread, topView, words } from '../support/gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const creates = () => world.parsec.requests.filter((request) => request.operation === 'Create Guest Access Invite');

/** Moves the clock in small steps until a condition holds: for internal waits of the bot that show nowhere else. */
async function untilLater<T>(what: string, look: () => T | undefined | false, stepMs = 5_000, steps = 60): Promise<T> {
  for (let step = 0; step < steps; step++) {
    const found = look();
    if (found) return found;
    world.clock.advance(stepMs);
    await happensSoon(world, look, 150);
  }
  return world.slack.until(what, look, 1_000);
}

const forbidden = { status: 403, body: { message: 'no' } };
const onlyCardSays = (text: string) => () =>
  cards(world).length === 1 && words(cards(world)[0] ?? cardless()).includes(text);
const cardless = (): never => {
  throw new Error('no card');
};

const moveTo = (hours: number, minutes: number, seconds: number) =>
  world.clock.advance(Date.UTC(2026, 10, 23, hours, minutes, seconds) - world.clock.now());
const threadSays = (text: string) =>
  cards(world).some((card) => thread(world, card).some((each) => each.text.includes(text)));

async function cancelByMia(): Promise<void> {
  const [card] = cards(world);
  if (card === undefined) throw new Error('no card');
  await press(world, world.people.mia, card, 'invite:cancel');
  const form = await topView(world, world.people.mia, 'cancel_form');
  await world.slack.as(world.people.mia).submit(form.id);
}

describe.each(overSocket)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ ...options, transport });
  });

  describe('a create whose response is lost', () => {
    it('is found and imported if Parsec carried it out: one invite, one credit', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'after' } });
      await inviteGuest(world, world.people.mia);
      await untilLater('the card says scheduled', onlyCardSays('*Scheduled*'));
      expect(creates()).toHaveLength(1);
      expect(world.parsec.invites).toHaveLength(1);
      expect(world.parsec.credits).toBe(11);
    });

    it.each([
      ['created', '*Scheduled*', 1],
      ['cancelled', '*Cancelled*', 0],
    ] as const)('is %s 30 seconds later if it never arrived and the clock is set back', async (what, says, created) => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'before' } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Not confirmed yet');
      if (what === 'cancelled') await cancelByMia();
      world.clock.advance(-3 * HOUR);
      await untilLater('the card says so', onlyCardSays(says), 5_000, 12);
      expect(world.parsec.invites).toHaveLength(created);
    });

    it('is looked up if it never arrived, counted as lost after half a minute, and created once', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'before' } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Not confirmed yet');
      expect(creates()).toHaveLength(1);
      await untilLater('the card says scheduled', onlyCardSays('*Scheduled*'));
      expect(creates()).toHaveLength(2);
      expect(world.parsec.invites).toHaveLength(1);
    });

    it('is not created a second time if it arrives while it is being looked up', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 502 } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Not confirmed yet');
      const [sent] = creates();
      // Parsec was only slow: the invite appears as requested.
      const body = sent?.body as { host_peer_id: string; guest_email: string };
      world.parsec.dashboard.createInvite(body);
      await untilLater('the card says scheduled', onlyCardSays('*Scheduled*'));
      expect(creates()).toHaveLength(1);
      expect(world.parsec.invites).toHaveLength(1);
    });

    it('is found and cancelled if it was cancelled while unconfirmed, and nobody keeps access', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'after' } });
      world.parsec.trouble({ operation: 'Get Guest Access Invites', times: 3, then: { status: 500 } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Not confirmed yet');
      await cancelByMia();
      await untilLater('the card says cancelled', onlyCardSays('*Cancelled*'));
      expect(world.parsec.invites.map((invite) => invite.hidden.cancelled)).toEqual([true]);
      expect(world.parsec.credits).toBe(12);
    });

    it('is cancelled only when it can no longer arrive, if it was cancelled and never arrived', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'before' } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Not confirmed yet');
      await cancelByMia();
      await cardSaying(world, '*Cancelling…*');
      await untilLater('the card says cancelled', onlyCardSays('*Cancelled*'));
      expect(creates()).toHaveLength(1);
      expect(world.parsec.invites).toEqual([]);
    });
  });

  describe('Parsec refuses', () => {
    it('to create without credits: the card says so, and the form comes back filled in with Try again', async () => {
      world = await begin({ parsec: { credits: 0 } });
      await inviteGuest(world, world.people.mia);
      const card = await cardSaying(world, 'has no guest access credits left');
      const notice = await world.slack.until('the thread says so', () => thread(world, card)[0]);
      expect(notice.text).toContain("wasn't created");
      world.parsec.credits = 1;
      await press(world, world.people.mia, card, 'invite:again');
      const form = await topView(world, world.people.mia, 'invite_form');
      expect(form.values.email?.value).toMatchObject({ value: 'ana@example.com' });
      expect(form.values.event_name?.value).toMatchObject({ value: 'Render review' });
      expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
      await world.slack.until('the second card says scheduled', () =>
        cards(world).some((each) => words(each).includes('*Scheduled*')),
      );
      expect(world.parsec.invites).toHaveLength(1);
    });

    it('for lack of a permission: the error names the permission', async () => {
      world = await begin({ noBot: true });
      const key = world.parsec.addKey(['View Guest Access Links', 'View Team Computers']);
      Object.assign(world.config.providers.parsec ?? {}, { apiKey: key });
      await world.restart();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Create Guest Access Links');
      expect(world.parsec.invites).toEqual([]);
    });

    it("to cancel: the channel is warned of the guest's access, and retries go on until the guest is out", async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 8, then: forbidden });
      await cancelByMia();
      const card = await cardSaying(world, '*Not cancelled yet.*');
      expect(words(card)).toContain('Manage Guest Access Links');
      const notice = await world.slack.until('the thread says so', () => thread(world, card)[0]);
      expect(notice.text).toContain('This invite is *not* cancelled yet');
      expect(notice.text).toContain('Manage Guest Access Links');
      expect(notice.broadcast).toBe(true);
      expect(world.parsec.invites[0]?.hidden.cancelled).toBe(false);
      await untilLater('the card says cancelled', onlyCardSays('*Cancelled*'), 20_000);
      await world.slack.until('the thread says so', () => threadSays('cancelled this invite'));
      expect(thread(world, card).map(({ text }) => text)).toEqual([notice.text, expect.stringContaining('cancelled')]);
      expect(world.parsec.invites[0]?.hidden.cancelled).toBe(true);
    });

    it('to cancel, when the end has passed already: the end is still posted', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      moveTo(14, 59, 30);
      await cardSaying(world, '*Active*');
      world.parsec.trouble({
        operation: 'Cancel Guest Access Invite',
        then: { status: 429, headers: { 'retry-after': '60' } },
      });
      await cancelByMia();
      await cardSaying(world, 'asked Guestlist to wait');
      moveTo(15, 0, 5);
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 1_000, then: forbidden });
      await untilLater('the end is posted', () => threadSays('ended <!date'));
      await cardSaying(world, '*Ended*');
      // The invite has ended, so nobody needs to hear that the guest can still connect.
      expect(threadSays('This invite is *not* cancelled yet')).toBe(false);
    });

    it('to cancel an invite whose cancel lost its response: it shows as cancelled, and nothing else', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { cut: 'after' } });
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { status: 403, body: { message: 'no' } } });
      await cancelByMia();
      await untilLater('the card says so', onlyCardSays('*Cancelled*'));
      await world.slack.until('the thread says so', () => threadSays('cancelled this invite'));
      expect(threadSays('This invite is *not* cancelled yet')).toBe(false);
    });

    it('to cancel an invite found after a lost response: the cancel stays pending until the posted end', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'after' } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Not confirmed yet');
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 1_000, then: forbidden });
      await cancelByMia();
      await untilLater('the thread says that the guest is still in', () =>
        threadSays('This invite is *not* cancelled yet'),
      );
      moveTo(15, 0, 30);
      await cardSaying(world, '*Ended*');
      await world.slack.until('the end is posted', () => threadSays('ended <!date'));
    });
  });

  describe('while Parsec is down', () => {
    it('a new invite says so on its card, and is created when Parsec is back', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', times: 2, then: { status: 429 } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Parsec asked Guestlist to wait');
      await untilLater('the card says scheduled', onlyCardSays('*Scheduled*'), 30_000);
      expect(world.parsec.invites).toHaveLength(1);
    });

    it('a clock set back before a restart does not delay retries until that time comes again', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', then: { status: 429 } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Parsec asked Guestlist to wait');
      await world.app().stop();
      world.clock.advance(-3 * HOUR);
      await world.restart();
      await cardSaying(world, '*Scheduled*');
    });

    it('an invite whose end passes is never created, and the card says so', async () => {
      world = await begin();
      world.parsec.trouble({ operation: 'Create Guest Access Invite', times: 1_000, then: { status: 429 } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Parsec asked Guestlist to wait');
      world.clock.advance(8 * HOUR);
      await untilLater('the card says that it was not made', onlyCardSays('before the end of the invite'), 30_000);
      expect(world.parsec.invites).toEqual([]);
    });

    it('a cancelled invite shows "cancelling" until it is gone, and never "cancelled" before', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', times: 3, then: { cut: 'before' } });
      const said: string[] = [];
      const stop = world.slack.onChange(() => {
        const gone = world.parsec.invites.every((invite) => invite.hidden.cancelled);
        if (!gone && cards(world).some((card) => words(card).includes('*Cancelled*'))) said.push('too early');
      });
      await cancelByMia();
      await cardSaying(world, '*Cancelling…*');
      await untilLater('the card says cancelled', onlyCardSays('*Cancelled*'));
      stop();
      expect(said).toEqual([]);
      expect(world.parsec.mails.map((mail) => mail.about)).toEqual(['invited', 'cancelled']);
    });

    it('an invite whose end passes still ends, at most two minutes late', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      world.parsec.trouble({ operation: 'Get Guest Access Invite', times: 1_000, then: { status: 429 } });
      world.clock.advance(6 * HOUR);
      await untilLater('the card says ended', onlyCardSays('*Ended*'), 20_000);
      const card = await cardSaying(world, '*Ended*');
      await world.slack.until('the end is posted', () => thread(world, card).length === 1);
    });

    it('a cancel whose response is lost does not notify the guest twice', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      world.parsec.trouble({ operation: 'Cancel Guest Access Invite', then: { cut: 'after' } });
      await cancelByMia();
      await untilLater('the card says cancelled', onlyCardSays('*Cancelled*'));
      expect(world.parsec.mails.map((mail) => mail.about)).toEqual(['invited', 'cancelled']);
    });
  });

  describe("somebody who works in Parsec's own dashboard", () => {
    it('extends an invite: it does not end here before it ends there', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      const [invite] = world.parsec.invites;
      world.parsec.dashboard.changeInvite(invite?.id ?? '', { expires_at: '2026-11-23T17:00:00Z' });
      world.clock.advance(6 * HOUR + MINUTE);
      const card = await cardSaying(world, 'Mon 23 Nov 2026, 18:00');
      expect(words(card)).toContain('*Active*');
      world.clock.advance(2 * HOUR);
      await cardSaying(world, '*Ended*');
    });

    it('cancels an invite: the end notice says cancelled, not ended', async () => {
      world = await begin({ parsec: { cancelledVanish: true } });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      world.parsec.dashboard.cancelInvite(world.parsec.invites[0]?.id ?? '');
      await cancelByMia();
      await cardSaying(world, '*Cancelled*');
    });
  });
});
