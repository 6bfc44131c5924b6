import { parseArgs } from 'node:util';
import { type Crash, type Deed, startCrashLane } from '../support/crash-lane.ts';

// `npm run crash -- --runs 200 [--lanes 2]`: kills the bot (SIGKILL) at step after step of inviting, cancelling and ending, in as
// many lanes as asked for, and says what it left behind. Exits 1 when anything was lost or doubled.
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, lanes: { type: 'string', default: '2' } },
});
const runs = Number(values.runs);
const lanes = Number(values.lanes);

/** The deeds in turn, each one step further every time; past its last step a deed begins at its first again. */
async function runLane(lane: number): Promise<{ crashes: Crash[]; faults: string[] }> {
  const world = await startCrashLane(`lane${lane}`);
  const next: Record<Deed, number> = { invite: 1, cancel: 1, end: 1 };
  const deeds: readonly Deed[] = ['invite', 'invite', 'cancel', 'end'];
  const crashes: Crash[] = [];
  for (let run = lane; run < runs; run += lanes) {
    const deed = deeds[((run / lanes) % deeds.length) | 0] ?? 'invite';
    // Lanes share the steps between them.
    const crash = await world.crash(deed, (next[deed] - 1) * lanes + lane + 1);
    next[deed] = crash.killed ? next[deed] + 1 : 1;
    crashes.push(crash);
  }
  const faults = await world.faults();
  await world.stop();
  return { crashes, faults };
}

const startedAt = performance.now();
const results = await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
const crashes = results.flatMap((result) => result.crashes);
const faults = results.flatMap((result) => result.faults);
const killed = crashes.filter((crash) => crash.killed);
const seconds = Math.round((performance.now() - startedAt) / 1000);
process.stdout.write(
  [
    `${crashes.length} runs (${killed.length} of them killed) in ${seconds} s, at ${new Set(killed.map((crash) => `${crash.deed} ${crash.step}`)).size} different places`,
    ...(faults.length === 0
      ? [`${crashes.length} times one invite, one card and its notices once`]
      : faults.map((fault) => `FAULT ${fault}`)),
    '',
  ].join('\n'),
);
process.exit(faults.length === 0 ? 0 : 1);
