import { execFile } from 'node:child_process';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { approvalActions } from '../../src/slack/names.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aPolicy } from '../support/a-ruled-policy.ts';
import { inputId, invited, moveTo, passing, prefer, press, thread, topView, words } from '../support/gestures.ts';
import { invitedMembers } from '../support/member-gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { columnsSaying, placeOf } from '../support/search-store.ts';
import { done, openTeam, put, withStore } from '../support/team-gestures.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

// A guest whose every word is a canary goes through all there is, and is erased: afterwards no canary is anywhere.
let world: World;
let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});
afterEach(() => world.stop());

const canary = {
  email: 'Wren.Quailson@Aviary.example',
  event: 'Portfolio of Robinetta',
  message: 'Dear Siskin, the studio is yours.',
} as const;
const canaries = ['quailson', 'aviary', 'robinetta', 'siskin'];
const stores = { 'a SQLite file': () => undefined, PostgreSQL: () => postgres.freshStore() };

/** Runs a script of the operator as npm would, beside the bot. */
function script(
  name: 'erase' | 'export-person' | 'audit-log',
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const { dataDir, databaseUrl } = world.config;
  const env = {
    ...process.env,
    ...(databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: databaseUrl }),
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [`src/${name}.ts`, ...args], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** What Slack shows to anybody, now: messages and files. Ephemeral messages Slack itself does not keep. */
function slackSays(): string[] {
  const messages = world.slack.messages.filter(({ ephemeralFor }) => ephemeralFor === undefined);
  const files = world.slack.files.map(({ bytes }) => String(bytes));
  const all = [...messages.map((message) => `${words(message)} ${JSON.stringify(message.metadata)}`), ...files];
  return all.filter((text) => canaries.some((word) => text.toLowerCase().includes(word)));
}

/** What a run of `erase` says the bot still has to do. */
const leftOf = (out: string) => /Left for the bot.*\n/.exec(out)?.[0] ?? 'nothing is said to be left';

async function live(options: WorldOptions): Promise<void> {
  const live: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
  world = await startWorld({ ...options, policy: live, livePolicy: true });
  const { mia, ben, ada } = world.people;
  const { approvals, rules } = aPolicy({
    approvals: { groups: { leads: { people: [ben] } } },
    rules: [{ name: 'long', approval: { by: ['leads'], above: { window: '2h' } } }],
  });
  Object.assign(live, { approvals, rules });
  // Typed in one channel and posted in another: a direct message says where the card is.
  const { id: channel } = world.slack.addChannel({ name: 'studio', members: [mia, ben, ada], bot: true });
  const card = await invited(world, mia, { ...canary, channel });
  await press(world, mia, card, 'invite:extend');
  const extend = await topView(world, mia, 'extend_form');
  await world.slack.as(mia).fill(extend.id, { blockId: inputId(extend, 'reason') }, canary.message);
  // The modal says that it waits.
  expect(await world.slack.as(mia).submit(extend.id)).toBe('open');
  await world.slack.as(mia).close(extend.id);
  const asked = await world.slack.until('Ben is asked', () =>
    world.slack.messages.findLast(({ blocks }) => JSON.stringify(blocks).includes(approvalActions.approve)),
  );
  expect(words(asked)).toContain('Siskin');
  await press(world, ben, asked, approvalActions.approve);
  const inThread = (text: string) =>
    passing(world, `the thread says “${text}”`, () => thread(world, card).some((one) => words(one).includes(text)));
  await inThread('changed this invite');
  await invitedMembers(world, ada, { system: 'parsec', addresses: canary.email.toLowerCase() }, '1 invited');
  const [machine] = world.parsec.machines;
  world.parsec.addMember({ name: 'Robinetta', email: canary.email });
  world.parsec.memberConnects(machine?.id ?? '', world.parsec.members.at(-1)?.user_id ?? 0);
  const view = await openTeam(world, 'parsec/Get Audit Log Events');
  await put(world, view, 'asFile', 'yes');
  await done(world, view);
  await world.slack.until('the file is there', () => world.slack.files.some(({ state }) => state === 'shared'));
  const early = await script('erase', '--guest', canary.email);
  expect(early).toMatchObject({ code: 1, out: '' });
  expect(early.err).toMatch(
    /^Nothing was erased\. .* still has access, or may get it:\n {2}inv_\S+: .*access to Edit 1 .*2026-11-23 15:30 UTC/,
  );
  const store = await openStore(placeOf(world));
  await store.saveTemplate({
    id: 'tpl_1',
    workspaceId: 'T1',
    ownerId: mia,
    name: 'Weekly',
    hostId: undefined,
    hostName: undefined,
    permissions: { keyboard: true, mouse: true, gamepad: false },
    length: '2 hours',
    message: `For ${canary.email}.`,
    channelId: undefined,
    eventName: 'Review',
    createdAt: 1,
    updatedAt: 1,
  });
  await store.close();
  moveTo(world, 15, 20);
  await inThread('ends in');
  moveTo(world, 15, 31);
  await passing(world, 'the card says it ended', () => words(card).includes('*Ended*'));
}

describe.each(Object.entries(stores))('in %s', (_name, databaseUrl) => {
  it('leaves no word of a guest in the store, in Slack, in a file or in the log', async () => {
    const url = await databaseUrl();
    await live(url === undefined ? {} : { databaseUrl: url });
    expect(slackSays().length).toBeGreaterThan(3);
    const exported = await script('export-person', '--guest', canary.email.toLowerCase());
    for (const word of canaries) expect(exported.out.toLowerCase()).toContain(word);
    const dry = await script('erase', '--guest', canary.email, '--dry-run');
    expect(dry.out).toMatch(/^Would erase:\n {2}invite +1 row\n/);
    const erased = await script('erase', '--guest', canary.email);
    expect(erased.out).toBe(
      dry.out.replace('Would erase', 'Erased').replace(/Nothing is left.*\n/, '') + leftOf(erased.out),
    );
    expect(erased.code).toBe(0);
    expect(await columnsSaying(placeOf(world), canaries)).toEqual([]);
    // The bot's jobs need some of the world's time; what is left after that is named.
    for (let step = 0; step < 60 && slackSays().length > 0; step++) {
      await world.slack
        .until('it is erased', () => slackSays().length === 0, 50)
        .catch(() => world.clock.advance(1_000));
    }
    expect(slackSays()).toEqual([]);
    expect(world.logLines.filter((line) => canaries.some((word) => line.toLowerCase().includes(word)))).toEqual([]);
    // Who let whom in is not known any more; that somebody was let in, and by whom, is, and nobody changed it since.
    expect(await script('audit-log', 'verify')).toMatchObject({ code: 0 });
    const log = await script('audit-log', 'export', '--format', 'jsonl');
    expect(log.out).toContain('"erased"');
    for (const word of canaries) expect(log.out.toLowerCase()).not.toContain(word);
    expect((await script('erase', '--guest', canary.email)).out).toContain('Guestlist has no personal data of');
  });
});

it('erases by itself what ended longer ago than the policy keeps it', async () => {
  const HOUR = 3_600_000;
  world = await startWorld({ policy: { retention: { personalDataMs: 24 * HOUR } } });
  const { mia } = world.people;
  const card = await invited(world, mia, { ...canary, channel: world.channel });
  // Her digest names the guest, too.
  await prefer(world, mia, { digest_hour: '12' });
  moveTo(world, 11, 0);
  await world.slack.until('her digest is there', () =>
    world.slack.messages.some((message) => words(message).includes('/guest preferences')),
  );
  moveTo(world, 16, 1);
  await world.slack.until('it has ended', () => /\*(Ended|Expired)/.test(words(card)));
  expect(slackSays()).not.toEqual([]);
  // Somebody had the guest removed everywhere, and nothing was found.
  const nowhere = { cardChannelId: undefined, cardTs: undefined, cardShownAt: undefined };
  const request = { requestKey: 'V1', workspaceId: world.slack.teamId, requesterId: mia, channelId: world.channel };
  const what = { kind: 'offboard', profile: undefined, email: canary.email, parts: [] } as const;
  await withStore(world, (store) =>
    store.insertPersonRequest({ id: 'pr_1', ...request, ...what, ...nowhere, createdAt: world.clock.now() }),
  );
  world.clock.advance(26 * HOUR);
  await passing(world, 'nothing says who it was', () => slackSays().length === 0, 60_000);
  expect(await columnsSaying(placeOf(world), canaries)).toEqual([]);
});
