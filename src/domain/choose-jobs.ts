import { allLanes, type Lane, type Line, roomOf } from './lanes.ts';

/** After so many messages of `post` in a channel one of its `news` goes first, so that they come at all. */
const POSTS_BEFORE_NEWS = 3;

/** What the rule goes by, besides what is due. */
export type Floor = {
  /** Everything that occupies a slot. */
  readonly running: readonly Line[];
  /** Whether a target can be turned to now: a channel that has had its message of this second cannot. */
  readonly isFree: (line: Line) => boolean;
  /** When this owner was last served in this lane at this target, as a number that grows; 0 is never. */
  readonly lastServed: (line: Line) => number;
  /** How many jobs of `post` were served in a channel since its last `news`. */
  readonly postsSinceNews: (target: string) => number;
};

/**
 * Which due jobs to start next, at most `most`, the most urgent lane first. In a lane people alternate: next is whose fewest jobs run, then who
 * was served longest ago. Nobody takes more than half of what is free, so there is room for the next person. Of the jobs of one
 * person at one target, the one that stands first in `due` comes first.
 */
export function chooseJobs<Job extends Line>(due: readonly Job[], floor: Floor, most: number): readonly Job[] {
  const slots = occupied(floor.running);
  const queues = Map.groupBy(
    due.filter((job) => floor.isFree(job)),
    keyOf,
  );
  const chosen: Job[] = [];
  while (chosen.length < most) {
    const heads = [...queues.values()].flatMap((queue) => queue[0] ?? []).filter((job) => slots.mayTake(job));
    const [first, ...rest] = heads.map((job) => ({ job, rank: rankOf(job, slots, floor) }));
    if (first === undefined) break;
    const next = rest.reduce((best, each) => (isBefore(each.rank, best.rank) ? each : best), first).job;
    queues.get(keyOf(next))?.shift();
    slots.take(next);
    chosen.push(next);
  }
  return chosen;
}

/** Whether there is a slot for this job beside those that run: in its lane, and at its target. */
export function mayStart(job: Line, running: readonly Line[]): boolean {
  return occupied(running).mayTake(job);
}

/** Lanes that have a free slot. */
export function openLanes(running: readonly Line[]): readonly Lane[] {
  const slots = occupied(running);
  return allLanes.filter((lane) => slots.isOpen(lane));
}

/** One line as a text. */
export function keyOf({ lane, target, owner }: Line): string {
  return `${lane} ${target} ${owner}`;
}

type Slots = {
  readonly take: (line: Line) => void;
  readonly isOpen: (lane: Lane) => boolean;
  readonly mayTake: (line: Line) => boolean;
  /** How many jobs of this person run in the lane. */
  readonly ofOwner: (line: Line) => number;
};

/** The slots with those that run in them, counted in every way they are asked about. */
function occupied(running: readonly Line[]): Slots {
  const counts = new Map<string, number>();
  const count = (...parts: readonly string[]) => counts.get(parts.join(' ')) ?? 0;
  const add = (...parts: readonly string[]) => counts.set(parts.join(' '), count(...parts) + 1);
  function take({ lane, target, owner }: Line): void {
    const { name } = roomOf(lane);
    add('room', name);
    add('owner', name, owner);
    add('target', name, target);
    add('both', name, target, owner);
    add('lane', lane, owner);
  }
  for (const line of running) take(line);
  return {
    take,
    isOpen(lane) {
      const { name, slots } = roomOf(lane);
      return count('room', name) < slots;
    },
    mayTake({ lane, target, owner }) {
      const { name, slots, ofTarget } = roomOf(lane);
      return (
        leavesRoom(slots, count('room', name), count('owner', name, owner)) &&
        leavesRoom(ofTarget, count('target', name, target), count('both', name, target, owner))
      );
    },
    ofOwner: ({ lane, owner }) => count('lane', lane, owner),
  };
}

/** Who has none takes any free slot; who has some takes one only where more than as many are free. So the last free slot is somebody else's. */
function leavesRoom(slots: number, taken: number, own: number): boolean {
  return slots - taken > own;
}

type Rank = readonly [urgency: number, running: number, served: number];

function rankOf(job: Line, slots: Slots, floor: Floor): Rank {
  return [urgencyOf(job, floor), slots.ofOwner(job), floor.lastServed(job)];
}

/** News that were passed over often enough go just before what passed them over. */
function urgencyOf({ lane, target }: Line, { postsSinceNews }: Floor): number {
  const isOverdue = lane === 'news' && postsSinceNews(target) >= POSTS_BEFORE_NEWS;
  return isOverdue ? allLanes.indexOf('post') - 0.5 : allLanes.indexOf(lane);
}

function isBefore(a: Rank, b: Rank): boolean {
  const nth = a.findIndex((value, index) => value !== b[index]);
  return nth >= 0 && Number(a[nth]) < Number(b[nth]);
}
