import { newId } from '../../src/new-id.ts';
import { type KillableBot, startBot } from '../chaos/killable-bot.ts';
import { passing } from './gestures.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

/** Where a bot dies: at the nth step of that name from when it is said. */
export type Death = readonly [name: RegExp, nth: number];

/** A world whose bots are killed at chosen steps, one after the other, for stories about what each of them leaves behind. */
export type MortalWorld = {
  readonly world: World;
  /** What bots logged as errors: a killed bot leaves work behind, and no bug. */
  readonly broken: readonly string[];
  /** A person sends what `send` sends until a bot takes it; the bot of that moment dies at its step. */
  sendUntilTaken(death: Death, send: () => Promise<string>): Promise<void>;
  /** Lets time pass, with another bot after each that died, until this is so and the last death has come. */
  untilDone(isDone: () => boolean, describe: () => string): Promise<void>;
  /** Whether each bot died at its step, in this order. */
  diedAt(deaths: readonly Death[]): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export async function mortalWorld(options: WorldOptions): Promise<MortalWorld> {
  const world = await startWorld({ noBot: true, rateLimits: false, ackWithinMs: 1_500, ...options });
  const steps: string[] = [];
  const broken: string[] = [];
  let bot: KillableBot | undefined;
  let awaited = 0;
  world.clock.onMove(() => bot?.wake());

  async function start(): Promise<void> {
    if (bot?.isDead() === false) return;
    await bot?.gone();
    bot = startBot(world, {
      newId,
      busy: { count: 0 },
      onKill: (step) => steps.push(step),
      logLine: (line) => void (/"level":(50|60)/.test(line) && broken.push(line)),
    });
    await bot.started;
  }

  return {
    world,
    broken,
    start,
    async sendUntilTaken([step, nth], send) {
      awaited += 1;
      bot?.dieAt(step, nth);
      for (let tries = 0; (await send()) === 'failed'; tries++) {
        if (tries > 3) throw new Error('it was never taken');
        await start();
      }
    },
    async untilDone(isDone, describe) {
      for (let looks = 0; !isDone(); looks++) {
        if (looks > 10) throw new Error(`never done: ${describe()}`);
        await start();
        await passing(world, 'it is done, or the bot is dead', () => isDone() || bot?.isDead() === true, 2_000);
      }
      // The bot may finish before it reaches the step at which it dies, and must not die after the next start.
      await passing(world, 'the bot is dead', () => steps.length >= awaited, 2_000);
    },
    diedAt: (deaths) => steps.length === deaths.length && deaths.every(([step], nth) => step.test(steps[nth] ?? '')),
    async stop() {
      await bot?.stop();
      await world.stop();
    },
  };
}
