import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import {
  anEvening,
  blockText,
  cardSaying,
  endAt,
  fillInviteForm,
  inputId,
  openInviteForm,
  topView,
} from '../support/gestures.ts';
import { openSeveralForm } from '../support/group-gestures.ts';
import { memberCardSaying, openMemberForm, submitMembers, viewCopy } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let begin: (options?: WorldOptions) => Promise<World>;
afterEach(() => world.stop());

/** Types this into the field for the guest, and submits. */
async function submitted(email: string): Promise<{ readonly view: OpenView; readonly result: string }> {
  const { mia } = world.people;
  const view = await openInviteForm(world, mia);
  await fillInviteForm(world, mia, view, { ...anEvening, email });
  return { view, result: await world.slack.as(mia).submit(view.id) };
}

const guests = () => world.parsec.invites.map((invite) => invite.guest_email);
const field = (view: OpenView) => view.values.email?.value?.value ?? null;
const withoutAddresses = { withoutScopes: ['users:read.email'] };

describe.each(overHttp)('over %s', (transport) => {
  beforeEach(() => {
    begin = (options = {}) => startWorld({ ...options, transport });
  });

  describe('the form', () => {
    it.each([
      ['o’brien@example.com', "o'brien@example.com"],
      ["'ana@example.com',", 'ana@example.com'],
      ['\u200Bana@example.com\u200B.', 'ana@example.com'],
      ['<mailto:ana@example.com|ana@example.com>', 'ana@example.com'],
      ['"Adams, Ana" <ana@example.com>;', 'ana@example.com'],
      ['ana＠example.com', 'ana@example.com'],
    ])('sends %s to Parsec as %s', async (typed, email) => {
      world = await begin();
      expect((await submitted(typed)).result).toBe('closed');
      await cardSaying(world, '*Scheduled*');
      expect(guests()).toEqual([email]);
    });

    it.each([
      ['ana/ben@example.com', 'Use a full email address'],
      ['ana ben@example.com', 'Use a full email address'],
      ['ana@example.com, ben@example.com', 'Each invite is for one guest'],
      ['ana@example.com @ben', 'Each invite is for one guest'],
      ['@nobody', 'Nobody in this workspace is called @nobody'],
    ])('shows an error for %s at the field, keeps the text and invites nobody', async (typed, why) => {
      world = await begin();
      const { view, result } = await submitted(typed);
      expect(result).toBe('errors');
      expect(view.errors).toEqual({ email: expect.stringContaining(why) });
      expect(field(view)).toBe(typed);
      expect(guests()).toEqual([]);
      expect(world.parsec.requests.filter(({ operation }) => operation?.startsWith('Create'))).toEqual([]);
    });

    it.each(['@ben', '@Ben', 'handle and id'])('invites %s by the email address that Slack shows', async (typed) => {
      world = await begin();
      const { ben } = world.people;
      expect((await submitted(typed.startsWith('@') ? typed : `<@${ben}|ben>`)).result).toBe('closed');
      await cardSaying(world, '*Scheduled*');
      expect(guests()).toEqual(['ben@example.com']);
    });

    it('invites nobody by a name that two people share', async () => {
      world = await begin();
      world.slack.addPerson({ name: 'benny', realName: 'Ben' });
      const { view, result } = await submitted('@ben');
      expect(result).toBe('errors');
      expect(view.errors.email).toContain('Several people here are called @ben');
    });

    it('asks for an email address when the users:read.email scope is missing, and accepts one', async () => {
      world = await begin(withoutAddresses);
      const { mia } = world.people;
      const { view, result } = await submitted('@ben');
      expect(result).toBe('errors');
      expect(view.errors.email).toContain("Enter the guest's email address.");
      expect(view.errors.email).toContain('users:read.email');
      await world.slack.as(mia).fill(view.id, { blockId: 'email' }, 'ben@example.com');
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await cardSaying(world, '*Scheduled*');
      expect(guests()).toEqual(['ben@example.com']);
    });

    it('stays open with an error at the email field when Slack does not answer the name lookup', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openInviteForm(world, mia);
      await fillInviteForm(world, mia, view, { ...anEvening, email: '@ben' });
      world.slack.trouble({ method: 'users.list', then: { hang: true } });
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors).toEqual({ email: expect.stringContaining('Slack took too long to look up @ben') });
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await cardSaying(world, '*Scheduled*');
      expect(guests()).toEqual(['ben@example.com']);
    });
  });

  describe('the command', () => {
    it.each([
      ['o’brien@example.com Edit 1', "o'brien@example.com"],
      ['@ben Edit 1', 'ben@example.com'],
      ['<mailto:ana@example.com|ana@example.com>, <http://edit1.example.com|Edit 1>', 'ana@example.com'],
      ['ana/ben@example.com Edit 1', 'ana/ben@example.com'],
    ])('fills in the guest and the computer from %s', async (text, email) => {
      world = await begin();
      const view = await openInviteForm(world, world.people.mia, text);
      await world.slack.until('the computer is found', () => JSON.stringify(view.values).includes('"Edit 1"'));
      expect(field(view)).toBe(email);
      expect([blockText(view, 'guest_line'), blockText(view, 'others_line')]).toEqual(['', '']);
    });

    it('reads a link as the text it shows, even when no computer has that name', async () => {
      world = await begin();
      const view = await openInviteForm(
        world,
        world.people.mia,
        'ana@example.com <http://edit3.studio.com|edit3.studio.com>',
      );
      await world.slack.until('it is said', () => blockText(view, 'host_line').includes('edit3.studio.com'));
      expect(blockText(view, 'host_line')).not.toContain('http');
    });

    it('says why there is no address when the users:read.email scope is missing, until one is typed', async () => {
      world = await begin(withoutAddresses);
      const { mia } = world.people;
      const view = await openInviteForm(world, mia, '@ben Edit 1');
      await world.slack.until('the computer is found', () => JSON.stringify(view.values).includes('"Edit 1"'));
      expect(field(view)).toBe('@ben');
      expect(blockText(view, 'guest_line')).toContain('users:read.email');
      await world.slack.as(mia).fill(view.id, { blockId: 'email' }, 'ben@example.com');
      await endAt(world, mia, view);
      await world.slack.until('nothing is said any more', () => blockText(view, 'guest_line') === '');
    });

    it('opens the form for several guests when more than one is named', async () => {
      world = await begin();
      const { mia, ben } = world.people;
      const view = await openSeveralForm(world, mia, `invite ana@example.com <@${ben}|ben> Edit 1`);
      expect(view.values.guests?.value).toMatchObject({ value: 'ana@example.com' });
      expect(view.values.people?.value).toMatchObject({ selected_users: [ben] });
    });
  });

  describe('the message shortcut', () => {
    const posted = async (message: object) => {
      const answer = await fetch(`${world.slack.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ channel: world.channel, ...message }),
      });
      const { ts } = (await answer.json()) as { ts: string };
      await world.slack.as(world.people.mia).messageShortcut('invite_this_guest', { channel: world.channel, ts });
      return topView(world, world.people.mia, 'invite_form');
    };
    const link = { type: 'link', url: 'mailto:eva@x.io', text: 'eva@x.io' };

    it.each<[string, object, string]>([
      [
        'in a section',
        {
          text: 'New request',
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*E-mail:* <mailto:eva@x.io|eva@x.io>' } }],
        },
        'eva@x.io',
      ],
      [
        'in a field of a section',
        { text: 'New request', blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: '*Guest*\neva@x.io' }] }] },
        'eva@x.io',
      ],
      [
        'in rich text',
        {
          text: 'New request',
          blocks: [
            {
              type: 'rich_text',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'Guest: ' }, link] }],
            },
          ],
        },
        'eva@x.io',
      ],
      [
        'in two pieces of rich text',
        {
          text: 'New request',
          blocks: [
            {
              type: 'rich_text',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'o’' }, { ...link }] }],
            },
          ],
        },
        "o'eva@x.io",
      ],
      ['in an attachment', { text: '', attachments: [{ text: 'Guest: eva@x.io' }] }, 'eva@x.io'],
      [
        'in a field of an attachment',
        { text: '', attachments: [{ title: 'New request', fields: [{ title: 'E-mail', value: 'eva@x.io' }] }] },
        'eva@x.io',
      ],
      [
        'in a block of an attachment',
        {
          text: '',
          attachments: [{ blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: 'eva@x.io' }] }] }],
        },
        'eva@x.io',
      ],
      ['in a fallback', { text: '', attachments: [{ fallback: 'Request of eva@x.io' }] }, 'eva@x.io'],
    ])('finds an address %s', async (_, message, email) => {
      world = await begin();
      expect(field(await posted(message))).toBe(email);
    });

    it('ignores the value of a button, which nobody sees', async () => {
      world = await begin();
      const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, value: 'eva@x.io' };
      expect(field(await posted({ text: 'New request', blocks: [{ type: 'actions', elements: [button] }] }))).toBe(
        null,
      );
    });
  });

  describe('the member form', () => {
    beforeEach(() => {
      begin = (options = {}) => startWorld({ policy: openToAll(), truvera: {}, ...options, transport });
    });
    const sent = () => world.truvera().requests.filter(({ method }) => method === 'POST');

    it('shows every entry that is neither an address nor a name, and drops nobody silently', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openMemberForm(
        world,
        mia,
        'truvera',
        'ana2@x.example, bob.x.example\ntom2@x.example, x@, ana/b@x.example, @ben',
      );
      const user = world.slack.as(mia);
      expect(await user.submit(view.id)).toBe('open');
      for (const piece of ['bob.x.example', 'x@', 'ana/b@x.example']) {
        expect(viewCopy(view)).toContain(`${piece}: not an email address`);
      }
      expect(viewCopy(view)).toContain("@ben: Slack names don't work in a list");
      expect(sent()).toEqual([]);
      await user.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
      expect(await user.submit(view.id)).toBe('closed');
      await memberCardSaying(world, '2 of 6 invited, 4 refused');
      expect(world.truvera().mails).toHaveLength(2);
    });

    it('shows the second address in a table row as refused, and invites the first', async () => {
      world = await begin();
      const { mia } = world.people;
      const { view, result } = await submitMembers(world, mia, {
        system: 'truvera',
        addresses: 'Name,Email,Work email\nAna Adams,ana@example.com,ana@work.example',
      });
      expect(result).toBe('open');
      expect(viewCopy(view)).toContain('Line 2, ana@work.example: a second address in this row');
      await world.slack.as(mia).fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await memberCardSaying(world, '1 of 2 invited, 1 refused');
      expect(JSON.stringify(sent())).toContain('ana@example.com');
      expect(JSON.stringify(sent())).not.toContain('ana@work.example');
    });

    it('reads addresses from a mail program as the guest form does', async () => {
      world = await begin();
      const { result } = await submitMembers(world, world.people.mia, {
        system: 'truvera',
        addresses: "“o’brien@example.com”; 'ana@example.com',\nkim＠example.com.",
      });
      expect(result).toBe('closed');
      await memberCardSaying(world, 'All 3 invited');
      for (const email of ["o'brien@example.com", 'ana@example.com', 'kim@example.com']) {
        expect(JSON.stringify(sent())).toContain(email);
      }
    });
  });
});
