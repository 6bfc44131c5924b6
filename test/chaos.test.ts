import { expect, it } from 'vitest';
import type { Lateness } from './chaos/fault-injection.ts';
import type { Mutant } from './chaos/mutants.ts';
import type { Violation } from './chaos/oracle.ts';
import { type ChaosResult, replayCommand, runChaos } from './chaos/run-chaos.ts';

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

it('loses nothing and does nothing twice in 40 scenarios on SQLite', { timeout: TIMEOUT }, async () => {
  const result = await runChaos({ runs: 40, replicas: 1, seed: 1, workers: 2 });
  expect(violations(result, 1)).toEqual([]);
  expect(
    result.reports.flatMap(({ duplicates }) => [duplicates.invites, duplicates.messages]).filter((left) => left > 0),
  ).toEqual([]);
  // A run without faults would prove nothing.
  expect(result.reports.reduce((sum, report) => sum + report.scenarios, 0)).toBe(40);
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

it('loses nothing and does nothing twice in 10 scenarios on three replicas', { timeout: TIMEOUT }, async () => {
  const result = await runChaos({ runs: 10, replicas: 3, seed: 900, workers: 1 });
  expect(violations(result, 3)).toEqual([]);
  expect(killed(result).length).toBeGreaterThan(3);
  expect(troubles(result)).toContain('PostgreSQL restarted');
});

type Order = { seed: number; runs: number; scenarios: number; replicas: number; lateness?: Lateness };
it.each<[mutant: Mutant, finds: Violation['kind'], order: Order]>([
  ['mark-before-post', 'lost notice', { seed: 1, runs: 200, scenarios: 4, replicas: 1 }],
  ['no-look-up', 'duplicate post', { seed: 2, runs: 200, scenarios: 4, replicas: 1 }],
  ['no-undo', 'wrong state', { seed: 1, runs: 60, scenarios: 3, replicas: 1, lateness: 'always' }],
  ['no-late-look', 'duplicate post', { seed: 1, runs: 60, scenarios: 3, replicas: 1, lateness: 'always' }],
  ['gives-up', 'wrong state', { seed: 1, runs: 60, scenarios: 3, replicas: 1 }],
  ['no-approval', 'without approval', { seed: 2, runs: 40, scenarios: 2, replicas: 1 }],
  ['no-lease', 'duplicate post', { seed: 1, runs: 40, scenarios: 2, replicas: 3 }],
])('the mutant %s is found as a %s', { timeout: TIMEOUT }, async (mutant, kind, order) => {
  const result = await runChaos({ ...order, workers: 1, mutant, stopAtViolation: true });
  expect(result.broken).toEqual([]);
  expect(result.reports.flatMap((report) => report.violations).map((violation) => violation.kind)).toContain(kind);
});
