import { afterEach, describe, expect, it } from 'vitest';
import { parseMrkdwn } from '../../src/sandbox/page/mrkdwn/parse.ts';
import { nastyText, readAsMarkup, shownText } from '../slack/views/as-typed.ts';
import {
  anEvening,
  cardSaying,
  fillInviteForm,
  guest,
  inputId,
  inviteGuest,
  offers,
  openInviteForm,
  press,
  topView,
  whisper,
  words,
} from '../support/gestures.ts';
import { member, memberCardSaying, openMemberForm, submitMembers, viewCopy } from '../support/member-gestures.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
let mia: string;
let ada: string;
afterEach(() => world.stop());

async function begin(options: WorldOptions = {}) {
  world = await startWorld({ rateLimits: false, ...options });
  ({ mia, ada } = world.people);
}

/** What people see of a message, line by line. */
function seenIn(blocks: unknown): string {
  const texts = [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)];
  return texts.map(([, text = '""']) => shownText(parseMrkdwn(JSON.parse(text) as string, true))).join('\n');
}

describe('text a person typed', () => {
  it('reaches Parsec without invisible characters, and the channel as it was typed', async () => {
    await begin();
    const event = '\u202E *Review* _x_ :skull: <!channel>\u200B http://evil.example';
    await inviteGuest(world, mia, {
      ...anEvening,
      email: 'ana@exa\u200Bmple.com',
      event,
      message: 'Hello\u0000\n\n> Ana,\r\nsee  http://evil.example\u202E',
    });
    const card = await cardSaying(world, '*Scheduled*');
    const clean = '*Review* _x_ :skull: <!channel> http://evil.example';
    expect(world.parsec.invites[0]).toMatchObject({
      guest_email: 'ana@example.com',
      event_name: clean,
      message: 'Hello\n\n> Ana,\nsee http://evil.example',
    });
    expect(readAsMarkup(card.blocks)).toEqual([]);
    expect(seenIn(card.blocks)).toContain(clean);
    expect(card.text).not.toMatch(/<!channel>|\u202E/);

    await guest(world, mia, 'show ana@example.com');
    const details = await whisper(world, mia, '*History*');
    expect(readAsMarkup(details.blocks)).toEqual([]);
    expect(seenIn(details.blocks)).toContain('Message to the guest\nHello\n\n> Ana,\nsee http://evil.example');
    const posts = world.slack.calls.filter(({ method }) => /^chat\.(postMessage|update)$/.test(method));
    expect(posts.length).toBeGreaterThan(1);
    // Over the wire as form fields: false is text.
    for (const { args } of posts) expect(args).toMatchObject({ parse: 'none', link_names: expect.anything() });
    expect(new Set(posts.map(({ args }) => String(args.link_names)))).toEqual(new Set(['false']));
  });

  it.each(['\u200B\u202E', ' \u3164 ', '\u0000'])('is no event name when it is %j', async (event) => {
    await begin();
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, { ...anEvening, event });
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(view.errors).toMatchObject({ event_name: expect.stringContaining('name') });
    expect(world.parsec.invites).toEqual([]);
  });
});

describe('computer names from Parsec', () => {
  const odd = 'i'.repeat(151);
  const rows = [
    null,
    { peer_id: 'p-nasty', name: `\n${nastyText}` },
    { peer_id: 'p-none', name: ' \u200B', is_online: 'yes' },
    { peer_id: 'p-long', name: 'n'.repeat(3_000) },
    { peer_id: odd, name: 'Too long an id' },
    { name: 'No id at all' },
    { peer_id: 'p-none', name: 'The same id' },
    { peer_id: 'p-good', name: 'Good', is_online: true },
  ];
  const machines = (data: readonly unknown[]) =>
    world.parsec.trouble({
      operation: 'Get Team Machines',
      times: 50,
      then: { status: 200, body: { data, count: data.length } },
    });

  it('are shown cleanly in the list and the menu when odd, and counted when Slack cannot carry the ids', async () => {
    await begin();
    machines(rows);
    await guest(world, mia, 'hosts');
    const list = await whisper(world, mia, 'Computers open to guests');
    expect(readAsMarkup(list.blocks)).toEqual([]);
    const seen = seenIn(list.blocks);
    expect(seen).toContain('Good · online');
    expect(seen).toContain('Unnamed (id p-none)');
    expect(seen).toContain(`${'n'.repeat(79)}…`);
    // null, the long id, and the one without.
    expect(seen).toContain("3 computers aren't shown: Slack can't carry their ids.");

    const view = await openInviteForm(world, mia);
    const found = await offers(world, mia, view, { blockId: 'host', actionId: 'host_search' }, '');
    expect(found).toContain('Good');
    expect(found).toContain('Unnamed (id p-none)');
    expect(found).toContain(`${'n'.repeat(74)}…`);
    expect(found.at(-1)).toBe("3 computers aren't shown: Slack can't carry their ids.");
    expect(found).toHaveLength(5);
    for (const name of found) expect(name).not.toMatch(/[\n\u202E\u200B\0]/);
  });

  it('do not include the line that counts the missing ones, which is no choice', async () => {
    await begin();
    machines([
      { peer_id: odd, name: 'Too long an id' },
      { peer_id: 'p-good', name: 'Good' },
    ]);
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, { ...anEvening, host: 'Good' });
    const target = { blockId: inputId(view, 'host'), actionId: 'host_search' };
    const menu = await world.slack.as(mia).search({ viewId: view.id }, target, '');
    const last = menu === 'failed' ? undefined : menu.groups.flatMap(({ options }) => options).at(-1);
    expect(last?.text.text).toBe("1 computer isn't shown: Slack can't carry its id.");
    if (last !== undefined) await world.slack.as(mia).fill(view.id, target, last);
    expect(await world.slack.as(mia).submit(view.id)).toBe('errors');
    expect(view.errors).toMatchObject({ host: expect.stringContaining('computer') });
  });

  it('are not filled into the form when Slack cannot carry the id, which would keep it from opening', async () => {
    await begin();
    machines([{ peer_id: odd, name: 'Studio' }]);
    const view = await openInviteForm(world, mia, 'ana@example.com Studio');
    await world.slack.until('it is said', () => viewCopy(view).includes('No computer open to guests is called'));
    expect(viewCopy(view)).not.toContain(odd);
  });
});

describe('a list of choices from a system', () => {
  it('is shown although one entry is odd, with the number of missing entries below it', async () => {
    await begin();
    const body = { data: [{ id: 'tar_1', name: 'Strict' }, { id: 'x'.repeat(151), name: 'Long' }, {}, null], count: 4 };
    world.parsec.trouble({ operation: 'Get App Rules', times: 10, then: { status: 200, body } });
    const view = await openMemberForm(world, ada, 'parsec');
    expect(viewCopy(view)).toContain('Strict');
    expect(viewCopy(view)).toContain("3 app rules aren't shown: Slack can't carry their ids.");
    // The line is still there after the form was redrawn.
    expect(await world.slack.as(ada).act({ viewId: view.id }, { blockId: 'room', actionId: 'member:room' })).toBe('ok');
    await world.slack.until('there is more room', () => viewCopy(view).includes('addresses_2'));
    expect(viewCopy(view)).toContain("3 app rules aren't shown: Slack can't carry their ids.");
  });

  it('shows members it cannot name, without buttons', async () => {
    await begin();
    const data = [{ user_id: 7, name: nastyText }, { email: null }, { user_id: 9 }];
    world.parsec.trouble({ operation: 'Get Team Members', times: 5, then: { status: 200, body: { data, count: 3 } } });
    await member(world, ada, 'list parsec');
    const view = await topView(world, ada, 'member_list');
    await world.slack.until('the members are there', () => viewCopy(view).includes('Unnamed (id 9)'));
    expect(readAsMarkup(view.view)).toEqual([]);
    expect(viewCopy(view).match(/"member:remove"/g)).toHaveLength(2);
  });
});

describe('a link from Parsec', () => {
  it('is shown when it leads to a known Parsec host', async () => {
    await begin({ parsec: { linkKey: 'join_url', linkBase: 'https://links.parsec.app' } });
    await inviteGuest(world, mia);
    await cardSaying(world, '*Scheduled*');
    await guest(world, mia, 'show ana@example.com');
    const id = world.parsec.invites[0]?.id;
    expect(words(await whisper(world, mia, '*History*'))).toContain(`<https://links.parsec.app/g/${id}>`);
  });

  it.each([
    ['https://evil.example', 'evil.example'],
    ['https://parsec.app@evil.example', 'evil.example'],
    ['https://p\u0430rsec.app', 'xn--prsec-4ve.app'],
    ['https://parsec.app.evil.example', 'parsec.app.evil.example'],
  ])('is named and not shown when it begins with %s', async (linkBase, host) => {
    await begin({ parsec: { linkKey: 'link', linkBase } });
    await inviteGuest(world, mia);
    const card = await cardSaying(world, '*Scheduled*');
    await guest(world, mia, 'show ana@example.com');
    const details = await whisper(world, mia, '*History*');
    expect(seenIn(details.blocks)).toContain(
      `Parsec returned a link to ${host}, which isn't a known Parsec host. Guestlist doesn't show it.`,
    );
    const id = world.parsec.invites[0]?.id ?? 'no invite';
    for (const shown of [card, details]) expect(words(shown)).not.toContain(id);
  });

  it('is checked the same way for a member who joins', async () => {
    await begin({ parsec: { linkBase: 'https://evil.example' } });
    await submitMembers(world, ada, { system: 'parsec', addresses: 'kim@x.co', mail: false });
    const card = await memberCardSaying(world, 'Invited to Parsec');
    await press(world, ada, card, 'member:links');
    const links = await whisper(world, ada, 'Join links');
    expect(seenIn(links.blocks)).toMatch(/kim@x\.co: +Parsec returned a link to evil\.example, which isn't a known/);
    expect(words(links)).not.toContain('/join/');
  });
});
