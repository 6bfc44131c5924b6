import '../support/only-loopback.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { type EpisodeOrder, type EpisodeReport, playEpisode } from './episode.ts';
import { hurry } from './hurry.ts';

/** A process that plays episodes, one order after the other, several at a time. */
export type ToLane = { readonly play: EpisodeOrder } | { readonly end: true };
export type FromLane =
  | { readonly report: EpisodeReport; readonly rssMb: number }
  | { readonly broken: string; readonly seed: number };

hurry();

let postgres: Postgres | undefined;
let starting: Promise<Postgres> | undefined;

async function play(order: EpisodeOrder): Promise<void> {
  const tell = (message: FromLane) => void process.send?.(message);
  try {
    if (order.replicas > 1) {
      starting ??= startPostgres();
      postgres = await starting;
    }
    const server = postgres;
    const shared = server && { databaseUrl: await server.fresh(), restart: () => server.restart() };
    tell({ report: await playEpisode(order, shared), rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20) });
  } catch (error) {
    tell({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error), seed: order.seed });
  }
}

process.on('unhandledRejection', (error) => {
  // What a dead bot leaves behind may fail as it likes. A socket that is closed while it connects rejects with nothing (Socket Mode).
  if (error === undefined) return;
  const text = error instanceof Error ? `${error.name} ${error.message}` : JSON.stringify(error);
  if (
    /Killed|the bot is dead|invalid_auth|database connection is not open|driver has already been destroyed/.test(text)
  )
    return;
  process.send?.({ broken: `unhandled: ${error instanceof Error ? error.stack : text}`, seed: -1 } satisfies FromLane);
});
process.on('message', (message: ToLane) => {
  if ('play' in message) void play(message.play);
  else void (postgres?.stop() ?? Promise.resolve()).then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
