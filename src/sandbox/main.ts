import { parseArgs } from 'node:util';
import { startSandbox } from './start-sandbox.ts';

const port = readPort();
const sandbox = await startSandbox({ port }).catch((error: unknown) => refuse(whyNot(error)));
process.stdout.write(
  `\nGuestlist sandbox: ${sandbox.url}\nOpen it in a browser. Ctrl-C stops it and forgets everything.\n`,
);

// Ctrl-C under npm arrives twice at once: from the terminal, and passed on by npm. Somebody impatient presses later.
const IMPATIENT_MS = 1000;
let stoppingSince: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > IMPATIENT_MS) process.exit(130);
      return;
    }
    stoppingSince = performance.now();
    process.stdout.write('\nStopping…\n');
    sandbox.stop().then(
      () => process.exit(0),
      (error: unknown) => refuse(whyNot(error)),
    );
  });
}

/** `--port 4000`; any free port without it. */
function readPort(): number {
  try {
    const { port: text = '0' } = parseArgs({ options: { port: { type: 'string' } } }).values;
    const read = Number(text);
    if (Number.isInteger(read) && read >= 0 && read <= 65_535) return read;
    return refuse(`--port takes a number from 1 to 65535, not ${text}`);
  } catch (error) {
    return refuse(`${whyNot(error)}\nUsage: npm run sandbox -- [--port 4000]`);
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return `Port ${port} is taken: choose another one with --port.`;
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    ? error.message
    : (error.stack ?? error.message);
}

function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
