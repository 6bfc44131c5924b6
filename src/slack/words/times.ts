import { writeTime } from '../../domain/zoned-time.ts';

/**
 * An instant in the reader's own zone, as Slack writes it; the fallback for old clients is in the invite's zone.
 * `at` in epoch milliseconds.
 */
export function readerTime(at: number, zone: string): string {
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${writeTime(at, zone)}>`;
}
