import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EmulatedTrouble } from '../../src/sandbox/provider-server.types.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { passing, topView } from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { direct, openTeam, pick, put, team, teamActions, viewText } from '../support/team-gestures.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

// An admin removes something in /team, and the system refuses it for a while.
let world: World;
afterEach(() => world.stop());

const MINUTE = 60_000;
const ada = () => world.slack.as(world.people.ada);

type Case = {
  readonly operation: string;
  readonly options?: WorldOptions;
  /** Prepares the system, and fills in the form. */
  readonly fill: () => Promise<OpenView>;
  readonly isThere: () => boolean;
};

const cases: readonly Case[] = [
  {
    operation: 'Delete Team Group',
    fill: async () => {
      world.parsec.addGroup({ name: 'Editors' });
      const view = await openTeam(world, 'parsec/Delete Team Group');
      await pick(world, view, 'group', 'editors');
      return view;
    },
    isThere: () => world.parsec.groups.length > 0,
  },
  {
    operation: 'Remove Team Group Members',
    fill: async () => {
      const { id } = world.parsec.addGroup({ name: 'Editors' });
      world.parsec.members[0]?.group_ids.push(id);
      const view = await openTeam(world, 'parsec/Remove Team Group Members');
      await pick(world, view, 'group', 'editors');
      await pick(world, view, 'user_ids', 'tom');
      return view;
    },
    isThere: () => world.parsec.members.some(({ group_ids }) => group_ids.length > 0),
  },
  {
    operation: 'Delete Team Machine',
    fill: async () => {
      const view = await openTeam(world, 'parsec/Delete Team Machine');
      await pick(world, view, 'machine', 'vault');
      return view;
    },
    isThere: () => world.parsec.machines.some(({ name }) => name === 'Vault'),
  },
  {
    operation: 'Cancel Team Invites (Deprecated)',
    fill: async () => {
      world.parsec.dashboard.inviteMember('ana@example.com');
      const view = await openTeam(world, 'parsec/Cancel Team Invites (Deprecated)');
      await put(world, view, 'emails', 'ana@example.com');
      return view;
    },
    isThere: () => world.parsec.teamInvites.length > 0,
  },
  {
    operation: 'Delete team',
    options: { intercode: {} },
    fill: async () => {
      const { id } = world.intercode().addTeam('Guests');
      // Only its owner may.
      const owner = world.intercode().users[0]?.email ?? '';
      world.intercode().join(id, { email: owner, role: 'Owner' }, 'member');
      const view = await openTeam(world, 'intercode/Delete team');
      await pick(world, view, 'team', 'guests');
      return view;
    },
    isThere: () => world.intercode().teams.some(({ name }) => name === 'Guests'),
  },
];
const groups = cases[0] as Case;

const emulator = ({ options }: Case) => (options?.intercode === undefined ? world.parsec : world.intercode());
const writes = (each: Case) => emulator(each).requests.filter(({ operation }) => operation === each.operation);
const told = () => direct(world).filter(({ text }) => !text.includes("refuses Guestlist's key"));
const trouble = (each: Case, then: EmulatedTrouble['then'], times = 1) =>
  emulator(each).trouble({ operation: each.operation, times, then });

function minutesPass(minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * MINUTE;
  return passing(world, `${minutes} minutes have passed`, () => world.clock.now() >= end, 15_000);
}

/** Submits the form, confirms where there is a confirmation, and waits for the result in the modal. */
async function submit(view: OpenView): Promise<OpenView> {
  await ada().submit(view.id);
  if (ada().views().at(-1)?.view.callback_id === 'team_confirm') await ada().submit(ada().views().at(-1)?.id ?? '');
  return world.slack.until('the result', () => {
    const top = ada().views().at(-1);
    return top?.view.callback_id === 'team_result' && !viewText(top).includes('hourglass') ? top : undefined;
  });
}

async function asked(
  each: Case,
  then: EmulatedTrouble['then'],
  times: number,
  options: WorldOptions = {},
  others: readonly EmulatedTrouble['then'][] = [],
): Promise<OpenView> {
  world = await startWorld({ ...each.options, ...options });
  const form = await each.fill();
  trouble(each, then, times);
  for (const other of others) trouble(each, other);
  const result = await submit(form);
  expect(viewText(result)).toContain("Guestlist keeps trying and messages you when it's done.");
  return result;
}

async function untilGone(each: Case): Promise<void> {
  await passing(world, 'it is gone', () => !each.isThere(), 10_000);
  await passing(world, 'it is reported', () => told().some(({ text }) => text.includes('Done at')));
}

async function history(): Promise<OpenView> {
  await team(world, 'history');
  return topView(world, world.people.ada, 'team_history');
}

describe.each(overHttp)('over %s', (transport) => {
  it('a group that cannot be deleted for ten minutes is deleted then, and that is reported once', async () => {
    const result = await asked(groups, { status: 401, body: { message: 'Unauthorized' } }, 1, { transport });
    expect(viewText(result)).toContain("doesn't accept Guestlist's key");
    world.parsec.refuseKeys(true);
    await minutesPass(10);
    expect(groups.isThere()).toBe(true);
    expect(told()).toEqual([]);
    world.parsec.refuseKeys(false);
    await untilGone(groups);
    await minutesPass(10);
    expect(told()).toHaveLength(1);
    expect(told()[0]?.text).toContain('Delete a group (Group: Editors)');
    expect(await teamActions(world)).toMatchObject([{ operation: 'Delete Team Group', outcome: 'done' }]);
  });
});

const failures = [
  { status: 403, body: { message: 'access denied' } },
  { status: 429 },
  { status: 503 },
  { cut: 'before' },
] as const satisfies readonly EmulatedTrouble['then'][];

describe.each(cases.map((each) => [each.operation, each] as const))('%s', (_, each) => {
  it('is resent after every kind of failure, until it is done', async () => {
    // Each kind is the first for one of the cases: the result says right after it that Guestlist keeps trying.
    const at = cases.indexOf(each) % failures.length;
    const [first = failures[0], ...others] = [...failures.slice(at), ...failures.slice(0, at)];
    await asked(each, first, 1, {}, others);
    expect(viewText(await history())).toContain('Guestlist keeps trying.');
    await untilGone(each);
    expect(told()).toHaveLength(1);
    expect(writes(each)).toHaveLength(failures.length + 1);
    expect(await teamActions(world)).toMatchObject([{ outcome: 'done' }]);
  });

  it('counts as done after a lost response when the system no longer has its object', async () => {
    await asked(each, { cut: 'after' }, 1);
    expect(each.isThere()).toBe(false);
    await untilGone(each);
    expect(await teamActions(world)).toMatchObject([{ outcome: 'done' }]);
  });
});

it('a pending operation is withdrawn in its modal, and not retried', async () => {
  const result = await asked(groups, { status: 503 }, 500);
  await ada().act({ viewId: result.id }, { actionId: 'member:keep' });
  await world.slack.until('it says so', () => viewText(result).includes('Nothing changes at Parsec'));
  world.parsec.clearTrouble();
  const sent = writes(groups).length;
  await minutesPass(12);
  expect(writes(groups)).toHaveLength(sent);
  expect(groups.isThere()).toBe(true);
  expect(await teamActions(world)).toMatchObject([{ outcome: 'withdrawn' }]);
});

it('a pending operation is withdrawn in the history', async () => {
  const result = await asked(groups, { status: 503 }, 500);
  await ada().close(result.id, true);
  const view = await history();
  expect(viewText(view)).toContain('Not done yet: Parsec');
  await ada().act({ viewId: view.id }, { actionId: 'member:keep' });
  await world.slack.until('it says so', () => viewText(view).includes('Nothing changes at Parsec'));
  await ada().close(view.id, true);
  expect(viewText(await history())).toContain('Withdrawn.');
  expect(await teamActions(world)).toMatchObject([{ outcome: 'withdrawn' }]);
});

it('a pending operation survives a restart', async () => {
  await asked(groups, { status: 503 }, 1);
  world.parsec.refuseKeys(true);
  await world.app().stop();
  await world.restart();
  await minutesPass(5);
  expect(groups.isThere()).toBe(true);
  world.parsec.refuseKeys(false);
  await untilGone(groups);
  expect(told()).toHaveLength(1);
});

it('an operation the system rejects is refused for good, and not retried', async () => {
  world = await startWorld();
  const form = await groups.fill();
  trouble(groups, { status: 400, body: { message: 'Not today.' } }, 9);
  const result = await submit(form);
  expect(viewText(result)).toContain('Parsec refused: Not today.');
  await minutesPass(12);
  expect(writes(groups)).toHaveLength(1);
  expect(told()).toEqual([]);
  expect(await teamActions(world)).toMatchObject([{ outcome: 'provider_rejected' }]);
});

describe('a pending operation with two replicas', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
  });

  it('is done once and reported once, whichever replica does it', async () => {
    await asked(groups, { status: 503 }, 1, { databaseUrl: await postgres.freshStore(), rateLimits: false });
    world.parsec.refuseKeys(true);
    await world.addReplica();
    await minutesPass(4);
    world.parsec.refuseKeys(false);
    await untilGone(groups);
    await minutesPass(6);
    expect(told()).toHaveLength(1);
    expect(writes(groups).filter(({ status }) => status === 200 || status === 204)).toHaveLength(1);
  });
});
