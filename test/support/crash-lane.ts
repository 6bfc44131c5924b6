import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import type { FromBot, FromParent } from './bot-process.ts';
import { fillInviteForm, openInviteForm, topView, words } from './gestures.ts';
import { startWorld } from './world.ts';

/** What the bot is doing when it is killed. */
export type Deed = 'invite' | 'cancel' | 'end';

export type Crash = { readonly deed: Deed; readonly at: number; readonly step: string; readonly killed: boolean };

export type CrashLane = {
  /** Does a deed and kills the bot at its `at`th step, starts it again, and waits until the card is true. */
  crash(deed: Deed, at: number): Promise<Crash>;
  /** Lets minutes pass, and answers what is wrong with any invite, card or notice so far: empty when nothing is. */
  faults(): Promise<string[]>;
  stop(): Promise<void>;
};

type Life = { readonly event: string; readonly channel: string; deed: Deed };

const script = fileURLToPath(new URL('./bot-process.ts', import.meta.url));
const HOUR = 3_600_000;

/** What a card says when its deed is done, and how many notices stand in its thread. */
const done = {
  invite: { says: '*Scheduled.*', notices: 0 },
  cancel: { says: '*Cancelled*', notices: 1 },
  end: { says: '*Ended*', notices: 1 },
} as const satisfies Record<Deed, { says: string; notices: number }>;

/** One world and one store in which the bot, a real process, is killed again and again. */
export async function startCrashLane(name: string): Promise<CrashLane> {
  const world = await startWorld({ noBot: true, rateLimits: false, ackWithinMs: 1_500, parsec: { credits: 10_000 } });
  const person = world.people.mia;
  const hands = world.slack.as(person);
  const lives: Life[] = [];
  let bot: ChildProcess | undefined;
  let last: { step: string; number: number } = { step: '', number: 0 };

  const tell = (message: FromParent) => void (bot?.connected === true && bot.send(message));
  world.clock.onMove((now) => tell({ moveTo: now }));

  async function startBot(): Promise<void> {
    const start = JSON.stringify({ config: world.config, now: world.clock.now() });
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'guestlist-compile-cache') };
    const next = fork(script, [start], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env });
    bot = next;
    await new Promise<void>((resolve, reject) => {
      next.on('message', (message: FromBot) => {
        if ('ready' in message) resolve();
        else last = message;
      });
      next.once('exit', (code, signal) => reject(new Error(`the bot did not start: ${code ?? signal}`)));
    });
    next.removeAllListeners('exit');
  }
  const alive = () => bot !== undefined && bot.exitCode === null && bot.signalCode === null;
  async function dead(): Promise<void> {
    if (alive() && bot) await once(bot, 'exit');
  }

  const posts = (life: Life, inThread: boolean): Message[] =>
    world.slack.messages.filter(
      (message) =>
        message.channel === life.channel &&
        message.user === world.slack.botUserId &&
        message.ephemeralFor === undefined &&
        (message.threadTs !== undefined) === inThread,
    );
  const isTrue = (life: Life) =>
    posts(life, false).some((message) => words(message).includes(done[life.deed].says)) &&
    posts(life, true).length >= done[life.deed].notices;

  async function settled(life: Life): Promise<void> {
    for (let look = 0; !isTrue(life); look++) {
      if (look > 150) throw new Error(`${life.event}, last step ${last.step}: the card never became true`);
      if (!alive()) await startBot();
      await world.slack.until('the card is true', () => isTrue(life), 200).catch(() => world.clock.advance(8_000));
    }
  }

  /** Submits; when Slack says "We had some trouble connecting. Try again?", does what a person does. */
  async function submit(viewId: string): Promise<void> {
    if ((await hands.submit(viewId)) === 'closed') return;
    await dead();
    await startBot();
    const again = await hands.submit(viewId);
    if (again !== 'closed') throw new Error(`the second submission was not taken: ${again}`);
  }

  async function invite(life: Life, at: number | undefined): Promise<void> {
    const view = await openInviteForm(world, person, '', life.channel);
    const typed = { email: 'ana@example.com', host: 'Edit 1', event: life.event };
    // An hour is long: however often the clock is moved on the way, nothing ends by itself.
    await fillInviteForm(world, person, view, {
      ...typed,
      start: ['2027-11-24', '14:00'],
      end: ['2027-11-24', '16:00'],
    });
    if (at !== undefined) tell({ go: at });
    await submit(view.id);
  }

  return {
    async crash(deed, at) {
      if (!alive()) await startBot();
      const channel = world.slack.addChannel({ name: `${name}-${deed}-${at}`, members: [person], bot: true });
      const life: Life = { event: `${name} ${deed} ${at}`, channel: channel.id, deed: 'invite' };
      lives.push(life);
      last = { step: '', number: 0 };
      if (deed === 'invite') await invite(life, at);
      else {
        await invite(life, undefined);
        await settled(life);
        life.deed = deed;
        if (deed === 'cancel') {
          const [card] = posts(life, false);
          await hands.act({ channel: life.channel, ts: card?.ts ?? '' }, { actionId: 'invite:cancel' });
          const form = await topView(world, person, 'cancel_form');
          tell({ go: at });
          await submit(form.id);
        } else {
          const parsecs = world.parsec.invites.find((each) => each.event_name === life.event);
          tell({ go: at });
          world.clock.advance(Date.parse(parsecs?.expires_at ?? '') - world.clock.now() + 1_000);
        }
      }
      await settled(life);
      const killed = !alive() || last.number < at;
      tell({ go: null });
      if (deed === 'end') world.clock.advance(-366 * 24 * HOUR);
      return { deed, at, step: last.step, killed };
    },

    async faults() {
      if (!alive()) await startBot();
      for (let minute = 0; minute < 4; minute++) {
        world.clock.advance(60_000);
        await world.slack.until('nothing', () => false, 300).catch(() => {});
      }
      return lives.flatMap((life) => {
        const invites = world.parsec.invites.filter((each) => each.event_name === life.event);
        const wanted = done[life.deed];
        return [
          ...(invites.length === 1 ? [] : [`${life.event}: ${invites.length} invites`]),
          ...(posts(life, false).length === 1 ? [] : [`${life.event}: ${posts(life, false).length} cards`]),
          ...(posts(life, true).length === wanted.notices
            ? []
            : [`${life.event}: ${posts(life, true).length} notices`]),
          ...(isTrue(life) ? [] : [`${life.event}: the card is not true`]),
          ...(life.deed === 'cancel' && invites.some((each) => !each.hidden.cancelled)
            ? [`${life.event}: the guest is in`]
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
