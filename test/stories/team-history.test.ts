import { afterEach, describe, expect, it } from 'vitest';
import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { anEvening, cardSaying, inviteGuest, passing, press, topView, whisper } from '../support/gestures.ts';
import { invitedMembers, listSays, openList, pressInRow } from '../support/member-gestures.ts';
import { done, openTeam, pick, team, viewText, withStore } from '../support/team-gestures.ts';
import { overSocket, startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.stop());

const ada = () => world.slack.as(world.people.ada);
const hour = () => world.clock.advance(3_600_000);

async function openHistory(words = ''): Promise<OpenView> {
  await team(world, `history ${words}`);
  return topView(world, world.people.ada, 'team_history');
}
const says = (view: OpenView, ...texts: readonly string[]) =>
  world.slack.until(`the history says ${texts.join(', ')}`, () => texts.every((text) => viewText(view).includes(text)));
const lacks = (view: OpenView, ...texts: readonly string[]) =>
  expect(texts.filter((text) => viewText(view).includes(text))).toEqual([]);

/** The channel's settings, changed by a person through the form. */
async function settings(person: string, change: Record<string, unknown>): Promise<void> {
  const user = world.slack.as(person);
  await user.command(world.channel, '/guest settings');
  const form = await topView(world, person, 'settings_form');
  for (const [blockId, value] of Object.entries(change)) await user.fill(form.id, { blockId }, value);
  expect(await user.submit(form.id)).toBe('closed');
}
const posted = (text: string): Message[] =>
  world.slack.messages.filter(
    (message) => message.channel === world.channel && message.ephemeralFor === undefined && message.text.includes(text),
  );

/** Lets time pass until no channel notice is due, and returns how many changes of settings were recorded. */
async function allPosted(): Promise<number> {
  await expect
    .poll(
      async () => {
        world.clock.advance(1_000);
        const jobs = await withStore(world, (store) => store.dueJobs(Number.MAX_SAFE_INTEGER));
        return jobs.filter(({ kind }) => kind === 'channel_notice');
      },
      { timeout: 10_000 },
    )
    .toEqual([]);
  return withStore(world, async (store) => (await store.readHistory({ area: 'settings', offset: 0, limit: 9 })).length);
}

/** Ada does one thing of each kind, an hour apart. */
async function aDayOfAdas(): Promise<void> {
  const { people } = world;
  await invitedMembers(
    world,
    people.ada,
    { system: 'snyk', role: world.snyk().roles[1]?.id ?? '', addresses: 'kim@client.example' },
    'Invited to Snyk',
  );
  hour();
  world.truvera().addMember({ name: 'Tom', email: 'tom@studio.example' });
  const members = await openList(world, people.ada, 'list truvera', 'member_list');
  await listSays(world, members, 'Tom');
  await pressInRow(world, people.ada, members, 'Tom', 'member:remove');
  await world.slack.until('Tom is gone', () => !world.truvera().members.some(({ name }) => name === 'Tom'));
  await listSays(world, members, 'was removed');
  await ada().close(members.id, true);
  hour();
  const machine = await openTeam(world, 'parsec/Delete Team Machine');
  await pick(world, machine, 'machine', 'vault');
  await ada().submit(machine.id);
  await done(world, await topView(world, people.ada, 'team_confirm'));
  await ada().close(ada().views().at(-1)?.id ?? '', true);
  hour();
  await settings(people.mia, { warn: '30' });
  hour();
  await inviteGuest(world, people.mia, { ...anEvening, start: ['2026-11-24', '14:00'], end: ['2026-11-24', '16:00'] });
  const card = await world.slack.until('the card', () =>
    world.slack.messages.find((one) => one.text.includes('ana@example.com') && one.text.includes('scheduled')),
  );
  await press(world, people.ada, card, 'invite:cancel');
  await ada().submit((await topView(world, people.ada, 'cancel_form')).id);
  await world.slack.until('it is cancelled', () => card.text.includes(': cancelled'));
}

describe.each(overSocket)('/team history over %s', (transport) => {
  it("lists every action on systems, channels and other people's invites, newest first", async () => {
    world = await startWorld({ transport, snyk: {}, truvera: {} });
    await aDayOfAdas();
    const view = await openHistory();
    const { ada: admin, mia } = world.people;
    const lines = [
      `<@${admin}> cancelled the invite for *ana@example.com* on Edit 1 (Render review), invited by <@${mia}>.`,
      `<@${mia}> changed what Guestlist posts in <#${world.channel}>: warnings 30 minutes before the end instead of 15.`,
      `<@${admin}> ran *Delete a computer* at Parsec (Computer: Vault).`,
      `<@${admin}> removed *Tom* (tom@studio.example) from Truvera.`,
      `<@${admin}> asked to invite 1 person to Snyk`,
    ];
    await says(view, ...lines);
    const at = lines.map((line) => viewText(view).indexOf(line));
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    lacks(view, 'history:page');
  });

  it('is filtered by person, place, action, time and text, and shows everything again', async () => {
    world = await startWorld({ transport, snyk: {}, truvera: {} });
    await aDayOfAdas();
    const view = await openHistory();
    const choose = (actionId: string, value: string) => ada().act({ viewId: view.id }, { actionId }, value);
    await says(view, 'Tom', 'Vault');
    await choose('history:who', world.people.mia);
    await says(view, 'posts in', 'Clear filters');
    await world.slack.until('only hers', () => !viewText(view).includes('Vault'));
    await choose('history:clear', 'clear');
    await says(view, 'Tom', 'Vault', 'posts in');
    await choose('history:area', 'truvera');
    await world.slack.until('only Truvera', () => !viewText(view).includes('Vault'));
    await says(view, 'Tom');
    await choose('history:kind', 'role');
    await says(view, 'Nothing matches.');
    await choose('history:kind', 'remove');
    await says(view, 'Tom');
    await choose('history:area', 'all');
    await says(view, 'Tom', 'Vault');
    await ada().fill(view.id, { blockId: 'search' }, 'TOM@studio');
    await ada().submit(view.id);
    await world.slack.until('only Tom', () => !viewText(view).includes('Vault'));
    await says(view, 'Tom');
    world.clock.advance(25 * 3_600_000);
    await choose('history:when', 'day');
    await says(view, 'Nothing matches.');
    await choose('history:when', 'week');
    await says(view, 'Tom');
  });

  it('opens with the filters typed after the command', async () => {
    world = await startWorld({ transport, snyk: {}, truvera: {} });
    await aDayOfAdas();
    for (const [words, has, hasNot] of [
      ['snyk', 'to Snyk', 'Vault'],
      ['@mia', 'posts in', 'Vault'],
      ['remove', 'Vault', 'to Snyk'],
      ['remove truvera', 'Tom', 'Vault'],
      ['kim@client.example', 'to Snyk', 'Tom'],
      ['guests', 'cancelled the invite', 'Tom'],
    ] as const) {
      const view = await openHistory(words);
      await says(view, has);
      lacks(view, hasNot);
      await ada().close(view.id, true);
    }
  });
});

it('/team history pages through more than fits on one page', async () => {
  world = await startWorld({ truvera: {} });
  for (let nth = 0; nth < 17; nth++) {
    await settings(world.people.mia, { warn: nth % 2 === 0 ? '30' : '15' });
    world.clock.advance(60_000);
  }
  const view = await openHistory();
  await says(view, '1 to 15, and more');
  await ada().act({ viewId: view.id }, { actionId: 'history:page:next' });
  await says(view, '16 to 17');
  await ada().act({ viewId: view.id }, { actionId: 'history:page:previous' });
  await says(view, '1 to 15, and more');
});

it('/team history says why something was not done, and what is unknown', async () => {
  world = await startWorld({ truvera: {} });
  const tom = world.truvera().addMember({ name: 'Tom', email: 'tom@studio.example' });
  world
    .truvera()
    .trouble({ operation: 'Delete member', then: { status: 400, body: { message: 'Tom owns <the> team' } } });
  const members = await openList(world, world.people.ada, 'list truvera', 'member_list');
  await listSays(world, members, 'Tom');
  await pressInRow(world, world.people.ada, members, 'Tom', 'member:remove');
  await listSays(world, members, 'refused');
  expect(world.truvera().members).toContain(tom);
  await ada().close(members.id, true);
  const view = await openHistory();
  await says(view, `<@${world.people.ada}> tried to remove *Tom* (tom@studio.example) from Truvera. Not done:`);
  await says(view, 'Tom owns &lt;the&gt; team');
});

it('/team history is available without any system to manage', async () => {
  world = await startWorld({ withoutParsec: true });
  const view = await openHistory();
  await says(view, 'Nothing has been done yet.');
});

describe('a change of the channel notifications', () => {
  it('is posted to the channel in one line, with the old value, and only when something changed', async () => {
    world = await startWorld();
    await settings(world.people.mia, { warn: '30' });
    await world.slack.until('the channel is notified', () => posted('changed what Guestlist posts here').length === 1);
    expect(posted('changed what')[0]?.text).toBe(
      `:gear: <@${world.people.mia}> changed what Guestlist posts here: warnings 30 minutes before the end instead of 15.`,
    );
    await settings(world.people.ben, { warn: '30' });
    await whisper(world, world.people.ben, 'Saved.');
    expect(await allPosted()).toBe(1);
    expect(posted('changed what Guestlist posts here')).toHaveLength(1);
    await settings(world.people.ben, { warn: '0', starts: ['starts'], style: 'thread' });
    await world.slack.until('it is posted again', () => posted('changed what Guestlist posts here').length === 2);
    expect(posted('changed what').at(-1)?.text).toContain('no warnings before the end, instead of 30 minutes before');
  });

  it.each(['cutAfter', 'cutBefore'] as const)('is posted once when the Slack response is lost (%s)', async (how) => {
    world = await startWorld();
    const isIt = (args: { readonly [key: string]: unknown }) => String(args.text).includes('changed what Guestlist');
    const then = how === 'cutAfter' ? { cutAfter: true as const } : { cutBefore: true as const };
    world.slack.trouble({ method: 'chat.postMessage', when: isIt, then });
    await settings(world.people.mia, { warn: '30' });
    expect(await allPosted()).toBe(1);
    expect(posted('changed what Guestlist')).toHaveLength(1);
  });

  it('is posted by the next bot when the first is stopped before', async () => {
    world = await startWorld();
    world.slack.trouble({ method: 'chat.postMessage', times: 3, then: { status: 503 } });
    await settings(world.people.mia, { warn: '5' });
    await world.app().stop();
    expect(posted('changed what Guestlist')).toEqual([]);
    world.slack.clearTrouble();
    await world.restart();
    await passing(world, 'it is posted', () => posted('changed what Guestlist').length === 1);
  });
});

it('/team history lists the result of a takeover', async () => {
  world = await startWorld();
  await inviteGuest(world, world.people.mia);
  const card = await cardSaying(world, '*Scheduled*');
  Object.assign(world.slack.people.find(({ id }) => id === world.people.mia) ?? {}, { kind: 'deactivated' });
  world.clock.advance(Date.UTC(2026, 10, 23, 12, 58) - world.clock.now());
  await cardSaying(world, '*On hold.*');
  await press(world, world.people.ada, card, 'invite_take_over');
  await cardSaying(world, '*Scheduled*');
  const view = await openHistory('takeovers');
  await says(
    view,
    `<@${world.people.ada}> took over the invite for *ana@example.com* on Edit 1 (Render review) from <@${world.people.mia}>.`,
  );
});
