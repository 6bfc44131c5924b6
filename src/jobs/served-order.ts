import { keyOf } from '../domain/choose-jobs.ts';
import type { Line } from '../domain/lanes.ts';

/** Lines and channels to remember. Who is forgotten counts as never served, and is served a little sooner. */
const MOST = 2_000;

/** Who was served when, in memory: after a restart everybody begins again. */
export type ServedOrder = {
  readonly note: (line: Line) => void;
  readonly lastServed: (line: Line) => number;
  readonly postsSinceNews: (target: string) => number;
};

export function createServedOrder(): ServedOrder {
  const served = new Map<string, number>();
  const posts = new Map<string, number>();
  let count = 0;
  return {
    note(line) {
      count += 1;
      keep(served, keyOf(line), count);
      if (line.lane === 'post') keep(posts, line.target, (posts.get(line.target) ?? 0) + 1);
      if (line.lane === 'news') posts.delete(line.target);
    },
    lastServed: (line) => served.get(keyOf(line)) ?? 0,
    postsSinceNews: (target) => posts.get(target) ?? 0,
  };
}

/** The newest is the last of the map. */
function keep(map: Map<string, number>, key: string, value: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
