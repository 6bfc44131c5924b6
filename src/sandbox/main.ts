import { parseArgs } from 'node:util';
import { sandboxPort } from '../config.ts';
import { createLog } from '../log.ts';
import { writePolicyFaults } from '../policy-file.ts';
import { openPolicy, type PolicyWatch } from '../policy-watch.ts';
import { readPort, refuse, stopWhenAsked, whyNot } from './command-line.ts';
import { startSandbox } from './start-sandbox.ts';

const USUAL_PORT = '4000';

const usage = `Usage: npm run sandbox -- [--port 4000] [--policy policy.yaml]

--port NUMBER   the port of the page; PORT or 4000 by default, 0 takes any free one
--policy FILE   the policy file to try; a change of it holds within a few seconds. docs/sandbox.md lists the IDs to use`;

const { port, policyFile } = readOptions();
const policy = policyFile === undefined ? {} : { policy: await openPolicyFile(policyFile) };
const sandbox = await startSandbox({ port, history: true, ...policy }).catch((error: unknown) =>
  refuse(whyNotHere(error)),
);
process.stdout.write(
  `\nGuestlist sandbox: ${sandbox.url}\nOpen it in a browser. Press Ctrl-C to stop. No data is kept.\n`,
);
stopWhenAsked(() => sandbox.stop());

/** Reads the command line, or ends the process with the usage. */
function readOptions(): { readonly port: number; readonly policyFile: string | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        policy: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      process.exit(0);
    }
    return { port: portOf(values.port), policyFile: values.policy };
  } catch (error) {
    return refuse(`${whyNot(error)}\n${usage}`);
  }
}

/** The port of the command line, of the environment, or the one that a page reloaded after a restart finds again. */
function portOf(option: string | undefined): number {
  const variable = option === undefined ? sandboxPort() : undefined;
  return variable === undefined ? readPort(option ?? USUAL_PORT, '--port') : readPort(variable, 'PORT');
}

/** Why the start failed. The usual reason for a port in use is another sandbox. */
function whyNotHere(error: unknown): string {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return inUse ? `${whyNot(error)} A sandbox may run there already: http://127.0.0.1:${port}/` : whyNot(error);
}

/** Opens the file as the bot does, or ends the process with every mistake in it. */
async function openPolicyFile(file: string): Promise<PolicyWatch> {
  const watch = await openPolicy(createLog({ level: 'info', secrets: [] }), file);
  return Array.isArray(watch) ? refuse(writePolicyFaults(watch)) : watch;
}
