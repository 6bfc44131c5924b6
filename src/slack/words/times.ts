import { cityOf, writeTime } from '../../domain/zoned-time.ts';

const MOST_INSTANTS = 20;

/**
 * An instant in the reader's own zone, as Slack writes it; the fallback for old clients is in the invite's zone.
 * `at` in epoch milliseconds.
 */
export function readerTime(at: number, zone: string): string {
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${zonedTime(at, zone)}>`;
}

/** As readerTime, the hour alone: for a day that is clear. `at` in epoch milliseconds. */
export function clockTime(at: number, zone: string): string {
  return `<!date^${Math.floor(at / 1000)}^{time}|${zonedTime(at, zone)}>`;
}

/** An instant for plain text, which Slack does not write in the reader's zone: "Mon 23 Nov 2026, 14:00 in Paris". Epoch ms. */
export function zonedTime(at: number, zone: string): string {
  return `${writeTime(at, zone)} in ${cityOf(zone)}`;
}

/**
 * Text that a system wrote, escaped already, with its UTC instants (`2026-11-23T13:35:02Z`) as Slack shows them to whoever reads;
 * the fallback for old clients is the instant as it was. Only of the first 20: the text grows by 50 characters with each.
 */
export function withReaderTimes(text: string): string {
  let left = MOST_INSTANTS;
  return text.replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\b/g, (iso) => {
    const at = Date.parse(iso);
    return Number.isNaN(at) || left-- <= 0
      ? iso
      : `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time_secs}|${iso}>`;
  });
}
