import { parseArgs } from 'node:util';
import { type Crash, type Deed, startCrashLane } from '../support/crash-lane.ts';

// `npm run crash -- --runs 200`: kills the bot (SIGKILL) at step after step of inviting, cancelling and ending, two worlds at a
// time, and says what it left behind. Exits 1 when anything was lost or doubled.
const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' } } });
const runs = Number(values.runs);

/** Half of the runs invite, a quarter each cancels and ends; each world goes from the first step to the last and over again. */
const worlds: readonly { readonly deed: Deed; readonly from: number; readonly by: number; readonly share: number }[] = [
  { deed: 'invite', from: 1, by: 2, share: 1 / 4 },
  { deed: 'invite', from: 2, by: 2, share: 1 / 4 },
  { deed: 'cancel', from: 1, by: 1, share: 1 / 4 },
  { deed: 'end', from: 1, by: 1, share: 1 / 4 },
];

const crashes: Crash[] = [];
const faults: string[] = [];
const waiting = [...worlds.entries()];

async function work(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [index, world] = next;
    const lane = await startCrashLane(`world${index}`);
    let at = world.from;
    for (let run = 0; run < runs * world.share; run++) {
      const crash = await lane.crash(world.deed, at);
      at = crash.killed ? at + world.by : world.from;
      crashes.push(crash);
    }
    faults.push(...(await lane.faults()));
    await lane.stop();
  }
}

const startedAt = performance.now();
await Promise.all([work(), work()]);
const killed = crashes.filter((crash) => crash.killed);
const places = new Set(killed.map((crash) => `${crash.deed} ${crash.step}`));
const seconds = Math.round((performance.now() - startedAt) / 1000);
process.stdout.write(
  [
    `${crashes.length} runs, ${killed.length} of them killed, at ${places.size} different places, in ${seconds} s`,
    ...(faults.length === 0
      ? [`${crashes.length} times one invite, one card, and each notice once`]
      : faults.map((fault) => `FAULT ${fault}`)),
    '',
  ].join('\n'),
);
process.exit(faults.length === 0 ? 0 : 1);
