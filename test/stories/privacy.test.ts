import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { anInvite } from '../support/an-invite.ts';
import { pressForged } from '../support/forged.ts';
import {
  anEvening,
  blockText,
  cards,
  fillInviteForm,
  guest,
  invited,
  offers,
  openInviteForm,
  passing,
  press,
  referenceOf,
  submitAnyway,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { leaks } from '../support/leaks.ts';
import { viewCopy } from '../support/member-gestures.ts';
import { withStore } from '../support/team-gestures.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Mia's invite in a channel Ben cannot see; none of this may reach him. */
const secret = {
  email: 'vera@nightjar.example',
  event: 'Nightjar premiere',
  message: 'Bring the red folder',
  start: ['2026-11-23', '14:00'],
  end: ['2026-11-23', '16:00'],
} as const;

let world: World;
let mia: string;
let ben: string;
let ada: string;
let cara: string;
/** The beginning of the guest's own link. */
let link: string;
let begin: (options?: WorldOptions) => Promise<void>;
afterEach(() => world.stop());

/** The texts that are hidden from a person who does not see this invite; Mia's own zone is one of them. */
const secretsOf = (card: Message) => [
  secret.email,
  secret.event,
  secret.message,
  link,
  `<@${mia}>`,
  referenceOf(card).slice('inv_'.length),
  'in Paris',
  'Europe/Paris',
];

const privateChannel = (members: readonly string[], options: { bot?: boolean } = {}) =>
  world.slack.addChannel({ name: 'nightjar', kind: 'private', members, ...options }).id;

/** The response to a person: the newest whisper that contains `sign`, in full. */
async function answered(person: string, command: string, sign: string): Promise<string> {
  await guest(world, person, command);
  return words(await whisper(world, person, sign));
}

/** The form that invites a guest to Edit 1 from 14:00 to 16:00 in Paris. */
async function clashingForm(person: string): Promise<OpenView> {
  const view = await openInviteForm(world, person);
  const { email: _, event: __, ...evening } = anEvening;
  await fillInviteForm(world, person, view, { ...evening, zone: 'Paris' });
  return view;
}

const clashOf = (view: OpenView, sign: string) =>
  world.slack.until(
    `the clash says “${sign}”`,
    () => blockText(view, 'clash').includes(sign) && blockText(view, 'clash'),
  );

describe.each(overHttp)('over %s', (transport) => {
  beforeEach(() => {
    begin = async (options = {}) => {
      world = await startWorld({ transport, rateLimits: false, parsec: { linkKey: 'join_url' }, ...options });
      ({ mia, ben, ada } = world.people);
      link = `${world.parsec.url}/g/`;
      cara = world.slack.addPerson({ name: 'cara', realName: 'Cara', tz: 'Europe/Berlin' }).id;
      world.slack.channels.find(({ id }) => id === world.channel)?.members.push(cara);
    };
  });

  describe('an invite in a private channel', () => {
    let card: Message;
    let reference: string;
    beforeEach(async () => {
      await begin();
      card = await invited(world, mia, { ...secret, channel: privateChannel([mia, cara]) });
      reference = referenceOf(card);
    });
    const benSawNothing = () => expect(leaks(world, ben, secretsOf(card))).toEqual([]);

    it("is in everybody's lists: in full for inviter, channel and admins, as another booking for others", async () => {
      for (const person of [mia, cara, ada]) {
        const list = await answered(person, 'list upcoming', 'Upcoming invites');
        expect(list).toContain(secret.email);
        expect(list).not.toContain('Another booking');
      }
      for (const filter of ['upcoming', 'all']) {
        const list = await answered(ben, `list ${filter}`, '1 to 1 of 1');
        expect(list).toContain('*Another booking*');
        expect(list).toContain('Edit 1');
        expect(list).toContain('Mon 23 Nov 2026, 08:00 in New York');
        expect(list).not.toContain('invite:show');
      }
      await answered(ben, 'list mine', 'You have no active or upcoming invites');
      await answered(ben, 'list active', 'Nobody has guest access right now');
      world.clock.advance(6 * HOUR);
      expect(await answered(ben, 'list active', '1 to 1 of 1')).toContain('*Another booking*');
      benSawNothing();
    });

    it("leaves other people's lists when it has ended and no longer holds a computer", async () => {
      world.clock.advance(8 * HOUR);
      await world.slack.until('it has ended', () => words(card).includes('*Ended*'));
      await answered(ben, 'list all', 'No invites yet');
      expect(await answered(cara, 'list all', '1 to 1 of 1')).toContain(secret.email);
      benSawNothing();
    });

    it('is paged through like the others, and counted with them', async () => {
      await withStore(world, async (store) => {
        for (let n = 1; n <= 9; n++) {
          const about = { id: `inv_${n}`, requestKey: `V${n}`, inviterId: mia, channelId: world.channel };
          const hours = { startsAt: world.clock.now() + n * HOUR, endsAt: world.clock.now() + (n + 1) * HOUR };
          await store.insertInvite(
            anInvite({ ...about, ...hours, workspaceId: world.slack.teamId, state: 'granted', timeZone: 'UTC' }),
          );
        }
      });
      await guest(world, ben, 'list upcoming');
      const list = await whisper(world, ben, '1 to 8 of 10');
      expect(words(list)).toContain('*Another booking*');
      await press(world, ben, list, 'list:page:next');
      await whisper(world, ben, '9 to 10 of 10');
      await press(world, ben, await whisper(world, ben, '9 to 10 of 10'), 'list:page:previous');
      expect(words(await whisper(world, ben, '1 to 8 of 10'))).toContain('*Another booking*');
      const hidden = secretsOf(card).filter((text) => text !== `<@${mia}>`);
      expect(leaks(world, ben, hidden)).toEqual([]);
    });

    it("is not found by anybody else's search, whatever they search for", async () => {
      const texts = [secret.email, 'vera', secret.event, 'Edit 1', reference.slice(4, 10), '@'];
      for (const text of texts) {
        await guest(world, ben, `show ${text}`);
        await whisper(world, ben, "Guestlist can't find this invite");
        for (const name of ['update', 'extend', 'cancel', 'kick']) {
          await answered(ben, `${name} ${text}`, `No invite you can ${name} matches`);
        }
      }
      for (const name of ['update', 'extend', 'cancel', 'kick']) {
        await guest(world, ben, name);
        const view = await topView(world, ben, 'pick_invite');
        for (const text of ['', ...texts]) {
          expect(await offers(world, ben, view, { blockId: 'invite', actionId: 'invite_search' }, text)).toEqual([]);
        }
        await world.slack.as(ben).close(view.id);
      }
      // Only Ben's own text is repeated.
      const typed = new Set(texts);
      expect(
        leaks(
          world,
          ben,
          secretsOf(card).filter((text) => !typed.has(text)),
        ),
      ).toEqual([]);
      for (const person of [cara, ada]) {
        const shown = await answered(person, `show ${secret.email}`, '*History*');
        expect(shown).toContain(secret.event);
      }
    });

    it('shows others who name its id that its computer is taken, and no history', async () => {
      for (const name of [reference, reference.slice('inv_'.length)]) {
        const shown = await answered(ben, `show ${name}`, 'Another booking');
        expect(shown).toContain('Edit 1 has another booking from');
        expect(shown).not.toContain('*History*');
      }
      benSawNothing();
      expect(await answered(cara, `show ${reference}`, '*History*')).not.toContain(link);
      for (const person of [mia, ada]) expect(await answered(person, `show ${reference}`, '*History*')).toContain(link);
    });

    it('reveals nothing through forged buttons', async () => {
      let refusals = 0;
      await pressForged(world, ben, 'invite:show', reference);
      await whisper(world, ben, 'Another booking');
      for (const name of ['invite:update', 'invite:extend', 'invite:kick', 'invite:cancel', 'invite_extend_by:30']) {
        await pressForged(world, ben, name, reference);
        const refusalsShown = () => whispers(world, ben).filter((each) => words(each).includes('Only the inviter'));
        await world.slack.until('he is refused', () => refusalsShown().length > refusals);
        refusals = refusalsShown().length;
      }
      expect(world.slack.as(ben).views()).toEqual([]);
      await pressForged(world, ben, 'invite:again', reference);
      const view = await topView(world, ben, 'say');
      expect(viewCopy(view)).toContain('Only the inviter, admins and people in its channel can see this invite.');
      benSawNothing();
      await pressForged(world, cara, 'invite:again', reference);
      const again = await topView(world, cara, 'invite_form');
      expect(again.values.email?.value).toMatchObject({ value: secret.email });
    });

    it('is another booking in the form of a person who picks the same computer', async () => {
      const view = await clashingForm(ben);
      const clash = await clashOf(view, 'Edit 1 has another booking from Mon 23 Nov, 14:00 to 16:00.');
      expect(clash).not.toContain('Also on this computer');
      const hidden = secretsOf(card).filter((text) => !text.includes('Paris'));
      expect(leaks(world, ben, hidden)).toEqual([]);
      for (const person of [mia, cara, ada]) {
        expect(await clashOf(await clashingForm(person), secret.email)).toContain(secret.event);
      }
    });

    it('is another booking in the form that changes an invite on the same computer', async () => {
      const own = await invited(world, ben, { email: 'bo@example.com', event: 'Of Ben', zone: 'Paris' });
      await press(world, ben, own, 'invite:update');
      const view = await topView(world, ben, 'update_form');
      expect(await clashOf(view, 'Edit 1 has another booking')).not.toContain('vera');
      await world.slack.as(ben).fill(view.id, { blockId: 'end_time' }, '15:30');
      await clashOf(view, 'Edit 1 has another booking');
      const hidden = [secret.email, secret.event, secret.message, reference];
      expect(leaks(world, ben, hidden)).toEqual([]);
    });

    it('is not revealed to a person who makes its exact twin', async () => {
      const typed = { ...anEvening, ...secret, zone: 'Paris' };
      const { message: _, ...twin } = typed;
      const view = await openInviteForm(world, ben);
      await fillInviteForm(world, ben, view, twin);
      expect(await submitAnyway(world, ben, view)).toBe('errors');
      expect(view.errors).toEqual({ event_name: 'Use another event name for this computer and these times.' });
      expect(leaks(world, ben, [reference.slice(4), secret.message, `<@${mia}>`, 'already has'])).toEqual([]);
      expect(world.parsec.invites).toHaveLength(1);
      await world.slack.as(ben).fill(view.id, { blockId: 'event_name' }, 'Another evening');
      expect(await world.slack.as(ben).submit(view.id)).toBe('closed');
      for (const person of [mia, ada]) {
        const known = await openInviteForm(world, person);
        await fillInviteForm(world, person, known, twin);
        expect(await submitAnyway(world, person, known)).toBe('errors');
        expect(known.errors.email).toContain(`already has this invite (${reference})`);
      }
    });

    it('is not revealed by computers, credits, help or any other list', async () => {
      await answered(ben, 'hosts', 'Computers open to guests');
      await answered(ben, 'credits', 'guest access credits');
      await answered(ben, 'help', 'What /guest can do');
      await world.slack.as(ben).command(world.channel, '/member pending');
      await topView(world, ben, 'member_pending');
      await world.slack.as(ben).command(world.channel, '/team');
      await whisper(world, ben, 'Only workspace admins and Guestlist admins');
      benSawNothing();
    });

    it('is hidden from a person who was removed from its channel, a minute later', async () => {
      expect(await answered(cara, 'list upcoming', '1 to 1 of 1')).toContain(secret.email);
      const channel = world.slack.channels.find(({ id }) => id === card.channel);
      channel?.members.splice(channel.members.indexOf(cara), 1);
      world.clock.advance(MINUTE + 1_000);
      const before = leaks(world, cara, [secret.event]);
      expect(before).not.toEqual([]);
      expect(await answered(cara, 'list all', 'All invites')).toContain('Another booking');
      await answered(cara, `show ${secret.email}`, "Guestlist can't find this invite");
      expect(leaks(world, cara, [secret.event])).toHaveLength(before.length);
    });

    it('is shown to a person who joined its channel, within a minute', async () => {
      expect(await answered(ben, 'list upcoming', '1 to 1 of 1')).toContain('Another booking');
      world.slack.channels.find(({ id }) => id === card.channel)?.members.push(ben);
      world.clock.advance(MINUTE + 1_000);
      expect(await answered(ben, 'list all', 'All invites')).toContain(secret.email);
      await answered(ben, `show ${secret.email}`, '*History*');
    });

    it('is hidden from its channel too while Slack does not say who is in it', async () => {
      for (const method of [
        'users.conversations',
        'conversations.info',
        'conversations.members',
        'conversations.open',
      ]) {
        world.slack.trouble({ method, times: 1_000, then: { status: 503 } });
      }
      expect(await answered(cara, 'list upcoming', '1 to 1 of 1')).toContain('Another booking');
      await answered(cara, `show ${secret.email}`, "Guestlist can't find this invite");
      expect(
        leaks(world, cara, [secret.event, secret.message, `<@${mia}>`]).filter(
          (each) => !each.includes(' as a message'),
        ),
      ).toEqual([]);
      for (const person of [mia, ada]) {
        expect(await answered(person, 'list upcoming', 'Upcoming invites')).toContain(secret.email);
      }
      world.slack.clearTrouble();
      expect(await answered(cara, 'list all', 'All invites')).toContain(secret.email);
    });

    it('is hidden from an admin whose role Slack cannot confirm now', async () => {
      await answered(ada, 'list upcoming', 'Upcoming invites');
      world.clock.advance(2 * MINUTE);
      world.slack.trouble({ method: 'users.info', times: 1_000, then: { status: 503 } });
      expect(await answered(ada, 'list all', 'All invites')).toContain('Another booking');
    });
  });

  it('every member of the workspace sees an invite in an ordinary public channel', async () => {
    await begin();
    const channel = world.slack.addChannel({ name: 'screenings', members: [mia] }).id;
    await invited(world, mia, { ...secret, channel });
    for (const person of [ben, cara, ada]) {
      expect(await answered(person, 'list upcoming', '1 to 1 of 1')).toContain(secret.email);
      await answered(person, `show ${secret.email}`, '*History*');
    }
  });

  it('the members of a channel shared with another company see an invite there', async () => {
    await begin();
    const channel = world.slack.addChannel({ name: 'with-client', members: [mia, cara], shared: true }).id;
    const form = await openInviteForm(world, mia, '', channel);
    await world.slack.until('it says so', () => blockText(form, 'channel_line').includes('shared with people outside'));
    await fillInviteForm(world, mia, form, { ...anEvening, ...secret });
    expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
    const isScheduled = (one: Message) => words(one).includes('*Scheduled*');
    const card = await world.slack.until('the card says scheduled', () => cards(world, channel).find(isScheduled));
    expect(await answered(ben, 'list upcoming', '1 to 1 of 1')).toContain('Another booking');
    await answered(ben, `show ${secret.email}`, "Guestlist can't find this invite");
    await clashOf(await clashingForm(ben), 'Edit 1 has another booking');
    // Slack shows the card in a public channel to everybody who opens it there; the rest is what Guestlist says.
    const said = leaks(world, ben, [secret.event, secret.message, link]).filter((each) => !each.includes(card.text));
    expect(said).toEqual([]);
    for (const person of [cara, ada]) {
      expect(await answered(person, 'list upcoming', '1 to 1 of 1')).toContain(secret.email);
    }
  });

  it('the inviter and admins see an invite in a direct message', async () => {
    await begin();
    await world.slack.as(mia).openHome();
    const direct = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(mia));
    const card = await invited(world, mia, { ...secret, channel: direct?.id ?? '' });
    for (const person of [ben, cara]) {
      expect(await answered(person, 'list upcoming', '1 to 1 of 1')).toContain('Another booking');
      await answered(person, `show ${referenceOf(card)}`, 'has another booking');
      expect(leaks(world, person, secretsOf(card))).toEqual([]);
    }
    for (const person of [mia, ada]) await answered(person, `show ${secret.email}`, '*History*');
  });

  it('the channel no longer sees an invite whose card moved to a direct message', async () => {
    await begin();
    const channel = privateChannel([mia, cara]);
    const card = await invited(world, mia, { ...secret, channel });
    await answered(cara, `show ${secret.email}`, '*History*');
    Object.assign(world.slack.channels.find(({ id }) => id === channel) ?? {}, { archived: true });
    world.clock.advance(5 * HOUR);
    await passing(world, 'the card stands elsewhere', () =>
      world.slack.messages.some(
        (message) =>
          message.channel !== channel && message.ephemeralFor === undefined && words(message).includes(secret.event),
      ),
    );
    Object.assign(world.slack.channels.find(({ id }) => id === channel) ?? {}, { archived: false });
    expect(await answered(cara, 'list active', '1 to 1 of 1')).toContain('Another booking');
    await answered(cara, `show ${referenceOf(card)}`, 'Edit 1 has another booking');
    for (const person of [mia, ada])
      expect(await answered(person, 'list active', '1 to 1 of 1')).toContain(secret.email);
  });

  it("admins see an invite made in Parsec's own dashboard", async () => {
    await begin();
    world.parsec.dashboard.createInvite({
      host_peer_id: world.parsec.machines[0]?.peer_id ?? '',
      guest_email: secret.email,
      event_name: secret.event,
      starts_at: '2026-11-23T13:00:00Z',
      expires_at: '2026-11-23T15:00:00Z',
    });
    world.clock.advance(6 * MINUTE);
    await passing(world, 'it is found', () => world.logLines.some((line) => line.includes('"why":"reconciled"')));
    expect(await answered(ada, 'list upcoming', '1 to 1 of 1')).toContain(secret.email);
    for (const person of [mia, ben]) {
      expect(await answered(person, 'list upcoming', '1 to 1 of 1')).toContain('Another booking');
      await answered(person, `show ${secret.email}`, "Guestlist can't find this invite");
      await clashOf(await clashingForm(person), 'Edit 1 has another booking');
      expect(leaks(world, person, [secret.event])).toEqual([]);
    }
  });
});
