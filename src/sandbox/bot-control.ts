import type { App } from '../app.ts';
import { createListeners } from './listeners.ts';

/** The bot as the sandbox runs it: it can be killed and started again on the same store. */
export type BotControl = ReturnType<typeof createBotControl>;

/** The next event people will see, epoch ms, and how much is due now. */
export type Agenda = NonNullable<Awaited<ReturnType<App['agenda']>>>;

/** `cutOff` breaks every connection of the bot, in the middle of what it says. */
type Bot = { readonly app: App; cutOff(): Promise<void> };

/** `create` makes a bot that was not started yet, on the store of the one before. */
export function createBotControl(create: () => Bot) {
  const listeners = createListeners();
  let bot: Bot | undefined;
  let changing: Promise<void> = Promise.resolve();

  function notify(): void {
    listeners.notify();
  }

  /** One after the other, however fast somebody switches. */
  function next(change: () => Promise<void>): Promise<void> {
    changing = changing.catch(() => {}).then(change);
    return changing;
  }

  async function end(how: (running: Bot) => Promise<void>): Promise<void> {
    const running = bot;
    bot = undefined;
    notify();
    if (running !== undefined) await how(running);
  }

  return {
    app: () => bot?.app,
    isRunning: () => bot !== undefined,
    start: () =>
      next(async () => {
        if (bot !== undefined) return;
        const fresh = create();
        try {
          await fresh.app.start();
        } catch (error) {
          await fresh.app.stop();
          throw error;
        }
        bot = fresh;
        notify();
      }),
    stop: () => next(() => end((running) => running.app.stop())),
    /** As when its process is killed: requests under way are cut off. What was acknowledged is in the store. */
    kill: () =>
      next(() =>
        end(async (running) => {
          await running.cutOff();
          await running.app.stop();
        }),
      ),
    agenda: async (): Promise<Agenda | undefined> => bot?.app.agenda(),
    /** The clock was moved. */
    wake: () => bot?.app.wake(),
    onChange: listeners.onChange,
  };
}
