import { fork } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { EpisodeOrder, EpisodeReport } from './episode.ts';
import type { Lateness } from './fault-injection.ts';
import type { Mutant } from './mutants.ts';
import type { FromWorker, ToWorker } from './worker.ts';

export type ChaosOptions = {
  readonly runs: number;
  readonly replicas: number;
  readonly seed: number;
  readonly workers: number;
  /** Scenarios in one episode. */
  readonly scenarios?: number;
  readonly mutant?: Mutant;
  readonly lateness?: Lateness;
  /** Runs one episode at a time, and stops after the first violation. */
  readonly stopAtViolation?: boolean;
  readonly onReport?: (report: EpisodeReport, rssMb: number) => void;
};

export type ChaosResult = {
  readonly reports: readonly EpisodeReport[];
  /** Episodes that threw, which is a failure too. */
  readonly broken: readonly { readonly what: string; readonly seed: number; readonly scenarios: number }[];
  readonly seconds: number;
  /** Peak memory of a worker. */
  readonly rssMb: number;
};

/** Episodes a worker runs at a time, since most of each is waiting. Those on PostgreSQL run alone. */
const AT_A_TIME = 8;

const script = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** The command that replays an episode. */
export function replayCommand(order: { readonly seed: number; readonly scenarios: number; readonly replicas: number }) {
  const { seed, scenarios, replicas } = order;
  return `npm run chaos -- --seed ${seed} --runs ${scenarios}${replicas === 1 ? '' : ` --replicas ${replicas}`}`;
}

/** Runs `runs` scenarios in child processes. Every choice follows from the seed of its episode; seeds count up from `seed`. */
export function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const scenarios = options.scenarios ?? 10;
  /** The last episode may have fewer. */
  const scenariosOf = (seed: number) => Math.min(scenarios, options.runs - (seed - options.seed) * scenarios);
  const orders: EpisodeOrder[] = [];
  for (let left = options.runs, n = 0; left > 0; left -= scenarios, n++) {
    orders.push({
      seed: options.seed + n,
      scenarios: scenariosOf(options.seed + n),
      replicas: options.replicas,
      mutant: options.mutant,
      lateness: options.lateness,
    });
  }
  return playEpisodes(orders, options);
}

/** Plays episodes in child processes. */
export async function playEpisodes(
  given: readonly EpisodeOrder[],
  options: Pick<ChaosOptions, 'workers' | 'stopAtViolation' | 'onReport'>,
): Promise<ChaosResult> {
  const startedAt = performance.now();
  const orders = [...given];
  const scenariosOf = (seed: number) => given.find((order) => order.seed === seed)?.scenarios ?? 0;
  const reports: EpisodeReport[] = [];
  const broken: { what: string; seed: number; scenarios: number }[] = [];
  let rssMb = 0;

  async function runWorker(): Promise<void> {
    const worker = fork(script, {
      execArgv: [],
      env: { ...process.env, TMPDIR: fastFolder(), GUESTLIST_TEST_FOLDER: fastFolder() },
    });
    const send = (message: ToWorker) => void worker.send(message);
    let playing = 0;
    const fill = () => {
      while (playing < (options.stopAtViolation === true || (orders[0]?.replicas ?? 1) > 1 ? 1 : AT_A_TIME)) {
        const next = orders.shift();
        if (next === undefined) break;
        playing += 1;
        send({ play: next });
      }
      if (playing === 0) send({ end: true });
    };
    await new Promise<void>((resolve) => {
      worker.on('message', (message: FromWorker) => {
        if ('broken' in message)
          broken.push({ what: message.broken, seed: message.seed, scenarios: scenariosOf(message.seed) });
        else {
          reports.push(message.report);
          if (options.stopAtViolation === true && message.report.violations.length > 0) orders.length = 0;
          rssMb = Math.max(rssMb, message.rssMb);
          options.onReport?.(message.report, message.rssMb);
        }
        if ('broken' in message && message.seed === -1) return;
        playing -= 1;
        fill();
      });
      worker.once('exit', (code) => {
        if (playing > 0) broken.push({ what: `a worker ended with ${code}`, seed: -1, scenarios: 0 });
        resolve();
      });
      fill();
    });
  }
  await Promise.all(Array.from({ length: options.workers }, runWorker));
  return { reports, broken, seconds: (performance.now() - startedAt) / 1000, rssMb };
}

/** A folder in memory where there is one: the disk is not under test. */
function fastFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}
