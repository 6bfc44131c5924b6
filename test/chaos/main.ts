import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { EpisodeReport } from './episode.ts';
import { type Mutant, mutants } from './mutants.ts';
import { replayCommand, runChaos } from './run-chaos.ts';

// `npm run chaos -- --runs 10000`: runs short scenarios with injected faults, and checks what the servers hold afterwards. Exits 1 when
// anything was lost, doubled or wrong. `--seed` replays an episode, `--replicas 3` runs three bots on one PostgreSQL,
// `--mutant no-lease` puts a fault into the product that has to be found.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    replicas: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    mutant: { type: 'string' },
  },
});
const whole = z.coerce.number().int().min(1);
const runs = whole.parse(values.runs);
const replicas = whole.parse(values.replicas);
const seed = z.coerce.number().int().min(0).parse(values.seed);
const mutant = z
  .enum(Object.keys(mutants) as [Mutant, ...Mutant[]])
  .optional()
  .parse(values.mutant);
const print = (text: string) => void process.stdout.write(`${text}\n`);
const replay = (order: { seed: number; scenarios: number }) => replayCommand({ ...order, replicas });

let played = 0;
function onReport(report: EpisodeReport, rssMb: number): void {
  const before = played;
  played += report.scenarios;
  for (const violation of report.violations)
    print(`VIOLATION seed ${report.seed}: ${violation.kind}: ${violation.what}`);
  if (report.violations.length > 0) print(`${report.story}\nreplay: ${replay(report)}`);
  if (Math.floor(before / 500) !== Math.floor(played / 500)) print(`${played} of ${runs}, ${rssMb} MB`);
}

const result = await runChaos({
  runs,
  replicas,
  seed,
  workers: whole.parse(values.workers),
  onReport,
  ...(mutant === undefined ? {} : { mutant, stopAtViolation: true }),
});
const { reports, broken } = result;
for (const each of broken)
  print(`BROKEN seed ${each.seed}: ${each.what}${each.seed < 0 ? '' : `\nreplay: ${replay(each)}`}`);

const kills = reports.flatMap((report) => report.kills).filter((step) => step !== 'failed to start');
const injected: Record<string, number> = {};
for (const report of reports)
  for (const [kind, times] of Object.entries(report.injected)) injected[kind] = (injected[kind] ?? 0) + times;
const violations = (kind: string) =>
  reports.flatMap((report) => report.violations).filter((violation) => violation.kind === kind).length;
const lost = violations('lost notice');
const unapproved = violations('without approval');
const created = violations('duplicate create');
const posted = violations('duplicate post');
const duplicates = (of: 'invites' | 'messages' | 'unseen') =>
  reports.reduce((sum, report) => sum + report.duplicates[of], 0);
const wrongStates = violations('wrong state') + violations('wrong notice');
print(
  [
    `${played} scenarios in ${reports.length} episodes, ${replicas === 1 ? 'SQLite' : `${replicas} replicas on PostgreSQL`}, ${Math.round(result.seconds)} s, ${result.rssMb} MB at peak`,
    `${kills.length} kills at ${new Set(kills).size} different steps`,
    ...Object.keys(injected)
      .toSorted((one, other) => one.localeCompare(other))
      .map((kind) => `  ${kind}: ${injected[kind]}`),
    `lost notices: ${lost}`,
    `sent without approval: ${unapproved}`,
    `duplicate creates: ${created}`,
    `duplicate posts: ${posted}`,
    `duplicates left at the end: ${duplicates('invites')} invites at Parsec, ${duplicates('messages')} messages in Slack`,
    `duplicate posts where the bot could not look first: ${duplicates('unseen')}`,
    `wrong states and notices: ${wrongStates}`,
    `failing episodes: ${reports.filter((report) => report.violations.length > 0).length + broken.length}`,
  ].join('\n'),
);
const wrong =
  lost + unapproved + created + posted + wrongStates + duplicates('invites') + duplicates('messages') + broken.length;
process.exit(wrong === 0 ? 0 : 1);
