import { openLanes } from '../domain/choose-jobs.ts';
import type { Job } from '../domain/job.ts';
import { type Lane, type Line, roomOf, timedLanes } from '../domain/lanes.ts';
import type { Store } from '../flows/shared/context.ts';

/** What a look sees of each lane: more than can be claimed before the next one. */
const NARROW = 16;
/** What a wide look sees where one person's jobs, or channels that have had their message, may stand before all others. */
const WIDE = 300;
/** How often a look is a wide one, ms: a second is divided among the people of a channel, not a millisecond. */
const WIDE_EVERY_MS = 50;

export type LookAround = {
  /** What could be started now beside those that run: not all of it where there is much, but within some looks all of it. */
  readonly dueJobs: (running: readonly Line[], isRunning: (id: string) => boolean) => Promise<readonly Job[]>;
  /** The next look in a lane that is crowded goes on from here. */
  readonly served: (line: Line) => void;
  /** Whether the last look did not see all there is. */
  readonly isCrowded: () => boolean;
  /** When to look wide because this look was not, epoch ms. */
  readonly wideAt: () => number | undefined;
};

/** Looks for due jobs so that a look costs little, however many queues there are. `now` in epoch ms. */
export function createLookAround(store: Pick<Store, 'dueJobs'>, now: () => number): LookAround {
  const reached = new Map<Lane, Line>();
  const crowded = new Set<Lane>();
  let wideLookAt = Number.NEGATIVE_INFINITY;
  let wideAt: number | undefined;

  return {
    async dueJobs(running, isRunning) {
      const at = now();
      // A clock that was set back must not make it wait.
      const isWide = Math.abs(at - wideLookAt) >= WIDE_EVERY_MS;
      if (isWide) wideLookAt = at;
      const looks = openLanes(running).map((lane) => ({
        lane,
        after: crowded.has(lane) ? reached.get(lane) : undefined,
        most: isWide && isDeep(lane) ? WIDE : NARROW,
      }));
      let due = await store.dueJobs(at, looks);
      const again = due.filter(({ id }) => isRunning(id)).map(({ id }) => id);
      // Its lease is over although it runs here: the job behind it is to be seen nevertheless.
      if (again.length > 0) due = (await store.dueJobs(at, looks, again)).filter(({ id }) => !isRunning(id));
      const isFull = ({ lane, most }: (typeof looks)[number]) => due.filter((job) => job.lane === lane).length >= most;
      for (const look of looks) {
        if (isFull(look)) crowded.add(look.lane);
        else crowded.delete(look.lane);
      }
      wideAt = !isWide && [...crowded].some(isDeep) ? wideLookAt + WIDE_EVERY_MS : undefined;
      return due;
    },
    served: (line) => void reached.set(line.lane, line),
    isCrowded: () => crowded.size > 0,
    wideAt: () => wideAt,
  };
}

function isDeep(lane: Lane): boolean {
  return timedLanes.includes(lane) || roomOf(lane).name === 'posting';
}
