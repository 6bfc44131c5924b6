import { parseArgs } from 'node:util';
import { readPort, refuse, stopWhenAsked, whyNot } from './command-line.ts';
import { startSandbox } from './start-sandbox.ts';

const port = readPortOption();
const sandbox = await startSandbox({ port }).catch((error: unknown) => refuse(whyNot(error)));
process.stdout.write(
  `\nGuestlist sandbox: ${sandbox.url}\nOpen it in a browser. Press Ctrl-C to stop. No data is kept.\n`,
);
stopWhenAsked(() => sandbox.stop());

/** `--port 4000`; a free port by default. */
function readPortOption(): number {
  try {
    return readPort(parseArgs({ options: { port: { type: 'string', default: '0' } } }).values.port, 'port');
  } catch (error) {
    return refuse(`${whyNot(error)}\nUsage: npm run sandbox -- [--port 4000]`);
  }
}
