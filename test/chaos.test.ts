import { expect, it } from 'vitest';
import type { EpisodeOrder } from './chaos/episode.ts';
import type { Mutant } from './chaos/mutants.ts';
import type { Violation } from './chaos/oracle.ts';
import { type ChaosResult, playEpisodes, replayCommand, runChaos } from './chaos/run-chaos.ts';

// The small, fixed part of `npm run chaos -- --runs 10000`.
const TIMEOUT = 120_000;

/** Every violation, with the command that replays it. */
function violations({ reports, broken }: ChaosResult, replicas: number): string[] {
  return [
    ...reports.flatMap((report) =>
      report.violations.map(({ kind, what }) => `${replayCommand({ ...report, replicas })}: ${kind}: ${what}`),
    ),
    ...broken.map((each) => `${replayCommand({ ...each, replicas })}: ${each.what}`),
  ];
}

const killed = ({ reports }: ChaosResult) => reports.flatMap((report) => report.kills);
const troubles = ({ reports }: ChaosResult) => new Set(reports.flatMap((report) => Object.keys(report.injected)));

it('loses nothing and does nothing twice in 30 scenarios on SQLite', { timeout: TIMEOUT }, async () => {
  const result = await runChaos({ runs: 30, replicas: 1, seed: 1, workers: 1 });
  expect(violations(result, 1)).toEqual([]);
  expect(
    result.reports.flatMap(({ duplicates }) => [duplicates.invites, duplicates.messages]).filter((left) => left > 0),
  ).toEqual([]);
  // A run without faults would prove nothing.
  expect(result.reports.reduce((sum, report) => sum + report.scenarios, 0)).toBe(30);
  expect(new Set(killed(result)).size).toBeGreaterThan(10);
  for (const kind of [
    'Slack: done and cut',
    'Slack: 429',
    'Slack: 5xx',
    'Parsec: cut',
    'Parsec: hung',
    'Parsec: 429',
    'sockets cut',
    'clock jumped forward',
    'clock jumped back',
    'pressed twice at once',
    'required warnings',
    'Slack: late',
    'Parsec: late',
    'key revoked',
    'invite approved',
    'invite expired',
  ])
    expect(troubles(result)).toContain(kind);
});

it('loses nothing and does nothing twice in 5 scenarios on three replicas', { timeout: TIMEOUT }, async () => {
  const result = await runChaos({ runs: 5, replicas: 3, seed: 900, workers: 1 });
  expect(violations(result, 3)).toEqual([]);
  expect(killed(result).length).toBeGreaterThan(3);
  expect(troubles(result)).toContain('PostgreSQL restarted');
});

type Hunt = Pick<EpisodeOrder, 'seed' | 'scenarios' | 'lateness'> & { mutant: Mutant; finds: Violation['kind'] };
const hunts: readonly Hunt[] = [
  { mutant: 'mark-before-post', finds: 'lost notice', seed: 1, scenarios: 4 },
  { mutant: 'no-look-up', finds: 'duplicate post', seed: 2, scenarios: 4 },
  { mutant: 'no-undo', finds: 'wrong state', seed: 1, scenarios: 3, lateness: 'always' },
  { mutant: 'no-late-look', finds: 'duplicate post', seed: 1, scenarios: 3, lateness: 'always' },
  { mutant: 'gives-up', finds: 'wrong state', seed: 1, scenarios: 3 },
  { mutant: 'no-approval', finds: 'without approval', seed: 2, scenarios: 2 },
];

it('finds every fault that is put into the product', { timeout: TIMEOUT }, async () => {
  // All in one process. What its first episode does not find is looked for in the next ones.
  let left = hunts;
  for (let round = 0; left.length > 0 && round < 20; round++) {
    const orders = left.map((hunt) => ({ ...hunt, seed: hunt.seed + round, replicas: 1 }));
    const { reports, broken } = await playEpisodes(orders, { workers: 1 });
    expect(broken).toEqual([]);
    const isFound = ({ mutant, finds }: Hunt) =>
      reports.some((report) => report.mutant === mutant && report.violations.some(({ kind }) => kind === finds));
    left = left.filter((hunt) => !isFound(hunt));
  }
  expect(left).toEqual([]);
});
