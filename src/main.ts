import { createApp, createDispatcher } from './app.ts';
import { systemClock } from './clock.ts';
import { readConfig, secretsOf, writeFaults } from './config.ts';
import { createLog } from './log.ts';
import { newId } from './new-id.ts';
import { writePolicyFaults } from './policy-file.ts';
import { openPolicy } from './policy-watch.ts';
import { routeFaults } from './providers/registry.ts';

const config = readConfig(routeFaults);
if (Array.isArray(config)) refuse(writeFaults(config));
const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
const watch = await openPolicy(log, config.policyFile);
if (Array.isArray(watch)) refuse(writePolicyFaults(watch));

const app = createApp(config, watch.policy, { now: systemClock, newId, log, dispatcher: createDispatcher() });

let stopping = false;

// An uncaught error is a bug, and leaves the process in an unknown state. It exits: the jobs are in the store, and the next process
// claims them. A process that is stopping goes on stopping: a socket closed while it reconnects rejects with nothing, and Socket Mode's
// client does not catch that.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log[stopping ? 'warn' : 'error']({ err: error }, `stopping after an ${event}`);
    if (!stopping) process.exit(1);
  });
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    stopping = true;
    log.info({ signal }, 'stopping');
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  });
}

try {
  await app.start();
  watch.start((refused) => app.policyRefused(refused));
} catch (error) {
  // A stop while waiting for Slack ends with its own exit.
  if (!stopping) {
    log.error({ err: error }, `Guestlist couldn't start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
