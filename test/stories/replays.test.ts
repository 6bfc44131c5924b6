import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Delivery } from '../../src/sandbox/slack/slack-server.types.ts';
import { useEverySurface } from '../support/genuine-requests.ts';
import {
  anEvening,
  cardSaying,
  cards,
  fillInviteForm,
  guest,
  invited,
  openInviteForm,
  press,
  whispers,
  words,
} from '../support/gestures.ts';
import { listSays, openList } from '../support/member-gestures.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { startWorld, transports, type World, type WorldOptions } from '../support/world.ts';

let postgres: Postgres;
let world: World;
/** Where Slack reaches each bot, in the order they were started. */
let bots: { url: string; socket: number }[];
let databaseUrl: string;
beforeAll(async () => {
  postgres = await sharedPostgres();
});
afterEach(() => world.stop());

async function start(options: WorldOptions): Promise<void> {
  databaseUrl = await postgres.freshStore();
  world = await startWorld({ databaseUrl, rateLimits: false, parsec: { credits: 50 }, ...options });
  bots = [{ url: world.eventsUrl(), socket: 0 }];
}

/** Starts another bot beside the first. People's actions still reach the first. */
async function addBot(): Promise<App> {
  const app = await world.addReplica();
  bots.push({ url: world.eventsUrl(), socket: bots.length });
  if (world.config.slack.appToken === undefined) world.slack.deliverTo(bots[0]?.url);
  return app;
}

/** Sends what was delivered once more, byte for byte, to one of the bots. */
function again(delivery: Delivery, bot: number): Promise<Delivery> {
  return world.slack.redeliver(delivery, bots[bot] ?? {});
}

/** No bot has anything left to do. */
// Jobs that wait a moment for something else count as due.
async function settled(): Promise<void> {
  const due = `select count(*)::int as n, string_agg(kind || ' ' || name || ' ' || state || ' ' || next_at, ', ') as which from job where state in ('queued', 'claimed') and next_at <= ${Math.ceil(world.clock.now()) + 1_500}`;
  await expect.poll(() => postgres.query(databaseUrl, due)).toEqual([{ n: 0, which: null }]);
}

const changing = /^(chat\.|views\.|files\.|conversations\.(open|join))/;

/** The state of everything that a request could have changed. */
async function held(): Promise<object> {
  const { slack } = world;
  const tables = ['invite', 'audit', 'channel_settings', 'member_batch', 'member_row', 'team_action'];
  const counted = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ');
  const systems = { parsec: world.parsec, snyk: world.snyk(), truvera: world.truvera(), intercode: world.intercode() };
  return {
    messages: slack.messages.map((message) => [message.ts, message.edits, words(message)]),
    calls: slack.calls.filter(({ method }) => changing.test(method)).length,
    notes: slack.notes.length,
    views: slack.people.map(({ id }) => [id, viewsOf(id)]),
    store: await postgres.query(databaseUrl, `select ${counted}`),
    writes: Object.entries(systems).map(([name, { requests }]) => [
      name,
      requests.filter(({ method }) => method !== 'GET').map(({ operation }) => operation),
    ]),
  };
}

function viewsOf(person: string): readonly unknown[] {
  const kind = world.slack.people.find(({ id }) => id === person)?.kind;
  return kind === 'bot' || kind === 'deactivated'
    ? []
    : world.slack
        .as(person)
        .views()
        .map(({ id, hash }) => [id, hash]);
}

describe.each(transports)('over %s', (transport) => {
  it('no request of any kind takes effect a second time: here, at another bot, or after a restart', {
    timeout: 240_000,
  }, async () => {
    await start({ transport, snyk: {}, truvera: {}, intercode: {} });
    const { genuine } = await useEverySurface(world);
    // Requests that no gesture made were not delivered yet.
    const known = new Set(world.slack.deliveries.map(({ payload }) => JSON.stringify(payload)));
    for (const { type, payload } of genuine)
      if (!known.has(JSON.stringify(payload))) await world.slack.forge(world.people.ada, type, payload);
    await settled();
    const other = await addBot();

    const all = world.slack.deliveries.filter(({ outcome }) => outcome === 'acked');
    const kinds = new Set(all.map(({ payload }) => payload.type ?? 'command'));
    const every = [
      'block_actions',
      'block_suggestion',
      'command',
      'event_callback',
      'message_action',
      'shortcut',
      'view_submission',
    ];
    expect(kinds).toEqual(new Set(every));
    expect(all.length).toBeGreaterThan(60);
    const before = await held();

    const replay = async (bot: number) => {
      for (const delivery of all) {
        const { outcome, ack } = await again(delivery, bot);
        expect([delivery.payload.type, outcome]).toEqual([delivery.payload.type, 'acked']);
        if (delivery.payload.type === 'view_submission')
          expect(ack).toMatchObject({ response_action: 'update', view: { title: { text: 'Already submitted' } } });
        else if (delivery.payload.type !== 'block_suggestion') expect(ack).toEqual({});
      }
    };
    await replay(0);
    await replay(1);
    // A stop waits for responses and jobs in progress.
    await Promise.all([world.app().stop(), other.stop()]);
    await world.restart();
    bots = [{ url: world.eventsUrl(), socket: 0 }];
    await replay(0);
    await settled();
    await world.app().stop();
    expect(await held()).toEqual(before);
  });

  it('a form delivered twice at once gets the same response twice, and is accepted once', async () => {
    await start({ transport });
    const { mia } = world.people;
    const view = await openInviteForm(world, mia);
    await fillInviteForm(world, mia, view, { ...anEvening, email: 'nobody' });

    /** Submits, and delivers the submission once more while the bot still handles it. */
    async function submitTwice() {
      // The person who asks is looked up again after a minute, and Slack takes its time.
      world.clock.advance(61_000);
      world.slack.trouble({ method: 'users.info', then: { delayMs: 300 } });
      const from = world.slack.deliveries.length;
      const submitted = world.slack.as(mia).submit(view.id);
      const first = await world.slack.until('it is on its way', () => world.slack.deliveries.at(from));
      const second = await again(first, 0);
      return { submitted: await submitted, acks: [first.ack, second.ack] };
    }
    const wrong = await submitTwice();
    expect(wrong.submitted).toBe('errors');
    expect(wrong.acks[0]).toMatchObject({ response_action: 'errors', errors: { email: expect.any(String) } });
    expect(wrong.acks[1]).toEqual(wrong.acks[0]);

    // A corrected form is a new request, though the form is the same.
    await world.slack.as(mia).fill(view.id, { blockId: 'email' }, 'ana@example.com');
    const right = await submitTwice();
    expect(right).toEqual({ submitted: 'closed', acks: [{}, {}] });
    await cardSaying(world, '*Scheduled*');
    expect(world.parsec.invites).toHaveLength(1);
    expect(world.parsec.credits).toBe(49);
  });

  it('a form sent to two bots at once is accepted by one of them', async () => {
    await start({ transport });
    await addBot();
    const { mia } = world.people;
    for (let n = 0; n < 5; n++) {
      const channel = world.slack.addChannel({ name: `c${n}`, members: [mia], bot: true }).id;
      const view = await openInviteForm(world, mia, '', channel);
      // One after the other, so that no form asks about another.
      const [start, end] = [11, 12].map((hour) => ['2026-11-23', `${hour + 2 * n}:00`] as const);
      if (start === undefined || end === undefined) throw new Error('no hours');
      await fillInviteForm(world, mia, view, { ...anEvening, event: `Event ${n}`, start, end });
      await world.slack.until('it asks nothing', () => !JSON.stringify(view.view).includes('clash_ok'));
      const from = world.slack.deliveries.length;
      const submitted = world.slack.as(mia).submit(view.id);
      const first = await world.slack.until('it is on its way', () => world.slack.deliveries.at(from));
      await Promise.all([again(first, 0), again(first, 1), submitted]);
      // Slack may take either response first: the form closes, or says that it was submitted.
      for (const open of world.slack.as(mia).views()) await world.slack.as(mia).close(open.id, true);
      await world.slack.until('the card stands', () =>
        cards(world, channel).some((one) => words(one).includes('*Sched')),
      );
    }
    await settled();
    expect(world.parsec.invites).toHaveLength(5);
    expect(world.parsec.credits).toBe(45);
    expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(5);
  });

  it('a separate action that looks the same is done each time', async () => {
    await start({ transport, truvera: {} });
    const { mia, ada } = world.people;
    const card = await invited(world, mia);
    for (const times of [1, 2, 3]) {
      await guest(world, mia, 'credits');
      await world.slack.until(`${times} answers`, () => whispers(world, mia).length === times);
    }
    for (const _ of [1, 2]) {
      await press(world, mia, card, 'invite:cancel');
      const opened = await world.slack.until('the form is open', () =>
        world.slack
          .as(mia)
          .views()
          .find(({ view }) => view.callback_id === 'cancel_form'),
      );
      await world.slack.as(mia).close(opened.id, true);
    }
    world.truvera().addMember({ name: 'Tom', email: 'tom@example.com' });
    const list = await openList(world, ada, 'list truvera', 'member_list');
    const reads = () => world.truvera().requests.filter(({ operation }) => operation === 'List members').length;
    for (const _ of [1, 2]) {
      const before = reads();
      await world.slack.as(ada).submit(list.id);
      await world.slack.until('the list was read again', () => reads() > before);
      await listSays(world, list, 'Tom');
    }
  });

  it('a store that does not respond changes nothing, and the person is notified', async () => {
    await start({ transport });
    const { mia } = world.people;
    await postgres.query(databaseUrl, 'alter table accepted_request rename to elsewhere');
    expect(await guest(world, mia, 'credits')).toBe('failed');
    await world.slack.until('Mia is notified', () =>
      whispers(world, mia).some((message) => words(message).includes('Something went wrong in Guestlist')),
    );
    expect(whispers(world, mia).filter((message) => words(message).includes('credits'))).toEqual([]);
    await postgres.query(databaseUrl, 'alter table elsewhere rename to accepted_request');
    expect(await guest(world, mia, 'credits')).toBe('ok');
  });
});
