import { createApp, createDispatcher } from './app.ts';
import { systemClock } from './clock.ts';
import { readConfig, secretsOf, writeFaults } from './config.ts';
import { createLog } from './log.ts';
import { newId } from './new-id.ts';
import { readPolicyFile, writePolicyFaults } from './policy-file.ts';
import { routeFaults } from './providers/registry.ts';

const config = readConfig(routeFaults);
if (Array.isArray(config)) refuse(writeFaults(config));
const policy = readPolicyFile(config.policyFile);
if (Array.isArray(policy)) refuse(writePolicyFaults(policy));

const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
const app = createApp(config, policy, { now: systemClock, newId, log, dispatcher: createDispatcher() });

let stopping = false;

// What nobody caught is a bug, and a process in an unknown state serves nobody: what is owed is in the store, and the next
// process takes it up. One that is stopping anyway stops in order: a socket that is closed while it connects again rejects with
// nothing, and nobody in Socket Mode's client catches it.
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
} catch (error) {
  // Told to stop while it was waiting for Slack: that ends with its own exit.
  if (!stopping) {
    log.error({ err: error }, `Guestlist could not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
