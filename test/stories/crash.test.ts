import { afterEach, expect, it } from 'vitest';
import { type CrashHarness, startCrashHarness } from '../support/crash-harness.ts';

// Real processes, really killed (SIGKILL), between any two SQL statements and around any HTTP request.
// For all the points, and more often: `npm run crash -- --runs 200`.
let harness: CrashHarness;
afterEach(() => harness.stop());

it.each([
  ['invite', [2, 33, 60, 75]],
  ['cancel', [3, 12, 45]],
  ['end', [10, 45, 85]],
] as const)(
  'leaves one invite, one card and one notification when the bot is killed during the %s',
  { timeout: 240_000 },
  async (action, points) => {
    harness = await startCrashHarness(action);
    const crashes = [];
    for (const at of points) crashes.push(await harness.crash(action, at));
    expect(await harness.faults()).toEqual([]);
    // A run in which nothing was killed would prove nothing.
    expect(crashes.filter((crash) => crash.killed).length).toBeGreaterThan(points.length / 2);
  },
);
