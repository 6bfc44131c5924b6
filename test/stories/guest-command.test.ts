import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  cards,
  choose,
  fillInviteForm,
  inputId,
  inviteGuest,
  openInviteForm,
  press,
  submitAnyway,
  thread,
  topView,
  whisper,
  whispers,
  words,
} from '../support/gestures.ts';
import { openSeveralForm } from '../support/group-gestures.ts';
import { overSocket, startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

const say = (person: string, text: string) => world.slack.as(person).command(world.channel, `/guest ${text}`.trim());
const HOUR = 3_600_000;

describe.each(overSocket)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ ...options, transport });
  });

  describe('private answers', () => {
    it('show the help for an empty command, and a way out for an unknown one', async () => {
      world = await begin();
      const { mia } = world.people;
      await say(mia, '');
      await whisper(world, mia, 'What /guest can do');
      await say(mia, 'frobnicate <b>');
      await whisper(world, mia, "“/guest frobnicate” isn't a command");
      expect(whispers(world, world.people.ben)).toEqual([]);
    });

    it('report no error when the response to opening a form is lost, and the form is still filled in', async () => {
      world = await begin();
      const { mia } = world.people;
      world.slack.trouble({ method: 'views.open', then: { cutAfter: true } });
      await say(mia, 'invite ana@example.com Edit 1');
      const view = await topView(world, mia, 'invite_form');
      await world.slack.until('the computer is filled in', () => JSON.stringify(view.view.blocks).includes('"Edit 1"'));
      expect(whispers(world, mia)).toEqual([]);
      expect(world.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    });

    it('show hosts, credits, lists and one invite', async () => {
      world = await begin({ parsec: { linkKey: 'join_url' } });
      const { mia, ben } = world.people;
      await say(mia, 'hosts');
      const hosts = words(await whisper(world, mia, 'Edit 1'));
      expect(hosts).toContain('offline');
      expect(hosts).not.toContain('Vault');
      await say(mia, 'credits');
      await whisper(world, mia, '12 guest access credits');
      await say(mia, 'list');
      await whisper(world, mia, 'You have no active or upcoming invites');
      await say(mia, 'list sideways');
      await whisper(world, mia, "isn't a list");
      await inviteGuest(world, mia);
      await cardSaying(world, '*Scheduled*');
      await say(mia, 'show ana@example.com');
      expect(words(await whisper(world, mia, '*History*'))).toContain(`${world.parsec.url}/g/`);
      await say(ben, 'show ana@example.com');
      expect(words(await whisper(world, ben, '*History*'))).not.toContain(`${world.parsec.url}/g/`);
      await say(ben, 'show inv_nothing');
      await whisper(world, ben, "Guestlist can't find this invite");
    });

    it('show a long list by pages, each in place of the one before', async () => {
      world = await begin({ rateLimits: false });
      const { mia } = world.people;
      for (let n = 1; n <= 10; n++) await inviteGuest(world, mia, { ...anEvening, event: `Event ${n}` });
      await say(mia, 'list upcoming');
      const first = await whisper(world, mia, '1 to 8 of 10');
      const before = whispers(world, mia).length;
      await press(world, mia, first, 'list:page:next');
      await whisper(world, mia, '9 to 10 of 10');
      expect(whispers(world, mia)).toHaveLength(before);
    });
  });

  describe('people without access', () => {
    it.each([
      ['guest', "Guest accounts can't use Guestlist"],
      ['external', 'Only members of this workspace'],
    ] as const)('see the reason, and get no form: %s', async (who, why) => {
      world = await begin();
      await say(world.people[who], 'invite');
      await whisper(world, world.people[who], why);
      await world.slack.as(world.people[who]).shortcut('invite_guest');
      expect(world.slack.as(world.people[who]).views()).toEqual([]);
    });
  });

  describe('the form', () => {
    const hostFound = (view: OpenView) =>
      world.slack.until(
        'the computer is found',
        () => view.values[inputId(view, 'host')]?.host_search?.selected_option,
      );

    it('is filled in from the typed line', async () => {
      world = await begin();
      const view = await openInviteForm(world, world.people.mia, 'ana@example.com on Edit 1 tomorrow 14:00-16:00');
      await hostFound(view);
      expect(view.values.email?.value).toMatchObject({ value: 'ana@example.com' });
      expect(view.values.start_date?.value).toMatchObject({ selected_date: '2026-11-24' });
      expect(view.values.end_time?.value).toMatchObject({ selected_time: '16:00' });
      expect(blockText(view, 'times')).toContain('2 hours: Tue 24 Nov, 14:00 to 16:00 in Paris.');
    });

    it('accepts a computer name that is typed a little differently', async () => {
      world = await begin();
      const view = await openInviteForm(world, world.people.mia, 'ana@example.com edit-1');
      await hostFound(view);
      expect(JSON.stringify(view.values[inputId(view, 'host')])).toContain('"Edit 1"');
      expect(blockText(view, 'host_line')).toBe('');
    });

    it('says why the named computer is not selected, until one is chosen', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openInviteForm(world, mia, 'ana@example.com Edit-99 tomorrow 14:00-16:00');
      const unknown = 'No computer open to guests is called “Edit-99”';
      await world.slack.until('it is said', () => blockText(view, 'host_line').includes(unknown));
      await fillInviteForm(world, mia, view, { end: ['2026-11-20', '14:00'] });
      await world.slack.until('another line', () => blockText(view, 'times').includes('Enter an end after'));
      expect(blockText(view, 'host_line')).toContain(unknown);
      await choose(world, mia, view, 'host', 'Edit 1');
      await world.slack.until('nothing is said any more', () => blockText(view, 'host_line') === '');
    });

    it('opens the form for several guests when more than one is named, the computer being for the first', async () => {
      world = await begin();
      const view = await openSeveralForm(
        world,
        world.people.mia,
        'invite ana@example.com and tom@example.com Edit 2 tomorrow 14-16',
      );
      const shown = JSON.stringify(view.view);
      expect(shown).toContain('1. ana@example.com on *Edit 2*\\n2. tom@example.com on *Edit 1* _(free then)_');
      for (const part of ['2026-11-24', '14:00', '16:00']) expect(shown).toContain(`"${part}"`);
    });

    it('says when several computers match, and when Parsec does not answer', async () => {
      world = await begin();
      const { mia, ben } = world.people;
      const several = await openInviteForm(world, mia, 'Edit');
      await world.slack.until('it is said', () => blockText(several, 'host_line').includes('More than one computer'));
      await world.slack.as(mia).close(several.id);
      // Long enough for the cached computers of Parsec to expire.
      world.clock.advance(2 * HOUR);
      world.parsec.trouble({ operation: 'Get Team Machines', times: 10, then: { status: 503 } });
      const away = await openInviteForm(world, ben, 'Edit 1');
      await world.slack.until('it is said', () => blockText(away, 'host_line').includes("couldn't look up “Edit 1”"));
    });

    it('shows the times in the other time zone, and updates them as they change', async () => {
      world = await begin();
      const { ben } = world.people;
      const view = await openInviteForm(world, ben);
      await fillInviteForm(world, ben, view, {
        zone: 'Paris',
        start: ['2026-11-24', '14:00'],
        end: ['2026-11-24', '16:00'],
      });
      await world.slack.until('both zones', () => blockText(view, 'times').includes('For you (New York)'));
      await world.slack.as(ben).fill(view.id, { blockId: 'end_date' }, '2026-11-20');
      await world.slack.until('the fault', () => blockText(view, 'times').includes('Enter an end after the start'));
    });

    it('shows the cost, and that a team member is free', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openInviteForm(world, mia);
      await world.slack.until('the credits', () => blockText(view, 'cost').includes('1 of 12 credits'));
      await world.slack.as(mia).close(view.id);
      const again = await openInviteForm(world, mia, 'tom@studio.example');
      await world.slack.until('a member', () => blockText(again, 'cost').includes('Free for a team member'));
    });

    it('offers known hosts while Parsec is down, and says that the cost is unknown', async () => {
      world = await begin();
      const { mia } = world.people;
      const before = await openInviteForm(world, mia);
      await choose(world, mia, before, 'host', 'Edit');
      await world.slack.as(mia).close(before.id);
      world.parsec.trouble({ operation: '*', times: 100, then: { hang: 'before' } });
      const view = await openInviteForm(world, mia);
      await choose(world, mia, view, 'host', 'Edit 1');
      await world.slack.until('the cost', () => blockText(view, 'cost').includes("couldn't check how many are left"));
    });

    it('checks the boxes of a preset', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openInviteForm(world, mia);
      await world.slack.as(mia).act({ viewId: view.id }, { actionId: 'preset:view' });
      const ticked = () => (view.values[inputId(view, 'permissions')]?.value?.selected_options ?? []) as unknown[];
      await world.slack.until(
        'nothing is ticked',
        () => inputId(view, 'permissions') === 'permissions:1' && ticked().length === 0,
      );
      await world.slack.as(mia).act({ viewId: view.id }, { actionId: 'preset:full' });
      await world.slack.until('all are ticked', () => ticked().length === 3);
    });

    it('names another invite on the same computer, and refuses an exact duplicate', async () => {
      world = await begin();
      const { mia } = world.people;
      await inviteGuest(world, mia);
      const view = await openInviteForm(world, mia);
      await fillInviteForm(world, mia, view, anEvening);
      await world.slack.until('the clash', () => blockText(view, 'clash').includes('Render review'));
      expect(await submitAnyway(world, mia, view)).toBe('errors');
      expect(view.errors.email).toContain('already has this invite');
      expect(world.parsec.invites).toHaveLength(1);
    });

    it('shows every error at its field, and keeps what was typed', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openInviteForm(world, mia);
      await fillInviteForm(world, mia, view, {
        email: 'ana@',
        host: 'Edit 1',
        event: 'Review',
        start: ['2026-11-20', '10:00'],
        end: ['2026-11-19', '10:00'],
        message: 'Hello',
      });
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(Object.keys(view.errors).toSorted()).toEqual(['email', 'end_time', 'start_time']);
      expect(view.values.email?.value).toMatchObject({ value: 'ana@' });
      expect(view.values.message?.value).toMatchObject({ value: 'Hello' });
      expect(view.values.event_name?.value).toMatchObject({ value: 'Review' });
    });

    it('asks which of two equal times is meant and takes the answer, and names the gap of a spring night', async () => {
      world = await begin({ startAt: Date.UTC(2026, 9, 24, 9) });
      const { mia } = world.people;
      const view = await openInviteForm(world, mia);
      await fillInviteForm(world, mia, view, {
        email: 'ana@example.com',
        host: 'Edit 1',
        event: 'Night',
        start: ['2026-10-25', '02:30'],
        end: ['2026-10-25', '05:00'],
      });
      await world.slack.until('the question', () => JSON.stringify(view.view).includes('start_fold'));
      await world.slack.as(mia).fill(view.id, { blockId: 'start_fold' }, 'later');
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await cardSaying(world, '*Scheduled*');
      expect(world.parsec.invites[0]).toMatchObject({
        starts_at: '2026-10-25T01:30:00Z',
        expires_at: '2026-10-25T04:00:00Z',
      });
      world.clock.advance(Date.UTC(2027, 2, 27) - world.clock.now());
      const spring = await openInviteForm(world, mia);
      await fillInviteForm(world, mia, spring, {
        email: 'ana@example.com',
        host: 'Edit 1',
        event: 'Spring',
        start: ['2027-03-28', '02:30'],
        end: ['2027-03-28', '05:00'],
      });
      expect(await world.slack.as(mia).submit(spring.id)).toBe('errors');
      expect(spring.errors.start_time).toContain('before 02:00 or from 03:00 on');
    });

    it('does not email the guest when the email box is unchecked', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia, { ...anEvening, mail: false });
      await cardSaying(world, '*Scheduled*');
      await cardSaying(world, "Parsec doesn't email the guest");
      expect(world.parsec.mails).toEqual([]);
      const sent = world.parsec.requests.find((request) => request.operation === 'Create Guest Access Invite');
      expect(sent?.body).toMatchObject({ send_email: false });
    });

    it('opens from the shortcuts too, with the email address in a message', async () => {
      world = await begin();
      const { mia } = world.people;
      await world.slack.as(mia).shortcut('invite_guest');
      const empty = await topView(world, mia, 'invite_form');
      expect(empty.values.email?.value).toMatchObject({ value: null });
      const message = world.slack
        .as(world.people.ben)
        .say(world.channel, 'please let <mailto:eva@x.io|eva@x.io> in, tom@x.io later');
      await world.slack.as(mia).messageShortcut('invite_this_guest', { channel: world.channel, ts: message.ts });
      await world.slack.until('her address', () => {
        const top = world.slack.as(mia).views().at(-1);
        return top?.values.email?.value?.value === 'eva@x.io' && blockText(top, 'others_line').includes('tom@x.io');
      });
    });
  });

  describe('a change', () => {
    const opened = async (button: string, form: string) => {
      const [card] = cards(world);
      if (card === undefined) throw new Error('no card');
      await press(world, world.people.mia, card, button);
      return topView(world, world.people.mia, form);
    };
    const updates = () =>
      world.parsec.requests
        .filter((request) => request.operation === 'Update Guest Access Invite')
        .map((request) => request.body);

    it('to an active invite sends what changed and never the start, and the thread says so', async () => {
      world = await begin();
      const { mia } = world.people;
      await inviteGuest(world, mia, { ...anEvening, start: 'now', end: '2h' });
      await cardSaying(world, '*Scheduled*');
      world.clock.advance(10 * 60_000);
      await cardSaying(world, '*Active*');
      const form = await opened('invite:extend', 'extend_form');
      expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
      const card = await world.slack.until('Parsec has it', () => updates().length === 1 && cards(world)[0]);
      expect(updates()).toEqual([{ expires_at: expect.stringMatching(/^2026-11-23T11:30:3\dZ$/), send_email: true }]);
      const notice = await world.slack.until('the thread says so', () => thread(world, card)[0]);
      expect(notice.text).toContain('changed this invite:');
      expect(world.parsec.invites).toHaveLength(1);
    });

    it('to every field at once is sent in one request', async () => {
      world = await begin();
      const { mia } = world.people;
      await inviteGuest(world, mia);
      await cardSaying(world, '*Scheduled*');
      const form = await opened('invite:update', 'update_form');
      const user = world.slack.as(mia);
      await choose(world, mia, form, 'host', 'Edit 2');
      await user.fill(form.id, { blockId: inputId(form, 'permissions') }, ['gamepad']);
      await user.fill(form.id, { blockId: 'end_time' }, '18:00');
      expect(await user.submit(form.id)).toBe('closed');
      await world.slack.until('Parsec has it', () => updates().length === 1);
      expect(updates()).toEqual([
        {
          host_peer_id: world.parsec.machines[1]?.peer_id,
          keyboard: false,
          mouse: false,
          gamepad: true,
          expires_at: '2026-11-23T17:00:00Z',
          send_email: true,
        },
      ]);
    });

    it('beyond the policy limit is clipped to it, and the form says so', async () => {
      world = await begin({ policy: { invites: { ...defaultPolicy.invites, maxWindowMs: 3 * HOUR } } });
      const { mia } = world.people;
      await inviteGuest(world, mia);
      await cardSaying(world, '*Scheduled*');
      const form = await opened('invite:extend', 'extend_form');
      await world.slack.as(mia).fill(form.id, { blockId: 'extension' }, '120');
      await world.slack.until('the form says so', () =>
        blockText(form, 'times').includes('The end is set to the latest time allowed'),
      );
      expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
      await world.slack.until('Parsec has it', () => updates().length === 1);
      expect(updates()).toEqual([{ expires_at: '2026-11-23T16:00:00Z', send_email: true }]);
    });

    it('to an invite longer than the policy allows by now can keep its length, and not exceed it', async () => {
      const invites = { ...defaultPolicy.invites, maxWindowMs: 3 * HOUR };
      world = await begin({ policy: { invites } });
      const { mia } = world.people;
      await inviteGuest(world, mia);
      await cardSaying(world, '*Scheduled*');
      invites.maxWindowMs = HOUR;
      const form = await opened('invite:update', 'update_form');
      const user = world.slack.as(mia);
      await user.fill(form.id, { blockId: 'end_time' }, '16:30');
      await world.slack.until('the form says so', () => blockText(form, 'times').includes('at most 2 hours'));
      expect(await user.submit(form.id)).toBe('errors');
      await user.fill(form.id, { blockId: 'end_time' }, '15:45');
      await user.fill(form.id, { blockId: inputId(form, 'permissions') }, ['gamepad']);
      expect(await user.submit(form.id)).toBe('closed');
      await world.slack.until('Parsec has it', () => updates().length === 1);
      expect(updates()).toMatchObject([{ keyboard: false, expires_at: '2026-11-23T14:45:00Z' }]);
      const longer = await opened('invite:extend', 'extend_form');
      expect(blockText(longer, 'times')).toContain('The end is set to the latest time allowed');
      expect(blockText(longer, 'times')).toContain('to 15:45');
    });

    it('without a named invite searches those the person can change, then opens the form', async () => {
      world = await begin();
      const { mia, ben } = world.people;
      await inviteGuest(world, mia);
      await inviteGuest(world, ben, { ...anEvening, email: 'ben-guest@example.com', event: 'Other' });
      await world.slack.until(
        'two cards',
        () => cards(world).filter((card) => words(card).includes('*Scheduled*')).length === 2,
      );
      await say(mia, 'cancel');
      const pick = await topView(world, mia, 'pick_invite');
      const found = await world.slack
        .as(mia)
        .search({ viewId: pick.id }, { blockId: 'invite', actionId: 'invite_search' }, '');
      expect(
        found === 'failed' ? found : found.groups.flatMap((group) => group.options).map((each) => each.text.text),
      ).toEqual(['ana@example.com on Edit 1']);
      await choose(world, mia, pick, 'invite', 'ana');
      expect(await world.slack.as(mia).submit(pick.id)).toBe('open');
      const form = await topView(world, mia, 'cancel_form');
      expect(await world.slack.as(mia).submit(form.id)).toBe('closed');
      await world.slack.until(
        'it is cancelled',
        () => world.parsec.invites.filter((invite) => invite.hidden.cancelled).length === 1,
      );
      await say(mia, 'cancel ben-guest@example.com');
      await whisper(world, mia, 'No invite you can cancel matches');
    });

    it('to an invite that has ended meanwhile says so', async () => {
      world = await begin();
      await inviteGuest(world, world.people.mia);
      await cardSaying(world, '*Scheduled*');
      const form = await opened('invite:cancel', 'cancel_form');
      world.clock.advance(9 * HOUR);
      await cardSaying(world, '*Ended*');
      expect(await world.slack.as(world.people.mia).submit(form.id)).toBe('open');
      expect(JSON.stringify(form.view)).toContain('This invite has ended');
    });
  });
});
