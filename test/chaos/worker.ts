import '../support/only-loopback.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { type EpisodeOrder, type EpisodeReport, runEpisode } from './episode.ts';
import { speedUpTimers } from './fast-timers.ts';

/** A process that runs episodes, several at a time. */
export type ToWorker = { readonly play: EpisodeOrder } | { readonly end: true };
export type FromWorker =
  | { readonly report: EpisodeReport; readonly rssMb: number }
  | { readonly broken: string; readonly seed: number };

speedUpTimers();

let postgres: Postgres | undefined;
let starting: Promise<Postgres> | undefined;

async function play(order: EpisodeOrder): Promise<void> {
  const send = (message: FromWorker) => void process.send?.(message);
  try {
    if (order.replicas > 1) {
      starting ??= startPostgres();
      postgres = await starting;
    }
    const server = postgres;
    const shared = server && { databaseUrl: await server.fresh(), restart: () => server.restart() };
    send({ report: await runEpisode(order, shared), rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20) });
  } catch (error) {
    send({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error), seed: order.seed });
  }
}

process.on('unhandledRejection', (error) => {
  // Promises of a killed bot may fail. A socket that is closed while it connects rejects with undefined (Socket Mode).
  if (error === undefined) return;
  const text = error instanceof Error ? `${error.name} ${error.message}` : JSON.stringify(error);
  if (
    /Killed|the bot is dead|invalid_auth|database connection is not open|driver has already been destroyed/.test(text)
  )
    return;
  process.send?.({
    broken: `unhandled: ${error instanceof Error ? error.stack : text}`,
    seed: -1,
  } satisfies FromWorker);
});
process.on('message', (message: ToWorker) => {
  if ('play' in message) void play(message.play);
  else void (postgres?.stop() ?? Promise.resolve()).then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
