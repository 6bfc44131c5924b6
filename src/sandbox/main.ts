import { parseArgs } from 'node:util';
import { sandboxPort } from '../config.ts';
import { createLog } from '../log.ts';
import { writePolicyFaults } from '../policy-file.ts';
import { openPolicy, type PolicyWatch } from '../policy-watch.ts';
import { readPort, refuse, stopWhenAsked, whyNot } from './command-line.ts';
import { startSandbox } from './start-sandbox.ts';
import { startSlackOnly } from './start-slack-only.ts';

const USUAL_PORT = '4000';

const usage = `Usage: npm run sandbox -- [--port 4000] [--policy policy.yaml]
       npm run sandbox -- --only slack --manifest manifest.yml [--port 4000] [--slack-port 4001] [--deliver-to URL]

--port NUMBER        the port of the page; PORT or 4000 by default, 0 takes any free one
--policy FILE        the policy file to try; a change of it holds within a few seconds. docs/sandbox.md lists the IDs to use
--only slack         only Slack and the page, for an app of yours that runs elsewhere
--manifest FILE      the manifest of that app, YAML or JSON
--slack-port NUMBER  the port of Slack's Web API; the one after the page's by default
--deliver-to URL     where that app takes requests over HTTP; without it, it connects over Socket Mode`;

const options = readOptions();
const { port } = options;
if (options.only === 'slack') await runSlackOnly();
else await runGuestlist();

async function runGuestlist(): Promise<void> {
  const { policyFile } = options;
  const policy = policyFile === undefined ? {} : { policy: await openPolicyFile(policyFile) };
  const starting = startSandbox({ port, history: true, ...policy });
  const sandbox = await starting.catch((error: unknown) => refuse(whyNotHere(error)));
  process.stdout.write(
    `\nGuestlist sandbox: ${sandbox.url}\nOpen it in a browser. Press Ctrl-C to stop. No data is kept.\n`,
  );
  stopWhenAsked(() => sandbox.stop());
}

async function runSlackOnly(): Promise<void> {
  const { manifest, slackPort, deliverTo } = options;
  if (manifest === undefined) return refuse(`Name the manifest of your app with --manifest.\n${usage}`);
  const starting = startSlackOnly({ port, slackPort, manifest, deliverTo });
  const sandbox = await starting.catch((error: unknown) => refuse(whyNotHere(error)));
  const variables = Object.entries(sandbox.environment).map(([name, value]) => `  ${name}=${value}`);
  process.stdout.write(
    [
      '',
      `Slack sandbox: ${sandbox.url}`,
      'Start your app with:',
      ...variables,
      'Open the address in a browser. Press Ctrl-C to stop. No data is kept.',
      '',
    ].join('\n'),
  );
  stopWhenAsked(() => sandbox.stop());
}

type Options = {
  readonly port: number;
  readonly policyFile: string | undefined;
  readonly only: string | undefined;
  readonly manifest: string | undefined;
  readonly slackPort: number;
  readonly deliverTo: string | undefined;
};

/** Reads the command line, or ends the process with the usage. */
function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        policy: { type: 'string' },
        only: { type: 'string' },
        manifest: { type: 'string' },
        'slack-port': { type: 'string' },
        'deliver-to': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      process.stdout.write(`${usage}\n`);
      process.exit(0);
    }
    if (values.only !== undefined && values.only !== 'slack') return refuse(`--only takes slack.\n${usage}`);
    const own = portOf(values.port);
    const slackPort = values['slack-port'];
    return {
      port: own,
      policyFile: values.policy,
      only: values.only,
      manifest: values.manifest,
      slackPort: slackPort === undefined ? own && own + 1 : readPort(slackPort, '--slack-port'),
      deliverTo: values['deliver-to'],
    };
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
