import { afterEach, describe, expect, it } from 'vitest';
import { cardSaying, cards, inviteGuest, press, thread, topView, whisper, words } from '../support/gestures.ts';
import { startWorld, transports, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const HOUR = 3_600_000;

for (const transport of transports) {
  describe(`an invite over ${transport}`, () => {
    it('goes from the command to the card, with one invite at Parsec and its email', async () => {
      world = await startWorld({ transport });
      await inviteGuest(world, world.people.mia);
      const card = await cardSaying(world, 'Scheduled');
      expect(world.parsec.invites).toHaveLength(1);
      expect(world.parsec.invites[0]).toMatchObject({
        guest_email: 'ana@example.com',
        host_peer_id: world.parsec.machines[0]?.peer_id,
        event_name: 'Render review',
        time_zone: 'Europe/Paris',
        starts_at: '2026-11-23T13:00:00Z',
        expires_at: '2026-11-23T15:00:00Z',
        keyboard: true,
        mouse: true,
        gamepad: false,
      });
      expect(world.parsec.mails).toEqual([
        { to: 'ana@example.com', about: 'invited', inviteId: world.parsec.invites[0]?.id },
      ]);
      expect(world.parsec.credits).toBe(11);
      expect(words(card)).toContain('Edit 1');
      expect(card.edits).toBeGreaterThan(0);
    });

    it('starts and ends, and the channel is notified once', async () => {
      world = await startWorld({ transport });
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, 'Scheduled');
      world.clock.advance(4 * HOUR + 1000);
      await cardSaying(world, '*Active*');
      world.clock.advance(2 * HOUR);
      const card = await cardSaying(world, '*Ended*');
      const notice = await world.slack.until('the end is posted', () => thread(world, card)[0]);
      expect(notice.text).toContain('ended <!date');
      expect(notice.broadcast).toBe(true);
      expect(thread(world, card)).toHaveLength(1);
      expect(words(card)).not.toContain('invite:cancel');
    });

    it('is cancelled from the card, and the guest is disconnected', async () => {
      world = await startWorld({ transport });
      await inviteGuest(world, world.people.mia, {
        email: 'ana@example.com',
        host: 'Edit 1',
        event: 'Now',
        start: 'now',
        end: '2h',
      });
      await cardSaying(world, 'Scheduled');
      world.clock.advance(5 * 60_000);
      const card = await cardSaying(world, '*Active*');
      const [invite] = world.parsec.invites;
      if (invite === undefined) throw new Error('no invite');
      world.parsec.guestConnects(invite.id);
      expect(await press(world, world.people.mia, card, 'invite:cancel')).toBe('ok');
      const form = await topView(world, world.people.mia, 'cancel_form');
      expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
      await cardSaying(world, '*Cancelled*');
      expect(invite.hidden).toMatchObject({ connected: false, cancelled: true });
      expect(cards(world)).toHaveLength(1);
    });

    it('is kicked, with “Kick and cancel” offered first and a notice that the guest can connect again', async () => {
      world = await startWorld({ transport });
      await inviteGuest(world, world.people.mia, {
        email: 'ana@example.com',
        host: 'Edit 1',
        event: 'Now',
        start: 'now',
        end: '90m',
      });
      await cardSaying(world, 'Scheduled');
      world.clock.advance(5 * 60_000);
      const card = await cardSaying(world, '*Active*');
      const [invite] = world.parsec.invites;
      if (invite === undefined) throw new Error('no invite');
      world.parsec.guestConnects(invite.id);
      await press(world, world.people.mia, card, 'invite:kick');
      const form = await topView(world, world.people.mia, 'kick_form');
      expect(JSON.stringify(form.view)).toContain('can reconnect');
      const choices = (form.view.blocks as { element?: { options?: { value: string }[] } }[]).flatMap(
        (block) => block.element?.options ?? [],
      );
      expect(choices[0]?.value).toBe('cancel');
      await world.slack.as(world.people.mia).fill(form.id, { blockId: 'kick_choice' }, 'kick');
      expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('closed');
      const notice = await world.slack.until('the kick is posted', () => thread(world, card)[0]);
      expect(notice.text).toContain('can connect again');
      expect(invite.hidden).toMatchObject({ connected: false, cancelled: false });
    });

    it('is changed only by the inviter and by admins', async () => {
      world = await startWorld({ transport });
      await inviteGuest(world, world.people.mia);
      const card = await cardSaying(world, 'Scheduled');
      await press(world, world.people.ben, card, 'invite:cancel');
      await whisper(world, world.people.ben, 'Only the inviter, coordinators and admins');
      expect(world.slack.as(world.people.ben).views()).toEqual([]);
      await press(world, world.people.ada, card, 'invite:cancel');
      const form = await topView(world, world.people.ada, 'cancel_form');
      await world.slack.as(world.people.ada).submit(form.id);
      await cardSaying(world, '*Cancelled*');
    });
  });
}
