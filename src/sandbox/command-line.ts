/** Reads a port, or ends the process with a message. `name`: the option or variable it is from. */
export function readPort(text: string, name: string): number {
  const read = Number(text);
  if (text.trim() !== '' && Number.isInteger(read) && read >= 0 && read <= 65_535) return read;
  return refuse(`Set ${name} to a number from 1 to 65535, not ${text}.`);
}

/** The reason a start failed, for the operator. `option`: the option that chooses the port, without dashes. */
export function whyNot(error: unknown, option = 'port'): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && 'port' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) {
    const why = error.code === 'EADDRINUSE' ? 'is in use' : 'needs administrator rights';
    return `Port ${String(error.port)} ${why}. Choose another one with --${option}.`;
  }
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    ? error.message
    : (error.stack ?? error.message);
}

export function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

// Under npm, Ctrl-C arrives twice at once: from the terminal and from npm. A later one means it.
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
