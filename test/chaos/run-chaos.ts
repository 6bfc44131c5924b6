import { fork } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EpisodeOrder, EpisodeReport } from './episode.ts';
import type { Lateness } from './faults.ts';
import type { FromLane, ToLane } from './lane.ts';
import type { Plant } from './plants.ts';

export type ChaosOptions = {
  readonly runs: number;
  readonly replicas: number;
  readonly seed: number;
  readonly lanes: number;
  /** Lives in one episode. */
  readonly lives?: number;
  readonly plant?: Plant;
  readonly lateness?: Lateness;
  /** One episode after the other, and none after the first that found a fault. */
  readonly stopAtFault?: boolean;
  readonly onReport?: (report: EpisodeReport, rssMb: number) => void;
};

export type ChaosResult = {
  readonly reports: readonly EpisodeReport[];
  /** Lanes that threw, which is a failure too. */
  readonly broken: readonly { readonly what: string; readonly seed: number; readonly lives: number }[];
  readonly seconds: number;
  /** The most memory a lane ever had. */
  readonly rssMb: number;
};

/** Episodes a lane plays at a time: most of each is waiting. Those on PostgreSQL have the server for themselves. */
const AT_A_TIME = 8;

const script = fileURLToPath(new URL('./lane.ts', import.meta.url));

/** What plays an episode again. */
export function replayCommand(order: { readonly seed: number; readonly lives: number; readonly replicas: number }) {
  const { seed, lives, replicas } = order;
  return `npm run chaos -- --seed ${seed} --runs ${lives}${replicas === 1 ? '' : ` --replicas ${replicas}`}`;
}

/** Plays `runs` lives in child processes. Every choice follows from the seed of an episode: the first one's, and one more for each. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const startedAt = performance.now();
  const lives = options.lives ?? 10;
  /** The last episode may have fewer. */
  const livesOf = (seed: number) => Math.min(lives, options.runs - (seed - options.seed) * lives);
  const orders: EpisodeOrder[] = [];
  for (let left = options.runs, n = 0; left > 0; left -= lives, n++) {
    orders.push({
      seed: options.seed + n,
      lives: livesOf(options.seed + n),
      replicas: options.replicas,
      plant: options.plant,
      lateness: options.lateness,
    });
  }
  const reports: EpisodeReport[] = [];
  const broken: { what: string; seed: number; lives: number }[] = [];
  let rssMb = 0;

  async function runLane(): Promise<void> {
    const lane = fork(script, {
      execArgv: [],
      env: { ...process.env, TMPDIR: fastFolder(), GUESTLIST_TEST_FOLDER: fastFolder() },
    });
    const send = (message: ToLane) => void lane.send(message);
    let playing = 0;
    const fill = () => {
      while (playing < (options.replicas > 1 || options.stopAtFault === true ? 1 : AT_A_TIME)) {
        const next = orders.shift();
        if (next === undefined) break;
        playing += 1;
        send({ play: next });
      }
      if (playing === 0) send({ end: true });
    };
    await new Promise<void>((resolve) => {
      lane.on('message', (message: FromLane) => {
        if ('broken' in message)
          broken.push({ what: message.broken, seed: message.seed, lives: livesOf(message.seed) });
        else {
          reports.push(message.report);
          if (options.stopAtFault === true && message.report.faults.length > 0) orders.length = 0;
          rssMb = Math.max(rssMb, message.rssMb);
          options.onReport?.(message.report, message.rssMb);
        }
        if ('broken' in message && message.seed === -1) return;
        playing -= 1;
        fill();
      });
      lane.once('exit', (code) => {
        if (playing > 0) broken.push({ what: `a lane ended with ${code}`, seed: -1, lives });
        resolve();
      });
      fill();
    });
  }
  await Promise.all(Array.from({ length: options.lanes }, runLane));
  return { reports, broken, seconds: (performance.now() - startedAt) / 1000, rssMb };
}

/** Stores in memory, where that is possible: what is proven here is not the disk. */
function fastFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}
