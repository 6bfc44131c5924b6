import { parseArgs } from 'node:util';
import { createLog } from '../log.ts';
import { writePolicyFaults } from '../policy-file.ts';
import { openPolicy, type PolicyWatch } from '../policy-watch.ts';
import { readPort, refuse, stopWhenAsked, whyNot } from './command-line.ts';
import { startSandbox } from './start-sandbox.ts';

const usage = `Usage: npm run sandbox -- [--port 4000] [--policy policy.yaml]

--port NUMBER   the port of the page; any free one by default
--policy FILE   the policy file to try; a change of it holds within a few seconds. docs/sandbox.md lists the IDs to use`;

const { port, policyFile } = readOptions();
const policy = policyFile === undefined ? {} : { policy: await openPolicyFile(policyFile) };
const sandbox = await startSandbox({ port, ...policy }).catch((error: unknown) => refuse(whyNot(error)));
process.stdout.write(
  `\nGuestlist sandbox: ${sandbox.url}\nOpen it in a browser. Press Ctrl-C to stop. No data is kept.\n`,
);
stopWhenAsked(() => sandbox.stop());

/** Reads the command line, or ends the process with the usage. */
function readOptions(): { readonly port: number; readonly policyFile: string | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        policy: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      process.exit(0);
    }
    return { port: readPort(values.port, 'port'), policyFile: values.policy };
  } catch (error) {
    return refuse(`${whyNot(error)}\n${usage}`);
  }
}

/** Opens the file as the bot does, or ends the process with every mistake in it. */
async function openPolicyFile(file: string): Promise<PolicyWatch> {
  const watch = await openPolicy(createLog({ level: 'info', secrets: [] }), file);
  return Array.isArray(watch) ? refuse(writePolicyFaults(watch)) : watch;
}
