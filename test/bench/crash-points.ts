import { parseArgs } from 'node:util';
import { type Crash, type Operation, startCrashHarness } from '../support/crash-harness.ts';

// `npm run crash -- --runs 200`: kills the bot (SIGKILL) at every step of inviting, cancelling and ending, in two worlds at a
// time, and checks the result. Exits 1 when anything was lost or doubled.
const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' } } });
const runs = Number(values.runs);

/** Half of the runs invite, a quarter cancel and a quarter end an invite. Each world goes through the steps again and again. */
const worlds: readonly {
  readonly operation: Operation;
  readonly from: number;
  readonly by: number;
  readonly share: number;
}[] = [
  { operation: 'invite', from: 1, by: 2, share: 1 / 4 },
  { operation: 'invite', from: 2, by: 2, share: 1 / 4 },
  { operation: 'cancel', from: 1, by: 1, share: 1 / 4 },
  { operation: 'end', from: 1, by: 1, share: 1 / 4 },
];

const crashes: Crash[] = [];
const faults: string[] = [];
const waiting = [...worlds.entries()];

async function runWorker(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [index, world] = next;
    const harness = await startCrashHarness(`world${index}`);
    let at = world.from;
    for (let run = 0; run < runs * world.share; run++) {
      const crash = await harness.crash(world.operation, at);
      at = crash.killed ? at + world.by : world.from;
      crashes.push(crash);
    }
    faults.push(...(await harness.faults()));
    await harness.stop();
  }
}

const startedAt = performance.now();
await Promise.all([runWorker(), runWorker()]);
const killed = crashes.filter((crash) => crash.killed);
const places = new Set(killed.map((crash) => `${crash.operation} ${crash.step}`));
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
