import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { EpisodeReport } from './episode.ts';
import { replayCommand, runChaos } from './run-chaos.ts';

// `npm run chaos -- --runs 10000`: thousands of short lives of invites, in which everything goes wrong that may. Exits 1 when anything
// was lost, doubled or untrue. `--seed` plays an episode again, `--replicas 3` runs three bots on one PostgreSQL.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    replicas: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '2' },
  },
});
const whole = z.coerce.number().int().min(1);
const runs = whole.parse(values.runs);
const replicas = whole.parse(values.replicas);
const seed = z.coerce.number().int().min(0).parse(values.seed);
const print = (text: string) => void process.stdout.write(`${text}\n`);
const replay = (order: { seed: number; lives: number }) => replayCommand({ ...order, replicas });

let played = 0;
function onReport(report: EpisodeReport, rssMb: number): void {
  const before = played;
  played += report.lives;
  for (const fault of report.faults) print(`FAULT seed ${report.seed}: ${fault.kind}: ${fault.what}`);
  if (report.faults.length > 0) print(`${report.story}\nagain: ${replay(report)}`);
  if (Math.floor(before / 500) !== Math.floor(played / 500)) print(`${played} of ${runs}, ${rssMb} MB`);
}

const result = await runChaos({ runs, replicas, seed, lanes: whole.parse(values.lanes), onReport });
const { reports, broken } = result;
for (const each of broken)
  print(`BROKEN seed ${each.seed}: ${each.what}${each.seed < 0 ? '' : `\nagain: ${replay(each)}`}`);

const deaths = reports.flatMap((report) => report.deaths).filter((step) => step !== 'failed to start');
const met: Record<string, number> = {};
for (const report of reports)
  for (const [kind, times] of Object.entries(report.met)) met[kind] = (met[kind] ?? 0) + times;
const faults = (kind: string) =>
  reports.flatMap((report) => report.faults).filter((fault) => fault.kind === kind).length;
const lost = faults('lost notice');
const created = faults('duplicate create');
const posted = faults('duplicate post');
const twins = (of: 'invites' | 'messages' | 'unseen') => reports.reduce((sum, report) => sum + report.twins[of], 0);
const untrue = faults('wrong state') + faults('wrong notice');
print(
  [
    `${played} lives in ${reports.length} episodes, ${replicas === 1 ? 'SQLite' : `${replicas} replicas on PostgreSQL`}, ${Math.round(result.seconds)} s, ${result.rssMb} MB at most`,
    `${deaths.length} kills at ${new Set(deaths).size} different steps`,
    ...Object.keys(met)
      .toSorted((one, other) => one.localeCompare(other))
      .map((kind) => `  ${kind}: ${met[kind]}`),
    `lost notices: ${lost}`,
    `duplicate creates: ${created}`,
    `duplicate posts: ${posted}`,
    `twins left when the dust has settled: ${twins('invites')} invites at Parsec, ${twins('messages')} messages in Slack`,
    `duplicate posts where looking first was impossible: ${twins('unseen')}`,
    `untrue states and notices: ${untrue}`,
    `failing episodes: ${reports.filter((report) => report.faults.length > 0).length + broken.length}`,
  ].join('\n'),
);
const wrong = lost + created + posted + untrue + twins('invites') + twins('messages') + broken.length;
process.exit(wrong === 0 ? 0 : 1);
