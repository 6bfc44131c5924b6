import type { ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptedRequests } from '../../../src/flows/shared/accept-request.ts';
import { createLog } from '../../../src/log.ts';
import { customProperties, type Delivery } from '../../../src/slack/connection/delivery.ts';
import { onceOnly, type Process } from '../../../src/slack/connection/once-only.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const MINUTE = 60_000;

let store: Store;
let realNow: number;
/** What Bolt was given. */
let given: ReceiverEvent['body'][];
/** The errors that people were shown. */
let shown: { readonly error: Error; readonly body: object }[];
let logLines: string[];
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('once') });
  realNow = NOW;
  given = [];
  shown = [];
  logLines = [];
});
afterEach(() => store.close());

/** One bot: what it takes, before Bolt. `process` is Bolt; without another it acknowledges. */
function aBot(process: Process = async ({ ack }) => ack(), on: Store = store) {
  const log = createLog({ level: 'debug', secrets: [], destination: { write: (line) => void logLines.push(line) } });
  const take = onceOnly(
    async (event) => {
      given.push(event.body);
      await process(event);
    },
    {
      requests: acceptedRequests({ store: on }),
      realNow: () => realNow,
      log,
      fail: async (error, body) => void shown.push({ error, body }),
    },
  );
  /** Delivers a payload; answers what it was acknowledged with, 'nothing' without acknowledgement. */
  return async (body: ReceiverEvent['body'], delivery: Partial<Delivery> = {}): Promise<unknown> => {
    let acknowledged: unknown = 'nothing';
    const ack = async (answer?: unknown) => {
      acknowledged = answer;
    };
    await take({ body, ack, customProperties: customProperties({ id: 'v0=1', signedAt: NOW, ...delivery }) });
    return acknowledged;
  };
}

const press = { type: 'block_actions', trigger_id: 't1', actions: [{ action_id: 'invite:kick', value: 'inv_1' }] };
const form = { type: 'view_submission', trigger_id: 't1', view: { id: 'V1', state: { values: {} } } };
const already = { response_action: 'update', view: expect.objectContaining({ type: 'modal' }) };

describe('a repeated request', () => {
  it.each([
    ['a command', { command: '/guest', text: 'kick', trigger_id: 't1' }, undefined],
    ['a button', press, undefined],
    ['a form', form, already],
    ['a shortcut', { type: 'shortcut', callback_id: 'x', trigger_id: 't1' }, undefined],
    ["a message's shortcut", { type: 'message_action', callback_id: 'x', trigger_id: 't1' }, undefined],
    ['an event', { type: 'event_callback', event_id: 'Ev1', event: { type: 'x' } }, undefined],
    ['what has no name of its own', { type: 'view_closed', view: { id: 'V1' } }, undefined],
  ])('%s: is acknowledged and does nothing, here, in a replica, and after a restart', async (_kind, body, answer) => {
    const [here, replica] = [aBot(), aBot()];
    await here(body);
    expect(await here(body)).toEqual(answer);
    expect(await replica(body)).toEqual(answer);
    expect(await aBot()(body)).toEqual(answer);
    expect(given).toEqual([body]);
    expect(logLines).toHaveLength(3);
    expect(logLines.join('')).not.toContain('inv_1');
  });

  it('counts once also when Slack delivers an event again with a new signature', async () => {
    const bot = aBot();
    const event = { type: 'event_callback', event_id: 'Ev1', event: { type: 'x' } };
    await bot(event);
    await bot(event, { id: 'v0=2', signedAt: NOW + MINUTE });
    expect(given).toHaveLength(1);
    await bot({ ...event, event_id: 'Ev2' });
    expect(given).toHaveLength(2);
  });

  it('is answered each time when it is a search, which changes nothing', async () => {
    const bot = aBot(async ({ ack }) => ack({ options: [] }));
    const search = { type: 'block_suggestion', value: 'ed' };
    expect([await bot(search), await bot(search)]).toEqual([{ options: [] }, { options: [] }]);
  });
});

describe('a request that only looks repeated', () => {
  it('is carried out: a button pressed twice on purpose, a corrected form, or one submitted again as it is', async () => {
    const bot = aBot();
    await bot(press);
    await bot({ ...press, trigger_id: 't2' });
    await bot(form);
    await bot({ ...form, view: { ...form.view, state: { values: { email: { value: { value: 'ana' } } } } } });
    await bot({ ...form, trigger_id: 't2' });
    expect(given).toHaveLength(5);
  });

  it('is carried out also where Slack sends no trigger: the delivery distinguishes the two', async () => {
    const bot = aBot();
    const closed = { type: 'view_closed', view: { id: 'V1' } };
    await bot(closed, { id: 'v0=1' });
    await bot(closed, { id: 'v0=2' });
    await bot(closed, { id: 'v0=1' });
    expect(given).toHaveLength(2);
  });
});

describe('a request that comes twice at the same moment', () => {
  it('is carried out once and answered the same twice: a form keeps the errors of the first answer', async () => {
    const errors = { response_action: 'errors', errors: { email: 'Use a full email address.' } };
    const bot = aBot(async ({ ack }) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await ack(errors);
      // What follows the answer takes its time, too.
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    expect(await Promise.all([bot(form), bot(form), bot(form)])).toEqual([errors, errors, errors]);
    expect(given).toHaveLength(1);
  });

  it('is carried out once by replicas that know nothing of each other', async () => {
    const answers = await Promise.all([aBot(), aBot(), aBot()].map((bot) => bot(form)));
    expect(given).toHaveLength(1);
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect(answers.filter((answer) => answer !== undefined)).toEqual([already, already]);
  });

  it('is not acknowledged when the first one is not', async () => {
    const bot = aBot(async () => {});
    expect(await Promise.all([bot(form), bot(form)])).toEqual(['nothing', 'nothing']);
    expect(given).toHaveLength(1);
  });
});

describe('when the store does not say whether a request is the first', () => {
  const { promise: never } = Promise.withResolvers<never>();

  it('nothing is done, and the person gets an error', async () => {
    const away = { ...store, acceptRequest: () => Promise.reject(new Error('away')) };
    expect(await aBot(undefined, away)(press)).toBe('nothing');
    expect(shown).toMatchObject([{ error: { message: 'away' }, body: press }]);
    expect(given).toEqual([]);
  });

  it('nothing is done while the store hangs, and the person gets an error within the three seconds Slack waits', async () => {
    vi.useFakeTimers();
    const answer = aBot(undefined, { ...store, acceptRequest: () => never })(press);
    await vi.advanceTimersByTimeAsync(2_500);
    vi.useRealTimers();
    expect(await answer).toBe('nothing');
    expect(shown).toHaveLength(1);
    expect(given).toEqual([]);
  });
});

describe('clocks', () => {
  it('that are set back let no repetition in, not even a forgotten one', async () => {
    const bot = aBot();
    await bot(press, { signedAt: NOW });
    // A day goes by, and what was accepted before is forgotten.
    for (let n = 0; n < 120; n++) await bot({ ...press, trigger_id: `n${n}` }, { signedAt: NOW + 1_440 * MINUTE + n });
    given = [];
    realNow = NOW;
    await bot(press, { signedAt: NOW });
    await aBot()(press, { signedAt: NOW });
    expect(given).toEqual([]);
  });

  it('that were ahead block nothing afterwards: only the time Slack signed counts', async () => {
    const bot = aBot();
    realNow = NOW + 1_440 * MINUTE;
    await bot(press, { signedAt: undefined });
    realNow = NOW;
    await bot({ ...press, trigger_id: 't2' }, { signedAt: NOW });
    expect(given).toHaveLength(2);
  });

  it("may differ between Slack's own servers by minutes", async () => {
    const bot = aBot();
    await bot(press, { signedAt: NOW + 5 * MINUTE });
    await bot({ ...press, trigger_id: 't2' }, { signedAt: NOW - 5 * MINUTE });
    expect(given).toHaveLength(2);
  });
});

it.each([
  ['what Slack signed', true],
  ['what came by Socket Mode', false],
])('%s: remembers a request for as long as it may come again, then forgets a few at a time', async (_what, signed) => {
  const forgotten: number[] = [];
  const watched: Store = {
    ...store,
    async forgetRequests(which) {
      forgotten.push(which.limit);
      expect(which).toMatchObject({ signed, before: realNow - 15 * MINUTE });
      await store.forgetRequests(which);
    },
  };
  const bot = aBot(undefined, watched);
  const at = (ms: number) => {
    realNow = ms;
    return { signedAt: signed ? ms : undefined };
  };
  for (let n = 0; n < 40; n++) await bot({ ...press, trigger_id: `old${n}` }, at(NOW));
  for (let n = 0; n < 60; n++) await bot({ ...press, trigger_id: `new${n}` }, at(NOW + 20 * MINUTE));
  expect(forgotten).toEqual([500, 500]);
  given = [];
  await bot({ ...press, trigger_id: 'new0' }, at(NOW + 20 * MINUTE));
  expect(given).toEqual([]);
});
