import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import type { FromBot, FromParent } from './bot-process.ts';
import { happensSoon, openFilledForm, type Typed, topView, whereToPress, words } from './gestures.ts';
import { startWorld } from './world.ts';

/** What the bot is doing when it is killed. */
export type Operation = 'invite' | 'cancel' | 'end';

export type Crash = {
  readonly operation: Operation;
  readonly at: number;
  readonly step: string;
  readonly killed: boolean;
};

export type CrashHarness = {
  /** Starts an operation and kills the bot at its `at`th step, starts it again, and waits until the card is true. */
  crash(operation: Operation, at: number): Promise<Crash>;
  /** Lets minutes pass, and answers what is wrong with any invite, card or notice so far: empty when nothing is. */
  faults(): Promise<string[]>;
  stop(): Promise<void>;
};

type Scenario = { readonly event: string; readonly channel: string; operation: Operation };

const script = fileURLToPath(new URL('./bot-process.ts', import.meta.url));

/** What a card says when its operation is done, and how many notices are in its thread. */
const done = {
  invite: { says: '*Scheduled*', notices: 0 },
  cancel: { says: '*Cancelled*', notices: 1 },
  end: { says: '*Ended*', notices: 1 },
} as const satisfies Record<Operation, { says: string; notices: number }>;

/** One world and one store in which the bot, a real process, is killed again and again. */
export async function startCrashHarness(name: string): Promise<CrashHarness> {
  const world = await startWorld({ noBot: true, rateLimits: false, ackWithinMs: 1_500, parsec: { credits: 10_000 } });
  const person = world.people.mia;
  const user = world.slack.as(person);
  const scenarios: Scenario[] = [];
  let bot: ChildProcess | undefined;
  let last: { step: string; number: number } = { step: '', number: 0 };

  // A bot that is dying cannot receive a message; code that waits for its answer waits for its end too.
  const send = (message: FromParent) => void (bot?.connected === true && bot.send(message, () => {}));
  world.clock.onMove((now) => send({ moveTo: now }));

  async function startBot(): Promise<void> {
    const start = JSON.stringify({ config: world.config, now: world.clock.now() });
    const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'guestlist-compile-cache'), ...process.env };
    const next = fork(script, [start], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env });
    bot = next;
    await new Promise<void>((resolve, reject) => {
      next.on('message', (message: FromBot) => {
        if ('ready' in message) resolve();
        else if ('step' in message) last = message;
      });
      next.once('exit', (code, signal) => reject(new Error(`the bot did not start: ${code ?? signal}`)));
    });
    next.removeAllListeners('exit');
  }
  const alive = () => bot !== undefined && bot.exitCode === null && bot.signalCode === null;
  async function dead(): Promise<void> {
    if (alive() && bot) await once(bot, 'exit');
  }

  /** Chooses the step to die at (null: none), and waits until that counts; a bot that is dead already needs no aim. */
  async function aim(at: number | null): Promise<void> {
    if (!alive() || bot === undefined) return;
    const aiming = bot;
    const listening = new AbortController();
    const taken = new Promise<void>((resolve) => {
      const onMessage = (message: FromBot) => void ('aimed' in message && resolve());
      aiming.on('message', onMessage);
      aiming.once('exit', resolve);
      listening.signal.onabort = () => aiming.off('message', onMessage).off('exit', resolve);
    });
    send({ go: at });
    await taken;
    listening.abort();
  }

  // Each lies behind the one before: when the clock is moved to the end of one, no later one has begun.
  let day = Date.UTC(2026, 11, 1);
  function nextWindow(): Pick<Typed, 'start' | 'end'> {
    day += 24 * 3_600_000;
    const date = new Date(day).toISOString().slice(0, 10);
    return { start: [date, '14:00'], end: [date, '16:00'] };
  }

  const posts = (scenario: Scenario, inThread: boolean): Message[] =>
    world.slack.messages.filter(
      (message) =>
        message.channel === scenario.channel &&
        message.user === world.slack.botUserId &&
        message.ephemeralFor === undefined &&
        (message.threadTs !== undefined) === inThread,
    );
  const isTrue = (scenario: Scenario) =>
    posts(scenario, false).some((message) => words(message).includes(done[scenario.operation].says)) &&
    posts(scenario, true).length >= done[scenario.operation].notices;

  /** What the store and Parsec hold of a scenario, for a failure to be understood. */
  function held(scenario: Scenario): string {
    const database = new Database(join(world.dataDir, 'guestlist.db'), { readonly: true });
    const invites = database.prepare('select * from invite where event_name = ?').all(scenario.event) as {
      id: string;
    }[];
    const jobs = invites.flatMap(({ id }) => database.prepare('select * from job where invite_id = ?').all(id));
    const audit = invites.flatMap(({ id }) => database.prepare('select * from audit where invite_id = ?').all(id));
    database.close();
    const parsecs = world.parsec.invites.filter((each) => each.event_name === scenario.event);
    return JSON.stringify({ now: world.clock.now(), alive: alive(), invites, jobs, audit, parsecs }, undefined, 1);
  }

  async function settled(scenario: Scenario): Promise<void> {
    for (let look = 0; !isTrue(scenario); look++) {
      if (look > 150)
        throw new Error(`${scenario.event}, last step ${last.step}: the card never became true\n${held(scenario)}`);
      if (!alive()) await startBot();
      if (!(await happensSoon(world, () => isTrue(scenario), 200))) world.clock.advance(8_000);
    }
  }

  /** Submits; when Slack says "We had some trouble connecting. Try again?", does what a person does. */
  async function submit(viewId: string): Promise<void> {
    if ((await user.submit(viewId)) === 'closed') return;
    await dead();
    await startBot();
    const again = await user.submit(viewId);
    if (again !== 'closed') throw new Error(`the second submission was not taken: ${again}`);
  }

  async function invite(scenario: Scenario, at: number | undefined): Promise<void> {
    const typed = { email: 'ana@example.com', host: 'Edit 1', event: scenario.event };
    const view = await openFilledForm(world, person, { ...typed, ...nextWindow() }, scenario.channel);
    if (at !== undefined) await aim(at);
    await submit(view.id);
  }

  return {
    async crash(operation, at) {
      if (!alive()) await startBot();
      const channel = world.slack.addChannel({ name: `${name}-${scenarios.length}`, members: [person], bot: true });
      const scenario: Scenario = {
        event: `${name} ${scenarios.length}: ${operation} at ${at}`,
        channel: channel.id,
        operation: 'invite',
      };
      scenarios.push(scenario);
      last = { step: '', number: 0 };
      if (operation === 'invite') await invite(scenario, at);
      else {
        await invite(scenario, undefined);
        await settled(scenario);
        scenario.operation = operation;
        if (operation === 'cancel') {
          const [card] = posts(scenario, false);
          const { target, value } = whereToPress(card, 'invite:cancel');
          await user.act({ channel: scenario.channel, ts: card?.ts ?? '' }, target, value);
          const form = await topView(world, person, 'cancel_form');
          await aim(at);
          await submit(form.id);
        } else {
          const parsecs = world.parsec.invites.find((each) => each.event_name === scenario.event);
          await aim(at);
          world.clock.advance(Date.parse(parsecs?.expires_at ?? '') - world.clock.now() + 1_000);
        }
      }
      await settled(scenario);
      await aim(null);
      const killed = !alive() || last.number < at;
      return { operation, at, step: last.step, killed };
    },

    async faults() {
      if (!alive()) await startBot();
      for (let minute = 0; minute < 4; minute++) {
        world.clock.advance(60_000);
        await happensSoon(world, () => false, 300);
      }
      return scenarios.flatMap((scenario) => {
        const invites = world.parsec.invites.filter((each) => each.event_name === scenario.event);
        const wanted = done[scenario.operation];
        return [
          ...(invites.length === 1 ? [] : [`${scenario.event}: ${invites.length} invites`]),
          ...(posts(scenario, false).length === 1 ? [] : [`${scenario.event}: ${posts(scenario, false).length} cards`]),
          ...(posts(scenario, true).length === wanted.notices
            ? []
            : [`${scenario.event}: ${posts(scenario, true).length} notices`]),
          ...(isTrue(scenario) ? [] : [`${scenario.event}: the card is not true`]),
          ...(scenario.operation === 'cancel' && invites.some((each) => !each.hidden.cancelled)
            ? [`${scenario.event}: the guest is in`]
            : []),
        ];
      });
    },

    async stop() {
      if (alive()) bot?.kill('SIGKILL');
      await dead();
      await world.stop();
    },
  };
}
