import type { App } from '../app.ts';

/** The bot as the sandbox runs it: it can be killed and started again on the same store. */
export type BotControl = ReturnType<typeof createBotControl>;

/** The next event people will see, epoch ms, and how much is due now. */
export type Agenda = NonNullable<Awaited<ReturnType<App['agenda']>>>;

/** `create` makes a bot that was not started yet, on the store of the one before. */
export function createBotControl(create: () => App) {
  const listeners = new Set<() => void>();
  let app: App | undefined;
  let changing: Promise<void> = Promise.resolve();

  function notify(): void {
    for (const listener of listeners) listener();
  }

  /** One after the other, however fast somebody switches. */
  function next(change: () => Promise<void>): Promise<void> {
    changing = changing.catch(() => {}).then(change);
    return changing;
  }

  return {
    app: () => app,
    isRunning: () => app !== undefined,
    start: () =>
      next(async () => {
        if (app !== undefined) return;
        const fresh = create();
        try {
          await fresh.start();
        } catch (error) {
          await fresh.stop();
          throw error;
        }
        app = fresh;
        notify();
      }),
    /** Slack's server has nobody to deliver to until the next start; what was acknowledged is in the store. */
    stop: () =>
      next(async () => {
        const running = app;
        app = undefined;
        await running?.stop();
        notify();
      }),
    agenda: async (): Promise<Agenda | undefined> => app?.agenda(),
    /** The clock was moved. */
    wake: () => app?.wake(),
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
