import { parseArgs } from 'node:util';
import { createMovableClock } from '../clock.ts';
import { readPort, refuse, stopWhenAsked, whyNot } from './command-line.ts';
import { startEmulatorDesk } from './emulator-desk.ts';
import { emulators } from './emulators.ts';

const names = Object.keys(emulators).join(' | ');
const usage = `Usage: npm run emulate -- ${names} [--port 4010] [--desk 4011]`;

const { name, port, deskPort } = asked();
const clock = createMovableClock();
try {
  const start = emulators[name];
  if (start === undefined) refuse(usage);
  const emulator = await start(clock, port);
  const desk = await startEmulatorDesk(emulator, clock, deskPort).catch((error: unknown) =>
    refuse(whyNot(error, 'desk')),
  );
  const variables = Object.entries(emulator.environment).map(([variable, value]) => `  ${variable}=${value}`);
  process.stdout.write(
    [
      '',
      `Emulator of ${name}: ${emulator.server.url}`,
      'To point Guestlist at it:',
      ...variables,
      `Looked into and scripted at ${desk.url}: GET /held, GET /requests, POST /trouble, DELETE /trouble, POST /keys, POST /clock`,
      'Ctrl-C stops it and forgets everything.',
      '',
    ].join('\n'),
  );
  stopWhenAsked(async () => {
    await desk.stop();
    await emulator.server.stop();
  });
} catch (error) {
  refuse(whyNot(error));
}

/** Which emulator, and its ports: free ones unless told. */
function asked(): { readonly name: string; readonly port: number; readonly deskPort: number } {
  try {
    const text = { type: 'string', default: '0' } as const;
    const { values, positionals } = parseArgs({ options: { port: text, desk: text }, allowPositionals: true });
    const [wanted = '', ...more] = positionals;
    if (!Object.hasOwn(emulators, wanted) || more.length > 0) return refuse(usage);
    return { name: wanted, port: readPort(values.port, 'port'), deskPort: readPort(values.desk, 'desk') };
  } catch (error) {
    return refuse(`${whyNot(error)}\n${usage}`);
  }
}
