import { expect, it } from 'vitest';
import type { Lateness } from './chaos/faults.ts';
import type { Fault } from './chaos/judge.ts';
import type { Plant } from './chaos/plants.ts';
import { type ChaosResult, replayCommand, runChaos } from './chaos/run-chaos.ts';

// The small, fixed part of `npm run chaos -- --runs 10000`.
const TIMEOUT = 120_000;

/** What is wrong, with what replays it; empty when nothing is. */
function faults({ reports, broken }: ChaosResult, replicas: number): string[] {
  return [
    ...reports.flatMap((report) =>
      report.faults.map(({ kind, what }) => `${replayCommand({ ...report, replicas })}: ${kind}: ${what}`),
    ),
    ...broken.map((each) => `${replayCommand({ ...each, replicas })}: ${each.what}`),
  ];
}

const killed = ({ reports }: ChaosResult) => reports.flatMap((report) => report.deaths);
const troubles = ({ reports }: ChaosResult) => new Set(reports.flatMap((report) => Object.keys(report.met)));

it('loses nothing and does nothing twice in 40 lives on SQLite', { timeout: TIMEOUT }, async () => {
  const result = await runChaos({ runs: 40, replicas: 1, seed: 1, lanes: 2 });
  expect(faults(result, 1)).toEqual([]);
  expect(result.reports.flatMap(({ twins }) => [twins.invites, twins.messages]).filter((left) => left > 0)).toEqual([]);
  // A run in which nothing went wrong would prove nothing.
  expect(result.reports.reduce((sum, report) => sum + report.lives, 0)).toBe(40);
  expect(new Set(killed(result)).size).toBeGreaterThan(10);
  for (const kind of [
    'Slack: done and cut',
    'Slack: 429',
    'Slack: 5xx',
    'Parsec: cut',
    'Parsec: hung',
    'Parsec: 429',
    'sockets cut',
    'clock jumped on',
    'clock jumped back',
    'pressed twice at once',
    'warnings that had to come',
    'Slack: late',
    'Parsec: late',
    'key revoked',
  ])
    expect(troubles(result)).toContain(kind);
});

it('loses nothing and does nothing twice in 10 lives on three replicas', { timeout: TIMEOUT }, async () => {
  const result = await runChaos({ runs: 10, replicas: 3, seed: 900, lanes: 1 });
  expect(faults(result, 3)).toEqual([]);
  expect(killed(result).length).toBeGreaterThan(3);
  expect(troubles(result)).toContain('PostgreSQL restarted');
});

type Order = { seed: number; runs: number; lives: number; replicas: number; lateness?: Lateness };
it.each<[plant: Plant, finds: Fault['kind'], order: Order]>([
  ['mark-before-post', 'lost notice', { seed: 1, runs: 200, lives: 4, replicas: 1 }],
  ['no-look-up', 'duplicate post', { seed: 2, runs: 200, lives: 4, replicas: 1 }],
  ['no-undo', 'wrong state', { seed: 1, runs: 60, lives: 3, replicas: 1, lateness: 'always' }],
  ['no-late-look', 'duplicate post', { seed: 1, runs: 60, lives: 3, replicas: 1, lateness: 'always' }],
  ['gives-up', 'wrong state', { seed: 1, runs: 60, lives: 3, replicas: 1 }],
  ['no-lease', 'duplicate post', { seed: 1, runs: 40, lives: 2, replicas: 3 }],
])('finds a planted fault: %s is a %s', { timeout: TIMEOUT }, async (plant, kind, order) => {
  const result = await runChaos({ ...order, lanes: 1, plant, stopAtFault: true });
  expect(result.broken).toEqual([]);
  expect(result.reports.flatMap((report) => report.faults).map((fault) => fault.kind)).toContain(kind);
});
