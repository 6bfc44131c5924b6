import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ProblemCode, problem } from '../../src/domain/problem.ts';
import type { Json, Person } from '../../src/sandbox/slack/slack-server.types.ts';
import type { Surface } from '../../src/slack/gate.ts';
import { problemCopy } from '../../src/slack/shared/problem-copy.ts';
import {
  type Genuine,
  type Scene,
  secretEvent,
  secretGuest,
  secretMember,
  useEverySurface,
} from '../support/genuine-requests.ts';
import { invited, referenceOf, type Typed, words } from '../support/gestures.ts';
import { registeredSurfaces } from '../support/surfaces.ts';
import { startWorld, transports, type World } from '../support/world.ts';

let world: World;
let scene: Scene;

/** Whether a request reaches a surface: by the name it was registered with, or the pattern. */
function reaches({ payload }: Genuine, { kind, name }: Surface): boolean {
  const { command, type, actions, view, callback_id, action_id, event } = payload as {
    command?: string;
    type?: string;
    actions?: { action_id: string }[];
    view?: { callback_id: string };
    callback_id?: string;
    action_id?: string;
    event?: { type: string };
  };
  const sent = {
    event: event?.type,
    command,
    action: type === 'block_actions' ? actions?.[0]?.action_id : undefined,
    submission: type === 'view_submission' ? view?.callback_id : undefined,
    suggestion: type === 'block_suggestion' ? action_id : undefined,
    shortcut: type === 'shortcut' ? callback_id : undefined,
    message_action: type === 'message_action' ? callback_id : undefined,
  }[kind];
  if (sent === undefined) return false;
  return typeof name === 'string' ? name === sent : name.test(sent);
}

/** What the providers and the store hold that a request could change. */
function written(): object {
  const store = new Database(join(world.dataDir, 'guestlist.db'), { readonly: true });
  const tables = ['audit', 'invite', 'member_batch', 'member_row', 'team_action', 'channel_settings', 'removal'];
  const rows = tables.map((table) => [table, store.prepare(`select count(*) from ${table}`).pluck().get()]);
  store.close();
  const systems = { parsec: world.parsec, snyk: world.snyk(), truvera: world.truvera(), intercode: world.intercode() };
  const writes = Object.entries(systems).map(([name, { requests }]) => [
    name,
    requests.filter(({ method }) => method !== 'GET').length,
  ]);
  return Object.fromEntries([...rows, ...writes]);
}

type Seen = { readonly acked: boolean; readonly ack: unknown; readonly shown: () => string };

/** Sends a request in somebody's name; `shown` is everything on their screen since: responses, modals, messages. */
async function send(person: string, { type, payload }: Genuine): Promise<Seen> {
  const [calls, messages] = [world.slack.calls.length, world.slack.messages.length];
  const answered = await world.slack.forge(person, type, payload);
  const ack = answered.acked ? answered.ack : undefined;
  const shown = () => {
    const direct = world.slack.channels.filter(({ kind, members }) => kind === 'im' && members.includes(person));
    const mine = new Set(direct.map(({ id }) => id));
    const own = world.slack.messages
      .slice(messages)
      .filter(({ channel, ephemeralFor }) =>
        ephemeralFor === undefined ? mine.has(channel) : ephemeralFor === person,
      );
    // Messages Slack refused count too: a bot has no direct messages, and many at once exceed the rate limit.
    const sent = world.slack.calls
      .slice(calls)
      .filter(({ method, args }) => method.startsWith('views.') || args.channel === person || args.user === person);
    return JSON.stringify([ack, own, sent.map(({ args }) => args)]);
  };
  return { acked: answered.acked, ack, shown };
}

const secrets = [secretGuest, secretEvent, secretMember];
const listenerFailures = () => world.logLines.filter((line) => line.includes('a listener failed'));

const forgedId = 'forged_9f2c';
const forgedName = 'Forged by hand';
const isForged = (text: string) => text.includes(forgedId) || text.includes(forgedName);

/** Everything in the store, as text. */
function everythingStored(): string {
  const store = new Database(join(world.dataDir, 'guestlist.db'), { readonly: true });
  const tables = store.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[];
  const rows = tables.map((table) => store.prepare(`select * from ${table}`).all());
  store.close();
  return JSON.stringify(rows);
}

/**
 * The copies of a request with one of its ids replaced: an option, a button's value, a conversation, or the private
 * metadata of a modal. A conversation becomes `channel`, and an option gets a forged name.
 */
function forgedCopies(one: Genuine, channel: string): readonly Genuine[] {
  const copies: Genuine[] = [];
  const copyWith = (change: (payload: Json) => void) => {
    // That day's times have passed by now, and a form counts only once: this is a new one.
    const text = JSON.stringify(one).replaceAll('"selected_date":"2026-11-23"', '"selected_date":"2026-11-24"');
    const copy = JSON.parse(text) as Genuine;
    const { view } = copy.payload as {
      view?: { id: string; state: { values: Record<string, Record<string, Record<string, unknown>>> } };
    };
    if (copy.payload.type === 'view_submission' && view !== undefined) {
      view.id = `V0FORGED${copies.length}${one.surface.length}`;
      for (const input of Object.values(view.state.values.event_name ?? {})) input.value = `Event ${copies.length}`;
    }
    change(copy.payload);
    copies.push(copy);
  };
  const at = (payload: Json, path: readonly string[]) => path.reduce<Json>((inner, key) => inner[key] as Json, payload);
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const [parent = '', grandparent = ''] = path.toReversed();
      const isOption = parent === 'selected_option' || grandparent === 'selected_options';
      const isButton = grandparent === 'actions' && path.length === 2;
      if (key === 'private_metadata' && typeof inner === 'string' && inner.startsWith('{')) forgeMetadata(path, inner);
      else if (/^selected_(conversation|channel)$/.test(key))
        copyWith((payload) => Object.assign(at(payload, path), { [key]: channel }));
      else if (key === 'value' && typeof inner === 'string' && (isOption || isButton)) {
        const text = isOption ? { text: { type: 'plain_text', text: forgedName, emoji: true } } : {};
        copyWith((payload) => Object.assign(at(payload, path), { value: forgedId, ...text }));
      } else walk(inner, [...path, key]);
    }
  };
  function forgeMetadata(path: readonly string[], text: string): void {
    for (const [key, held] of Object.entries(JSON.parse(text) as Json)) {
      if (typeof held !== 'string' || held === '') continue;
      const metadata = { ...(JSON.parse(text) as Json), [key]: forgedId };
      copyWith((payload) => Object.assign(at(payload, path), { private_metadata: JSON.stringify(metadata) }));
    }
  }
  walk(one.payload, []);
  return copies;
}

/** Adds an account of a kind to the private channel until the test ends, so that only its kind can be refused. */
function inTheDesk(kind: Person['kind']): string {
  const { id } = world.slack.addPerson({ name: `${kind}s`, kind });
  const members = world.slack.channels.find((one) => one.id === scene.channel)?.members;
  members?.push(id);
  onTestFinished(() => void members?.splice(members.indexOf(id), 1));
  return id;
}

describe.each(transports)('over %s', (transport) => {
  beforeAll(async () => {
    // The test draws more forms in a minute than Slack's rate limits allow.
    const options = { snyk: {}, truvera: {}, intercode: {}, parsec: { credits: 50 }, rateLimits: false };
    world = await startWorld({ ...options, transport });
    scene = await useEverySurface(world);
  });
  afterAll(() => world.stop());

  test('every registered surface has a gesture in the table, and every gesture reaches exactly one surface', () => {
    const surfaces = registeredSurfaces();
    expect(surfaces.length).toBeGreaterThan(30);
    const missing = surfaces.filter((surface) => !scene.genuine.some((one) => reaches(one, surface)));
    expect(missing).toEqual([]);
    const ambiguous = scene.genuine.filter((one) => surfaces.filter((surface) => reaches(one, surface)).length !== 1);
    expect(ambiguous.map(({ surface }) => surface)).toEqual([]);
  });

  /** Accounts that may not use Guestlist: the problem each one reads, and how to make one. */
  const refused: readonly (readonly [
    what: string,
    code: Extract<ProblemCode, `not_allowed_${string}`>,
    account: () => Promise<string>,
  ])[] = [
    ['a guest', 'not_allowed_guest', async () => inTheDesk('guest')],
    ['a single-channel guest', 'not_allowed_guest', async () => inTheDesk('single_channel_guest')],
    ['a person of another company', 'not_allowed_external', async () => inTheDesk('external')],
    ['a bot', 'not_allowed_bot', async () => inTheDesk('bot')],
    ['a deactivated account', 'not_allowed_deactivated', async () => inTheDesk('deactivated')],
    ['an admin who became a guest a minute ago', 'not_allowed_guest', demoted],
    ['somebody Slack does not know', 'not_allowed_unknown', unknown],
  ];

  async function demoted(): Promise<string> {
    const id = inTheDesk('admin');
    await world.slack.as(id).command(scene.channel, '/team help');
    Object.assign(world.slack.people.find((person) => person.id === id) ?? {}, { kind: 'guest' });
    world.clock.advance(61_000);
    return id;
  }

  async function unknown(): Promise<string> {
    const id = inTheDesk('admin');
    const isAsked = (args: Json) => args.user === id;
    world.slack.trouble({ method: 'users.info', times: 10_000, when: isAsked, then: { error: 'user_not_found' } });
    return id;
  }

  test.each(refused)('%s is refused everywhere (%s), changes nothing and learns nothing', async (_, code, account) => {
    const person = await account();
    const why = JSON.stringify(problemCopy(problem(code))).slice(1, -1);
    const before = written();
    for (const genuine of scene.genuine) {
      const { acked, ack, shown } = await send(person, genuine);
      expect([genuine.surface, acked]).toEqual([genuine.surface, true]);
      if (genuine.payload.type === 'block_suggestion')
        expect([genuine.surface, ack]).toEqual([genuine.surface, { options: [] }]);
      else await world.slack.until(`${genuine.surface} is refused`, () => shown().includes(why), 5_000);
      expect([genuine.surface, ...secrets.filter((secret) => shown().includes(secret))]).toEqual([genuine.surface]);
    }
    expect(written()).toEqual(before);
    expect(listenerFailures()).toEqual([]);
  });

  test('an admin who sends ids that were never offered stores none, and calls nothing by a forged name', async () => {
    const { ada, mia } = world.people;
    const closet = world.slack.addChannel({ name: 'closet', kind: 'private', members: [mia] }).id;
    const forged = scene.genuine.flatMap((one) => forgedCopies(one, closet));
    expect(forged.length).toBeGreaterThan(100);
    const calls = world.slack.calls.length;
    for (const one of forged) {
      const { acked, ack } = await send(ada, one);
      expect([one.surface, acked, JSON.stringify(ack ?? {}).includes(forgedName)]).toEqual([one.surface, true, false]);
    }
    // Requests in progress finish first.
    await world.app().stop();
    expect(listenerFailures()).toEqual([]);
    const store = everythingStored();
    expect([store.includes(forgedId), store.includes(forgedName), store.includes(closet)]).toEqual([
      false,
      false,
      false,
    ]);
    const systems = [world.parsec, world.snyk(), world.truvera(), world.intercode()];
    const writes = systems.flatMap(({ requests }) => requests.filter(({ method }) => method !== 'GET'));
    expect(writes.filter((request) => isForged(JSON.stringify(request)))).toEqual([]);
    expect(world.slack.messages.filter((one) => one.channel === closet || isForged(words(one)))).toEqual([]);
    const shown = world.slack.calls.slice(calls).map(({ method, args }) => `${method} ${JSON.stringify(args)}`);
    expect(shown.filter((call) => call.includes(forgedName))).toEqual([]);
    await world.restart();
  });

  // This test comes last, because it stops the bot.
  test('a member outside the channel learns nothing of what is posted there, whatever they send', async () => {
    const { ben, mia } = world.people;
    const open: Partial<Typed> = { email: secretGuest, event: secretEvent, channel: scene.channel };
    const card = await invited(world, mia, { ...open, start: ['2026-11-24', '14:00'], end: ['2026-11-24', '16:00'] });
    // Ben knows all the ids, and none of the contents.
    const known = JSON.stringify([...scene.genuine, ...about(referenceOf(card))])
      .replaceAll(secretGuest, 'nobody@example.com')
      .replaceAll(secretEvent, 'Nothing')
      .replaceAll(secretMember, 'nobody@example.com');
    const requests = JSON.parse(known) as readonly Genuine[];
    expect(requests.length).toBeGreaterThan(50);
    const seen: Seen[] = [];
    for (const request of requests) seen.push(await send(ben, request));
    expect(seen.filter(({ acked }) => !acked)).toEqual([]);
    // Messages on their way to him arrive first.
    await world.app().stop();
    const all = [JSON.stringify(seen.map(({ ack }) => ack)), seen[0]?.shown() ?? ''].join('');
    expect(all).toContain('Another booking');
    expect(all).toContain('has another booking');
    expect(all).toContain('Only the inviter, admins and people in its channel can see this invite.');
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
  });

  /** The requests about any one invite, changed to be about that one. */
  function about(reference: string): readonly Genuine[] {
    const named = scene.genuine.filter(({ payload }) => /inv_\w+/.test(JSON.stringify(payload)));
    return named.map((one) => JSON.parse(JSON.stringify(one).replaceAll(/inv_\w+/g, reference)) as Genuine);
  }
});
