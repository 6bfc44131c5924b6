import pino from 'pino';
import type { Log } from '../../../src/log.ts';

/** A log with no redaction at all that keeps every line: what must stay out has to be kept out by the code itself. */
export function openLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  return Object.assign(pino({ level: 'debug' }, { write: (line: string) => lines.push(line) }), { lines });
}
