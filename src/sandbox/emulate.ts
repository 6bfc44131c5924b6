import { parseArgs } from 'node:util';
import { createMovableClock } from '../clock.ts';
import { readPort, refuse, stopWhenAsked, whyNot } from './command-line.ts';
import { startControlApi } from './control-api.ts';
import { emulators } from './emulators.ts';

const names = Object.keys(emulators).join(' | ');
const usage = `Usage: npm run emulate -- ${names} [--port 4010] [--control 4011]`;

const { name, port, controlPort } = readArguments();
const clock = createMovableClock();
try {
  const start = emulators[name];
  if (start === undefined) refuse(usage);
  const emulator = await start(clock, port);
  const control = await startControlApi(emulator, clock, controlPort).catch((error: unknown) =>
    refuse(whyNot(error, 'control')),
  );
  const variables = Object.entries(emulator.environment).map(([variable, value]) => `  ${variable}=${value}`);
  process.stdout.write(
    [
      '',
      `Emulator of ${name}: ${emulator.server.url}`,
      'Environment variables for Guestlist:',
      ...variables,
      `Control API at ${control.url}: GET /state, GET /requests, POST /trouble, DELETE /trouble, POST /keys, POST /guest, POST /clock`,
      'Press Ctrl-C to stop. No data is kept.',
      '',
    ].join('\n'),
  );
  stopWhenAsked(async () => {
    await control.stop();
    await emulator.server.stop();
  });
} catch (error) {
  refuse(whyNot(error));
}

/** Reads the emulator's name and ports; free ports by default. */
function readArguments(): { readonly name: string; readonly port: number; readonly controlPort: number } {
  try {
    const text = { type: 'string', default: '0' } as const;
    const { values, positionals } = parseArgs({ options: { port: text, control: text }, allowPositionals: true });
    const [wanted = '', ...more] = positionals;
    if (!Object.hasOwn(emulators, wanted) || more.length > 0) return refuse(usage);
    return { name: wanted, port: readPort(values.port, '--port'), controlPort: readPort(values.control, '--control') };
  } catch (error) {
    return refuse(`${whyNot(error)}\n${usage}`);
  }
}
