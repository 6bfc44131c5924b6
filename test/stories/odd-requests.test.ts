import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/sandbox/slack/slack-server.types.ts';
import { type Genuine, useEverySurface } from '../support/genuine-requests.ts';
import {
  anEvening,
  cardSaying,
  guest,
  inviteGuest,
  offers,
  openInviteForm,
  showMore,
  whispers,
  words,
} from '../support/gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { postSigned } from '../support/raw-http.ts';
import { startWorld, type Transport, transports, type World } from '../support/world.ts';

let postgres: Postgres;
let world: World;
beforeAll(async () => {
  postgres = await sharedPostgres();
});

/** Errors that nobody caught: they end the process (src/main.ts). */
let uncaught: unknown[];
const note = (error: unknown) => void uncaught.push(error);
beforeEach(() => {
  uncaught = [];
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
  expect(uncaught).toEqual([]);
});

const stores = ['SQLite', 'PostgreSQL'] as const;
/** Both transports and both stores; neither knows of the other. */
const everywhere = [
  ['socket', 'SQLite'],
  ['http', 'PostgreSQL'],
] as const satisfies readonly (readonly [Transport, (typeof stores)[number]])[];
const withAll = { snyk: {}, truvera: {}, intercode: {}, rateLimits: false, parsec: { credits: 50 } };
const placeOf = async (store: (typeof stores)[number]) =>
  store === 'PostgreSQL' ? { databaseUrl: await postgres.freshStore() } : {};

const failures = () => world.logLines.filter((line) => /a listener failed|could not be (given|processed)/.test(line));

/** Values that Slack never sends, or not in this place. */
const oddities = [undefined, null, 0, -1, true, '', 'x', '[]', [], {}, [null], [[]], { id: null }, 'x'.repeat(5_000)];

/** What people may type after a command. Slack passes on any pasted text. */
const arguments_ = {
  'five thousand characters': 'x'.repeat(5_000),
  'five thousand words': 'é '.repeat(2_500),
  'five thousand quotes': '”“'.repeat(2_500),
  'NUL and half an emoji': 'a\0b\uD83D c\uDE00',
};
const commands = [
  ...'invite update extend cancel kick list show hosts credits settings help'
    .split(' ')
    .map((each) => `/guest ${each}`),
  ...'invite pending resend edit cancel list remove role help'.split(' ').map((each) => `/member ${each}`),
  '/guest',
  '/guest invite ana@example.com',
  '/guest list all',
  '/member',
  '/member invite snyk',
  '/member pending truvera',
  '/team',
  '/team history',
];

describe.each(everywhere)('over %s, with %s', (transport, store) => {
  afterEach(() => world.stop());

  it('every command gets a response, whatever is typed after it', { timeout: 120_000 }, async () => {
    world = await startWorld({ transport, ...withAll, ...(await placeOf(store)) });
    const { ada } = world.people;
    const user = world.slack.as(ada);
    for (const command of commands) {
      for (const [what, argument] of Object.entries(arguments_)) {
        const [whispered, open] = [whispers(world, ada).length, user.views().length];
        expect([command, what, await user.command(world.channel, `${command} ${argument}`)]).toEqual([
          command,
          what,
          'ok',
        ]);
        await world.slack.until(
          `${command} with ${what} is answered`,
          () => whispers(world, ada).length > whispered || user.views().length > open,
        );
        for (const { id } of user.views()) await user.close(id, true);
      }
    }
    expect(whispers(world, ada).filter((message) => words(message).includes('Something went wrong'))).toEqual([]);
    expect(failures()).toEqual([]);
  });

  it('text typed into a form or a search is stored and found without the characters no store can hold', async () => {
    world = await startWorld({ transport, ...(await placeOf(store)) });
    const { mia } = world.people;
    await inviteGuest(world, mia, { ...anEvening, event: 'Ren\0der \uDE00review', message: 'Hello \uD83D\0Ana 😀' });
    const card = await cardSaying(world, '*Scheduled*');
    expect(words(card)).toContain('Render review');
    expect(world.parsec.invites).toMatchObject([{ event_name: 'Render review' }]);
    await guest(world, mia, 'list Render\0 review');
    await guest(world, mia, 'cancel');
    const picker = await world.slack.until('the picker', () => world.slack.as(mia).views().at(-1));
    const target = { blockId: 'invite', actionId: 'invite_search' };
    expect(await offers(world, mia, picker, target, 'Ren\0der \uD83D')).toHaveLength(1);
    expect(await offers(world, mia, picker, target, 'x'.repeat(5_000))).toEqual([]);
    const form = await openInviteForm(world, mia);
    await showMore(world, mia, form);
    expect(await offers(world, mia, form, { blockId: 'zone', actionId: 'zone_search' }, '\0Tokyo')).not.toEqual([]);
    expect(failures()).toEqual([]);
  });
});

describe.each(transports)('over %s', (transport) => {
  let genuine: readonly Genuine[];
  beforeAll(async () => {
    world = await startWorld({ transport, ...withAll });
    ({ genuine } = await useEverySurface(world));
  });
  afterAll(() => world.stop());

  it('every form, button and search gets a response, however long its texts are, even with NUL in them', async () => {
    /** Which requests fail when sent unchanged, for instance because their modal is closed. */
    const sendAll = async (texts: (text: string) => string) => {
      const before = failures().length;
      for (const { surface, type, payload } of genuine) {
        const { acked } = await world.slack.forge(world.people.ada, type, withTexts(payload, texts));
        expect([surface, acked]).toEqual([surface, true]);
      }
      await answersStill();
      return failures()
        .slice(before)
        .map((line) => (JSON.parse(line) as { err: { message: string } }).err.message);
    };
    const asItWas = new Set(await sendAll((text) => text));
    for (const texts of [
      () => 'x'.repeat(5_000),
      (text: string) => `${text} ${'é '.repeat(2_500)}`,
      (text: string) => `\0${text}\uD83D`,
    ])
      expect((await sendAll(texts)).filter((message) => !asItWas.has(message))).toEqual([]);
  });

  it('an odd value in place of anything that Slack sends never stops the bot', { timeout: 120_000 }, async () => {
    expect(genuine.length).toBeGreaterThan(30);
    const odd: fc.Arbitrary<unknown> = fc.constantFrom<unknown[]>(...oddities);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...genuine), fc.nat(), odd, async ({ type, payload }, place, value) => {
        await sendRaw(transport, type, changed(payload, place, value));
        await answersStill();
      }),
      { numRuns: 100 },
    );
  });
});

/** Somebody sends a command and gets a response. */
async function answersStill(): Promise<void> {
  const { ben } = world.people;
  const before = whispers(world, ben).length;
  expect(await guest(world, ben, 'credits')).toBe('ok');
  await world.slack.until('Ben is answered', () => whispers(world, ben).length > before);
}

it('a malformed message over Socket Mode is dropped with one log line, which does not quote the message', async () => {
  world = await startWorld();
  const envelope = (parts: object) => JSON.stringify({ envelope_id: 'e1', type: 'interactive', payload: {}, ...parts });
  const event = (type: unknown) =>
    envelope({ type: 'events_api', payload: { type: 'event_callback', event_id: 'canary', event: { type } } });
  const frames = [
    '',
    'canary',
    'null',
    '[]',
    '7',
    '"canary"',
    '{}',
    '{"type":"canary"}',
    '['.repeat(100_000),
    ...[null, [], 7, 'canary', {}, { type: 'canary' }].map((payload) => envelope({ payload })),
    ...['interactive', 'events_api', 'slash_commands', 'canary', null].map((type) => envelope({ type, payload: null })),
    envelope({ type: 'events_api', payload: { type: 'event_callback', event: null } }),
    envelope({ type: 'events_api', payload: { command: '/guest', user_id: 'U1', channel_id: 'C1' } }),
    envelope({ envelope_id: null, payload: { command: '/guest', user_id: 'U1', channel_id: 'C1' } }),
    // These are also the names of the client's own events.
    ...[null, 'ws_message', 'slack_event', 'close', 'error', 'connected', 'disconnected'].map(event),
  ];
  const dropped = () => world.logLines.filter((line) => line.includes('dropped a message of Slack'));
  for (const frame of frames) world.slack.sendFrame(frame);
  await answersStill();
  expect(dropped()).toHaveLength(frames.length);
  expect(dropped().join('')).not.toContain('canary');
  await world.stop();
});

/** The payload with other texts in place of typed text and button values. */
function withTexts(payload: Json, texts: (text: string) => string): Json {
  const changed = structuredClone(payload) as {
    command?: string;
    text?: string;
    value?: string;
    actions?: { value?: unknown }[];
    view?: { state: { values: Record<string, Record<string, { value?: unknown }>> } };
  };
  if (changed.command !== undefined) changed.text = texts(changed.text ?? '');
  if (changed.value !== undefined) changed.value = texts(changed.value);
  const inputs = Object.values(changed.view?.state.values ?? {}).flatMap((block) => Object.values(block));
  for (const each of [...(changed.actions ?? []), ...inputs])
    if (typeof each.value === 'string') each.value = texts(each.value);
  return changed as Json;
}

/** The payload with one value replaced, at the top or deep inside. */
function changed(payload: Json, place: number, value: unknown): unknown {
  const copy = structuredClone(payload) as Record<string, unknown>;
  const places: (() => void)[] = [];
  const walk = (at: Record<string, unknown>): void => {
    for (const [key, each] of Object.entries(at)) {
      places.push(() => {
        at[key] = value;
      });
      if (typeof each === 'object' && each !== null) walk(each as Record<string, unknown>);
    }
  };
  walk(copy);
  if (places.length === 0 || place % 8 === 0) return value ?? null;
  places[place % places.length]?.();
  return copy;
}

/** Sends a payload as it is, signed or in an envelope, and accepts any response, as long as there is one. */
async function sendRaw(transport: Transport, type: Genuine['type'], payload: unknown): Promise<void> {
  if (transport === 'socket') {
    world.slack.sendFrame(JSON.stringify({ envelope_id: 'odd', type, payload, accepts_response_payload: true }));
    return;
  }
  const fields = type === 'slash_commands' ? payload : { payload: JSON.stringify(payload) };
  const body = new URLSearchParams(
    Object.entries(fields ?? {}).map(([key, each]): [string, string] => [key, String(each)]),
  ).toString();
  const { status } = await postSigned(world.eventsUrl(), world.slack.signingSecret, body);
  expect([200, 400, 404]).toContain(status);
}
