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
import { memberCardSaying, openMemberForm, submitMembers, viewWords } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

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

describe.each(transports)('over %s', (transport) => {
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
    ])('%s is %s at Parsec', async (typed, email) => {
      world = await begin();
      expect((await submitted(typed)).result).toBe('closed');
      await cardSaying(world, '*Scheduled.*');
      expect(guests()).toEqual([email]);
    });

    it.each([
      ['ana/ben@example.com', 'Use a full e-mail address'],
      ['ana ben@example.com', 'Use a full e-mail address'],
      ['ana@example.com, ben@example.com', 'one invite is for one guest'],
      ['ana@example.com @ben', 'one invite is for one guest'],
      ['@nobody', 'Nobody in this workspace is called @nobody'],
    ])('%s: says so at the field, keeps it, and invites nobody', async (typed, why) => {
      world = await begin();
      const { view, result } = await submitted(typed);
      expect(result).toBe('errors');
      expect(view.errors).toEqual({ email: expect.stringContaining(why) });
      expect(field(view)).toBe(typed);
      expect(guests()).toEqual([]);
      expect(world.parsec.requests.filter(({ operation }) => operation?.startsWith('Create'))).toEqual([]);
    });

    it.each(['@ben', '@Ben', 'handle and id'])('%s is invited by the address Slack shows', async (typed) => {
      world = await begin();
      const { ben } = world.people;
      expect((await submitted(typed.startsWith('@') ? typed : `<@${ben}|ben>`)).result).toBe('closed');
      await cardSaying(world, '*Scheduled.*');
      expect(guests()).toEqual(['ben@example.com']);
    });

    it('a name that two people have is nobody’s', async () => {
      world = await begin();
      world.slack.addPerson({ name: 'benny', realName: 'Ben' });
      const { view, result } = await submitted('@ben');
      expect(result).toBe('errors');
      expect(view.errors.email).toContain('Several people here are called @ben');
    });

    it('without the scope it names the way out, and an address does', async () => {
      world = await begin(withoutAddresses);
      const { mia } = world.people;
      const { view, result } = await submitted('@ben');
      expect(result).toBe('errors');
      expect(view.errors.email).toContain("Enter the guest's e-mail address.");
      expect(view.errors.email).toContain('users:read.email');
      await world.slack.as(mia).fill(view.id, { blockId: 'email' }, 'ben@example.com');
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await cardSaying(world, '*Scheduled.*');
      expect(guests()).toEqual(['ben@example.com']);
    });

    it('a Slack that does not answer costs the name, and not the form', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openInviteForm(world, mia);
      await fillInviteForm(world, mia, view, { ...anEvening, email: '@ben' });
      world.slack.trouble({ method: 'users.list', then: { hang: true } });
      expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
      expect(view.errors).toEqual({ email: expect.stringContaining("Slack didn't say in time who @ben is") });
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await cardSaying(world, '*Scheduled.*');
      expect(guests()).toEqual(['ben@example.com']);
    });
  });

  describe('the command', () => {
    it.each([
      ['o’brien@example.com Edit 1', "o'brien@example.com"],
      ['@ben Edit 1', 'ben@example.com'],
      ['<mailto:ana@example.com|ana@example.com>, <http://edit1.example.com|Edit 1>', 'ana@example.com'],
      ['ana/ben@example.com Edit 1', 'ana/ben@example.com'],
    ])('%s fills in the guest and the computer', async (text, email) => {
      world = await begin();
      const view = await openInviteForm(world, world.people.mia, text);
      await world.slack.until('the computer is found', () => JSON.stringify(view.values).includes('"Edit 1"'));
      expect(field(view)).toBe(email);
      expect([blockText(view, 'guest_line'), blockText(view, 'others_line')]).toEqual(['', '']);
    });

    it('a link is the text it shows, also where no computer is called so', async () => {
      world = await begin();
      const view = await openInviteForm(
        world,
        world.people.mia,
        'ana@example.com <http://edit3.studio.com|edit3.studio.com>',
      );
      await world.slack.until('it is said', () => blockText(view, 'host_line').includes('edit3.studio.com'));
      expect(blockText(view, 'host_line')).not.toContain('http');
    });

    it('without the scope it says why there is no address, until one is typed', async () => {
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

    it('names who else was named', async () => {
      world = await begin();
      const view = await openInviteForm(world, world.people.mia, 'ana@example.com @ben Edit 1');
      expect(field(view)).toBe('ana@example.com');
      expect(blockText(view, 'others_line')).toContain('Not invited by this one: @ben.');
    });
  });

  describe('the shortcut of a message', () => {
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
    ])('an address %s', async (_, message, email) => {
      world = await begin();
      expect(field(await posted(message))).toBe(email);
    });

    it('what a button carries is not read, since nobody sees it', async () => {
      world = await begin();
      const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'Go' }, value: 'eva@x.io' };
      expect(field(await posted({ text: 'New request', blocks: [{ type: 'actions', elements: [button] }] }))).toBe(
        null,
      );
    });
  });

  describe('a list of members', () => {
    beforeEach(() => {
      begin = (options = {}) => startWorld({ policy: openToAll(), truvera: {}, ...options, transport });
    });
    const sent = () => world.truvera().requests.filter(({ method }) => method === 'POST');

    it('shows whatever is neither an address nor a name beside one, and swallows nobody', async () => {
      world = await begin();
      const { mia } = world.people;
      const view = await openMemberForm(
        world,
        mia,
        'truvera',
        'ana2@x.example, bob.x.example\ntom2@x.example, x@, ana/b@x.example, @ben',
      );
      const hands = world.slack.as(mia);
      expect(await hands.submit(view.id)).toBe('open');
      for (const piece of ['bob.x.example', 'x@', 'ana/b@x.example']) {
        expect(viewWords(view)).toContain(`${piece}: not an e-mail address`);
      }
      expect(viewWords(view)).toContain("@ben: names from Slack aren't looked up in a list");
      expect(sent()).toEqual([]);
      await hands.fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
      expect(await hands.submit(view.id)).toBe('closed');
      await memberCardSaying(world, '2 of 6 invited, 4 refused');
      expect(world.truvera().mails).toHaveLength(2);
    });

    it('shows the second address of a row of a table, and invites the first', async () => {
      world = await begin();
      const { mia } = world.people;
      const { view, result } = await submitMembers(world, mia, {
        system: 'truvera',
        addresses: 'Name,Email,Work email\nAna Adams,ana@example.com,ana@work.example',
      });
      expect(result).toBe('open');
      expect(viewWords(view)).toContain('line 2, ana@work.example: a second address in this row');
      await world.slack.as(mia).fill(view.id, { blockId: inputId(view, 'leave_out') }, ['leave_out']);
      expect(await world.slack.as(mia).submit(view.id)).toBe('closed');
      await memberCardSaying(world, '1 of 2 invited, 1 refused');
      expect(JSON.stringify(sent())).toContain('ana@example.com');
      expect(JSON.stringify(sent())).not.toContain('ana@work.example');
    });

    it('reads the addresses of a mail program as the form does', async () => {
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
