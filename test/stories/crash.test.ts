import { afterEach, expect, it } from 'vitest';
import { type CrashLane, startCrashLane } from '../support/crash-lane.ts';

// Real processes, really killed (SIGKILL), between any two SQL statements and around any HTTP request. All the points, and
// more often: `npm run crash -- --runs 200`.
let lane: CrashLane;
afterEach(() => lane.stop());

it.each([
  ['invite', [2, 6, 11, 15, 18, 21, 25, 29, 33, 37, 41, 42]],
  ['cancel', [1, 3, 6, 8, 10, 12, 15]],
  ['end', [2, 4, 6, 8, 10, 13]],
] as const)(
  'killed while it does what %s needs: one invite, one card, one notice',
  { timeout: 240_000 },
  async (deed, points) => {
    lane = await startCrashLane(deed);
    const crashes = [];
    for (const at of points) crashes.push(await lane.crash(deed, at));
    expect(await lane.faults()).toEqual([]);
    // A run in which nothing was killed would prove nothing.
    expect(crashes.filter((crash) => crash.killed).length).toBeGreaterThan(points.length / 2);
  },
);
