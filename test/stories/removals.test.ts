import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import type { EmulatedTrouble } from '../../src/sandbox/provider-server.types.ts';
import type { OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { passing, press, topView } from '../support/gestures.ts';
import {
  invitedMembers,
  listSays,
  memberCardSaying,
  openList,
  pressInRow,
  viewCopy,
} from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { team, viewText, withStore } from '../support/team-gestures.ts';
import { overHttp, startWorld, type World, type WorldOptions } from '../support/world.ts';

// An admin removes somebody's access, and the system refuses it for a while.
let world: World;
/** The bot before a restart: what it has sent is answered only by the end of the servers, which it must not wait for. */
let lost: App | undefined;
afterEach(async () => {
  await world.stop();
  await lost?.stop();
  lost = undefined;
});

const MINUTE = 60_000;
const ana = 'ana@example.com';

/** A person at a system, the operation that removes their access, and whether they have it. */
type Case = {
  readonly system: 'parsec' | 'snyk' | 'truvera' | 'intercode';
  readonly options: WorldOptions;
  readonly what: 'member' | 'invite';
  readonly there: () => string;
  readonly write: string;
  /** The operation that reads before and after it, and how often before. */
  readonly read: readonly [operation: string, before: number];
  readonly isThere: () => boolean;
  /** Somebody does it in the system's own dashboard. */
  readonly byHand: () => void;
};

const systems = { policy: openToAll(), snyk: {}, truvera: {}, intercode: {} } as const;
const cases: readonly Case[] = [
  {
    system: 'parsec',
    options: {},
    what: 'member',
    there: () => 'Tom',
    write: 'Remove Team Member',
    read: ['Get Team Member', 1],
    isThere: () => world.parsec.members.length > 0,
    byHand: () => void world.parsec.members.splice(0),
  },
  {
    system: 'truvera',
    options: { truvera: systems.truvera },
    what: 'member',
    there: () => world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' }).name,
    write: 'Delete member',
    read: ['List members', 1],
    isThere: () => world.truvera().members.some(({ name }) => name === 'Tom'),
    byHand: () =>
      world.truvera().dashboard.removeMember(world.truvera().members.find(({ name }) => name === 'Tom')?.id ?? 0),
  },
  {
    system: 'parsec',
    options: {},
    what: 'invite',
    there: () => world.parsec.dashboard.inviteMember(ana).email,
    write: 'Cancel Team Invites',
    read: ['Get Team Invites', 2],
    isThere: () => world.parsec.teamInvites.length > 0,
    byHand: () => world.parsec.dashboard.cancelMemberInvite(ana),
  },
  {
    system: 'snyk',
    options: { snyk: systems.snyk },
    what: 'invite',
    there: () => world.snyk().dashboard.invite(ana).email,
    write: 'Cancel a pending user invitation',
    read: ['List pending user invitations', 1],
    isThere: () => world.snyk().invitations.some((each) => each.is_active),
    byHand: () => world.snyk().dashboard.cancel(world.snyk().invitations[0]?.id ?? ''),
  },
  {
    system: 'truvera',
    options: { truvera: systems.truvera },
    what: 'invite',
    there: () => world.truvera().dashboard.invite(ana).email,
    write: 'Cancel invitation',
    read: ['List invitations', 1],
    isThere: () => world.truvera().invitations.some(({ status }) => status === 'pending'),
    byHand: () => world.truvera().dashboard.cancel(world.truvera().invitations[0]?.id ?? 0),
  },
  {
    system: 'intercode',
    options: { intercode: systems.intercode },
    what: 'invite',
    there: () => {
      world.intercode().dashboard.invite({ email: ana, firstName: 'Ana', lastName: 'Adams' });
      return 'Ana Adams';
    },
    write: 'Cancel invitation',
    read: ['Get team members', 2],
    isThere: () => isAnaInvited(),
    byHand: () => world.intercode().dashboard.cancel(idOfAna()),
  },
];
const named = cases.map((each) => [`${each.what} of ${each.system}`, each] as const);
const byName = new Map<string, Case>(named);
const of = (name: string): Case => byName.get(name) ?? fail(name);

function fail(name: string): never {
  throw new Error(`no case ${name}`);
}
const idOfAna = () => world.intercode().users.find(({ email }) => email === ana)?.id ?? 0;
const isAnaInvited = () => world.intercode().memberships.some(({ userId }) => userId === idOfAna());

const emulator = ({ system }: Case) => (system === 'parsec' ? world.parsec : world[system]());
const writes = (each: Case) => emulator(each).requests.filter(({ operation }) => operation === each.write);
const trouble = (each: Case, then: EmulatedTrouble['then'], times = 1) =>
  emulator(each).trouble({ operation: each.write, times, then });

/** The direct messages to one person about removals. */
function removalMessages(person = world.people.ada): readonly string[] {
  const channel = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(person));
  return world.slack.messages
    .filter((message) => message.channel === channel?.id && !message.text.includes("refuses Guestlist's key"))
    .map(({ text }) => text);
}
const isDone = (text: string) => /no longer a member at|'s invite to .* is cancelled\./.test(text);

/** Lets minutes pass, with all that the bot does in them. */
function minutesPass(minutes: number): Promise<void> {
  const end = world.clock.now() + minutes * MINUTE;
  return passing(world, `${minutes} minutes have passed`, () => world.clock.now() >= end, 15_000);
}

async function begin(
  each: Case,
  options: WorldOptions = {},
): Promise<{ readonly view: OpenView; readonly who: string }> {
  world = await startWorld({ ...each.options, ...options });
  const who = each.there();
  return { view: await openOf(each), who };
}

function openOf({ what, system }: Case, person = world.people.ada): Promise<OpenView> {
  return what === 'member'
    ? openList(world, person, `list ${system}`, 'member_list')
    : openList(world, person, `pending ${system}`);
}

/** Presses Remove or Cancel, and waits until the list says that it is not done yet. */
async function ask(
  each: Case,
  { view, who }: { view: OpenView; who: string },
  person = world.people.ada,
): Promise<void> {
  await pressInRow(world, person, view, who, each.what === 'member' ? 'member:remove' : 'member:cancel');
  await listSays(world, view, 'Guestlist keeps trying and messages you');
  expect(viewCopy(view)).toContain(each.what === 'member' ? "isn't removed from" : "isn't cancelled yet");
  expect(viewCopy(view)).toContain(`in ${nameOf(each)}'s dashboard`);
}

const nameOf = ({ system }: Case) => `${system.charAt(0).toUpperCase()}${system.slice(1)}`;

async function untilGone(each: Case): Promise<void> {
  await passing(world, 'the access is gone', () => !each.isThere(), 10_000);
  await passing(world, 'it is reported', () => removalMessages().some(isDone), 1_000);
}

/** What `/team history` says. */
async function history(): Promise<string> {
  await team(world, 'history');
  const view = await topView(world, world.people.ada, 'team_history');
  const said = viewText(view);
  await world.slack.as(world.people.ada).close(view.id, true);
  return said;
}

/** The action_ids of the row that names somebody. */
function buttonsOf(view: OpenView, who: string): readonly string[] {
  const blocks = view.view.blocks as { text?: { text?: string }; elements?: { action_id: string }[] }[];
  const at = blocks.findIndex((block) => block.text?.text?.startsWith(`*${who}`));
  return (blocks[at + 1]?.elements ?? []).map(({ action_id }) => action_id);
}

describe.each(overHttp)('over %s', (transport) => {
  it.each(['member of truvera', 'invite of snyk'])(
    '%s: a removal stays pending for ten minutes with a revoked key, and is done when the key works',
    async (name) => {
      const each = of(name);
      const begun = await begin(each, { transport });
      emulator(each).refuseKeys(true);
      await ask(each, begun);
      expect(viewCopy(begun.view)).toContain("doesn't accept Guestlist's key");
      await minutesPass(10);
      expect(each.isThere()).toBe(true);
      // The form has said it, so no message repeats it.
      expect(removalMessages()).toEqual([]);
      emulator(each).refuseKeys(false);
      await untilGone(each);
      await minutesPass(10);
      expect(removalMessages()).toHaveLength(1);
      expect(removalMessages()[0]).toContain(begun.who);
    },
  );
});

const failures: readonly EmulatedTrouble['then'][] = [
  { status: 401, body: { message: 'Unauthorized', errors: [{ detail: 'Unauthorized' }] } },
  { status: 403, body: { message: 'access denied', errors: [{ detail: 'no' }] } },
  { status: 429 },
  { status: 500, body: { message: 'no' } },
  { status: 503 },
  { cut: 'before' },
];

describe.each(named)('the removal of the %s', (_, each) => {
  it('stays pending while the key is refused, shows in list and history, and is done when the key works', async () => {
    const begun = await begin(each);
    emulator(each).refuseKeys(true);
    await ask(each, begun);
    expect(viewCopy(begun.view)).toContain(begun.who);
    // The system returns no list now; the pending removal is listed all the same.
    expect(viewCopy(begun.view)).toContain('> asked to ');
    await minutesPass(10);
    expect(each.isThere()).toBe(true);
    expect(await history()).toContain('Guestlist keeps trying.');
    emulator(each).refuseKeys(false);
    await untilGone(each);
    expect(removalMessages()).toHaveLength(1);
    expect(await history()).toMatch(
      each.what === 'member' ? /> removed \*Tom/ : /> cancelled \*.*'s pending invite to/,
    );
    expect(writes(each)).toHaveLength(1);
  });

  it('is retried after every kind of failure, with growing waits, until it is done', async () => {
    const begun = await begin(each);
    // Each kind is the first for one of the cases: the list says right after it that Guestlist keeps trying.
    const first = cases.indexOf(each) % failures.length;
    for (const then of [...failures.slice(first), ...failures.slice(0, first)]) trouble(each, then);
    await ask(each, begun);
    await untilGone(each);
    expect(removalMessages()).toHaveLength(1);
    expect(writes(each)).toHaveLength(failures.length + 1);
  });

  it('is looked up first after a lost response: nothing is removed twice', async () => {
    const begun = await begin(each);
    // It is done but the response is lost, and then reading the result fails too.
    const [operation, before] = each.read;
    trouble(each, { cut: 'after' });
    emulator(each).trouble({ operation, times: before, then: { delayMs: 0 } });
    emulator(each).trouble({ operation, times: 500, then: { status: 503 } });
    await ask(each, begun);
    expect(each.isThere()).toBe(false);
    expect(viewCopy(begun.view)).toContain('answer was lost');
    await minutesPass(3);
    expect(removalMessages()).toEqual([]);
    emulator(each).clearTrouble();
    await untilGone(each);
    expect(removalMessages()).toHaveLength(1);
    expect(writes(each)).toHaveLength(1);
  });

  it('is reported as gone when somebody did it at the system meanwhile, and nothing more is sent', async () => {
    const begun = await begin(each);
    emulator(each).refuseKeys(true);
    await ask(each, begun);
    each.byHand();
    emulator(each).refuseKeys(false);
    await passing(world, 'it is reported', () => removalMessages().length > 0, 10_000);
    expect(removalMessages()[0]).toMatch(each.what === 'member' ? /no longer a member/ : /is no longer pending/);
    expect(writes(each)).toEqual([]);
  });

  it('is withdrawn by a button in its row, and nothing is removed', async () => {
    const begun = await begin(each);
    trouble(each, { status: 503 }, 500);
    await ask(each, begun);
    const view = await openOf(each);
    expect(viewCopy(view)).toContain('> asked to ');
    expect(buttonsOf(view, begun.who)).toEqual(['member:keep']);
    await pressInRow(world, world.people.ada, view, begun.who, 'member:keep');
    await listSays(world, view, 'stays');
    expect(viewCopy(view)).not.toContain('> asked to ');
    emulator(each).clearTrouble();
    const sent = writes(each).length;
    await minutesPass(12);
    expect(each.isThere()).toBe(true);
    expect(writes(each)).toHaveLength(sent);
    expect(removalMessages()).toEqual([]);
    expect(await history()).toContain('Withdrawn.');
  });
});

it('a removal survives a restart, even when its system is removed from the configuration meanwhile', async () => {
  const each = of('member of truvera');
  const begun = await begin(each);
  each.isThere();
  world.truvera().refuseKeys(true);
  await ask(each, begun);
  await world.app().stop();
  const { truvera } = world.config.providers;
  Object.assign(world.config.providers, { truvera: undefined });
  await world.restart();
  await minutesPass(10);
  await world.app().stop();
  world.truvera().refuseKeys(false);
  Object.assign(world.config.providers, { truvera });
  await world.restart();
  await untilGone(each);
  expect(removalMessages()).toHaveLength(1);
});

it('a removal is done and reported by the next bot when this one stops before its first try is answered', async () => {
  const each = of('member of truvera');
  const begun = await begin(each);
  trouble(each, { hang: 'before' }, 1);
  void pressInRow(world, world.people.ada, begun.view, begun.who, 'member:remove');
  await passing(world, 'it is sent', () => writes(each).length > 0, 0);
  lost = world.app();
  await world.restart();
  await untilGone(each);
  expect(removalMessages().filter(isDone)).toHaveLength(1);
});

it('a removal is reported once when it fails and the first bot is gone, and again when it is done', async () => {
  const each = of('member of truvera');
  const begun = await begin(each);
  trouble(each, { hang: 'before' }, 1);
  void pressInRow(world, world.people.ada, begun.view, begun.who, 'member:remove');
  await passing(world, 'it is sent', () => writes(each).length > 0, 0);
  lost = world.app();
  world.truvera().refuseKeys(true);
  // Callers that wait for that answer wait in vain now, as on a machine that lost its power.
  await world.restart();
  await passing(world, 'she is notified', () => removalMessages().length > 0, 10_000);
  expect(removalMessages()[0]).toContain("isn't removed from Truvera yet.");
  await minutesPass(10);
  expect(removalMessages()).toHaveLength(1);
  world.truvera().refuseKeys(false);
  await untilGone(each);
  expect(removalMessages()).toHaveLength(2);
});

it('a removal is withdrawn in the direct message that reports it', async () => {
  const each = of('member of truvera');
  const begun = await begin(each);
  trouble(each, { hang: 'before' }, 1);
  void pressInRow(world, world.people.ada, begun.view, begun.who, 'member:remove');
  await passing(world, 'it is sent', () => writes(each).length > 0, 0);
  lost = world.app();
  world.truvera().refuseKeys(true);
  await world.restart();
  await passing(world, 'she is notified', () => removalMessages().length > 0, 10_000);
  const [message] = world.slack.messages.filter(({ text }) => text.includes("isn't removed from Truvera yet."));
  if (message === undefined) throw new Error('no message');
  await press(world, world.people.ada, message, 'member:keep');
  await passing(world, 'it is withdrawn', () =>
    world.slack.messages.some(({ text }) => text.includes('stays a member')),
  );
  world.truvera().refuseKeys(false);
  await minutesPass(10);
  expect(each.isThere()).toBe(true);
});

it('a removal withdrawn while it is in progress is reported with its real result', async () => {
  const each = of('member of truvera');
  const begun = await begin(each);
  trouble(each, { status: 503 }, 1);
  trouble(each, { delayMs: 600 }, 1);
  await ask(each, begun);
  await passing(world, 'it is sent again', () => writes(each).length > 1, 5_000);
  await pressInRow(world, world.people.ada, begun.view, begun.who, 'member:keep');
  await untilGone(each);
  expect(await history()).toMatch(/> removed \*Tom/);
});

it('a removal is reported as refused for good when the system says so later, and is not retried', async () => {
  const each = of('invite of snyk');
  const begun = await begin(each);
  trouble(each, { status: 503 }, 2);
  trouble(each, { status: 400, body: { errors: [{ detail: 'Not this one.' }] } }, 9);
  await ask(each, begun);
  await passing(world, 'it is reported', () => removalMessages().length > 0, 5_000);
  expect(removalMessages()[0]).toContain('Snyk refused: Not this one.');
  expect(removalMessages()[0]).toContain('Guestlist has stopped trying.');
  const sent = writes(each).length;
  await minutesPass(12);
  expect(writes(each)).toHaveLength(sent);
  expect(removalMessages()).toHaveLength(1);
  expect(await history()).toContain('Not done: Snyk refused: Not this one.');
});

it('a removal stays pending when the person who asked for it is no longer an admin', async () => {
  const each = of('member of truvera');
  const begun = await begin(each);
  world.truvera().refuseKeys(true);
  await ask(each, begun);
  Object.assign(world.slack.people.find(({ id }) => id === world.people.ada) ?? {}, { kind: 'member' });
  await minutesPass(5);
  world.truvera().refuseKeys(false);
  await untilGone(each);
});

describe('a removal two people asked for', () => {
  let second: string;
  async function bothAsk(each: Case): Promise<void> {
    const begun = await begin(each);
    second = world.slack.addPerson({ name: 'eva', realName: 'Eva', kind: 'admin' }).id;
    const evas = await openOf(each, second);
    emulator(each).refuseKeys(true);
    await ask(each, begun);
    await ask(each, { view: evas, who: begun.who }, second);
  }

  it('is one removal, and both are notified when it is done', async () => {
    const each = of('member of truvera');
    await bothAsk(each);
    expect(
      await withStore(world, (store) => store.stuckRemovals({ kind: 'member', provider: 'truvera', limit: 9 })),
    ).toHaveLength(1);
    await minutesPass(3);
    world.truvera().refuseKeys(false);
    await untilGone(each);
    await passing(world, 'Eva is notified', () => removalMessages(second).some(isDone));
    expect([removalMessages(), removalMessages(second)].map((all) => all.length)).toEqual([1, 1]);
    expect(writes(each)).toHaveLength(1);
    expect((await history()).match(/> removed \*Tom/g)).toHaveLength(2);
  });

  it('is withdrawn by one person, and the other is notified', async () => {
    const each = of('member of truvera');
    await bothAsk(each);
    const view = await openOf(each, second);
    await pressInRow(world, second, view, 'Tom', 'member:keep');
    await listSays(world, view, 'stays a member at Truvera');
    await passing(world, 'Ada is notified', () => removalMessages().length > 0);
    expect(removalMessages()[0]).toContain(`<@${second}> withdrew your request.`);
    world.truvera().refuseKeys(false);
    await minutesPass(10);
    expect(each.isThere()).toBe(true);
    expect(removalMessages(second)).toEqual([]);
  });
});

describe('an inviter who is not an admin', () => {
  const mias = () => world.people.mia;
  async function invited(): Promise<OpenView> {
    world = await startWorld({ policy: openToAll(), truvera: {} });
    await invitedMembers(world, mias(), { system: 'truvera', addresses: ana }, 'Invited to Truvera');
    world.truvera().dashboard.invite('tom@example.com');
    return openList(world, mias(), 'pending truvera');
  }
  const status = (email: string) => world.truvera().invitations.find((each) => each.email === email)?.status;

  it('cancels their own invite when the key works, and its card says so', async () => {
    const view = await invited();
    world.truvera().refuseKeys(true);
    await pressInRow(world, mias(), view, ana, 'member:cancel');
    await listSays(world, view, 'Guestlist keeps trying and messages you');
    await minutesPass(5);
    world.truvera().refuseKeys(false);
    await passing(world, 'it is cancelled', () => status(ana) === 'canceled', 10_000);
    await memberCardSaying(world, `${ana}: cancelled`);
    await passing(world, 'she is notified', () => removalMessages(mias()).some(isDone));
  });

  it("queues no cancel for another person's invite, whichever button was pressed", async () => {
    const view = await invited();
    const adas = await openList(world, world.people.ada, 'pending truvera');
    world.truvera().refuseKeys(true);
    view.view = { ...adas.view };
    await pressInRow(world, mias(), view, 'tom@example.com', 'member:cancel');
    await listSays(world, view, "doesn't accept Guestlist's key");
    expect(viewCopy(view)).not.toContain('keeps trying');
    world.truvera().refuseKeys(false);
    await minutesPass(10);
    expect(status('tom@example.com')).toBe('pending');
  });

  it('does not cancel an invite that an admin made without the bot meanwhile, and is notified of that', async () => {
    world = await startWorld({ policy: openToAll() });
    await invitedMembers(world, mias(), { system: 'parsec', addresses: ana }, 'Invited to Parsec');
    const view = await openList(world, mias(), 'pending parsec');
    world.parsec.refuseKeys(true);
    await pressInRow(world, mias(), view, ana, 'member:cancel');
    await listSays(world, view, 'Guestlist keeps trying and messages you');
    await minutesPass(8);
    // Parsec identifies an invite by its address, which is the same.
    world.parsec.dashboard.cancelMemberInvite(ana);
    world.parsec.dashboard.inviteMember(ana);
    world.parsec.refuseKeys(false);
    await passing(world, 'she is notified', () => removalMessages(mias()).length > 0, 10_000);
    expect(removalMessages(mias())[0]).toContain('Guestlist has stopped trying.');
    expect(world.parsec.teamInvites).toHaveLength(1);
  });

  it('cannot withdraw the removal of a member that others asked for', async () => {
    await invited();
    world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
    const each = of('member of truvera');
    const adas = await openOf(each);
    trouble(each, { status: 503 }, 500);
    await ask(each, { view: adas, who: 'Tom' });
    const view = await openOf(each, mias());
    expect(viewCopy(view)).toContain('> asked to remove this member');
    expect(viewCopy(view)).not.toContain('member:keep');
    const reopened = await openOf(each);
    view.view = { ...reopened.view };
    await pressInRow(world, mias(), view, 'Tom', 'member:keep');
    await listSays(world, view, 'Only the person who asked for this and admins');
    world.truvera().clearTrouble();
    await untilGone(each);
  });
});

it('a pending removal shows in a form opened from an older list, with the button to withdraw it', async () => {
  const each = of('member of truvera');
  const begun = await begin(each);
  const before = begun.view.view;
  trouble(each, { status: 503 }, 500);
  await ask(each, begun);
  begun.view.view = before;
  await pressInRow(world, world.people.ada, begun.view, 'Tom', 'member:role');
  const form = await world.slack.until('the form says so', () => {
    const top = world.slack.as(world.people.ada).views().at(-1);
    return top?.view.callback_id === 'member_terms' && viewText(top).includes('> asked to remove this member')
      ? top
      : undefined;
  });
  await world.slack.as(world.people.ada).act({ viewId: form.id }, { actionId: 'member:keep' });
  await world.slack.until('it is withdrawn', () => viewText(form).includes('stays a member at Truvera'));
});

describe('a removal with two replicas', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
  });

  it('is done once and reported once, whichever replica does it', async () => {
    const each = of('invite of snyk');
    const begun = await begin(each, { databaseUrl: await postgres.freshStore(), rateLimits: false });
    await world.addReplica();
    world.snyk().refuseKeys(true);
    await ask(each, begun);
    await minutesPass(4);
    world.snyk().refuseKeys(false);
    await untilGone(each);
    await minutesPass(6);
    expect(removalMessages()).toHaveLength(1);
    expect(writes(each)).toHaveLength(1);
  });
});
