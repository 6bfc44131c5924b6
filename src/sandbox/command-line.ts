/** A port of the command line. `name` is the option's, without its dashes. Ends the process with a sentence when it is none. */
export function readPort(text: string, name: string): number {
  const read = Number(text);
  if (text.trim() !== '' && Number.isInteger(read) && read >= 0 && read <= 65_535) return read;
  return refuse(`--${name} takes a number from 1 to 65535, not ${text}`);
}

/** Why something could not be started, for the person who started it. `option`: what chooses the port, without its dashes. */
export function whyNot(error: unknown, option = 'port'): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && 'port' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) {
    const why = error.code === 'EADDRINUSE' ? 'is taken' : 'is not for everybody';
    return `Port ${String(error.port)} ${why}: choose another one with --${option}.`;
  }
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    ? error.message
    : (error.stack ?? error.message);
}

export function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

// Ctrl-C under npm arrives twice at once: from the terminal, and passed on by npm. Somebody impatient presses later.
const IMPATIENT_MS = 1000;

/** Stops on Ctrl-C and SIGTERM, and ends the process with 0. */
export function stopWhenAsked(stop: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > IMPATIENT_MS) process.exit(130);
        return;
      }
      stoppingSince = performance.now();
      process.stdout.write('\nStopping…\n');
      stop().then(
        () => process.exit(0),
        (error: unknown) => refuse(whyNot(error)),
      );
    });
  }
}
