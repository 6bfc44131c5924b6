import type { HourClock } from '../../domain/time/hour-clock.ts';
import { cityOf, offsetMinutes, writeTime } from '../../domain/time/zoned-time.ts';

const MOST_INSTANTS = 20;
const DAY_MS = 86_400_000;

/**
 * An instant in the reader's own zone, as Slack writes it; the fallback for old clients is in the invite's zone.
 * `at` in epoch milliseconds.
 */
export function readerTime(at: number, zone: string): string {
  return slackDate(at, '{date_short_pretty} at {time}', zone);
}

/**
 * From when to when, in the reader's own zone: "today at 2:00 PM to 4:00 PM". Within a day only one hour of that name comes after the start,
 * so that the end needs no date, wherever it is read. Epoch ms.
 */
export function readerSpan(startsAt: number, endsAt: number, zone: string): string {
  const end = endsAt - startsAt < DAY_MS ? slackDate(endsAt, '{time}', zone) : readerTime(endsAt, zone);
  return `${readerTime(startsAt, zone)} to ${end}`;
}

/**
 * How long ago something was, as Slack counts it for the reader: "3 hours ago". Only for what has passed: of an instant to come Slack does
 * not document what it writes. https://docs.slack.dev/reference/block-kit/block-elements/date-element
 */
export function readerAgo(at: number, zone: string): string {
  return slackDate(at, '{ago}', zone);
}

function slackDate(at: number, format: string, zone: string): string {
  return `<!date^${Math.floor(at / 1000)}^${format}|${zonedTime(at, zone)}>`;
}

/** As readerTime, the hour alone: for a day that is clear. `at` in epoch milliseconds. */
export function clockTime(at: number, zone: string): string {
  return `<!date^${Math.floor(at / 1000)}^{time}|${zonedTime(at, zone)}>`;
}

/** An instant for plain text, which Slack does not write in the reader's zone: "Mon 23 Nov 2026, 14:00 in Paris". Epoch ms. */
export function zonedTime(at: number, zone: string): string {
  return `${writeTime(at, zone)} in ${cityOf(zone)}`;
}

/** From when to when on the clock of a zone, plain text: "Mon 23 Nov, 14:00 to 16:00 in Paris". Epoch ms. */
export function zonedSpan(startsAt: number, endsAt: number, zone: string): string {
  return `${clockSpan(startsAt, endsAt, zone)} in ${cityOf(zone)}`;
}

/** The same in a zone that is named nearby, on the clock its reader wants. */
export function clockSpan(startsAt: number, endsAt: number, zone: string, clock: HourClock = '24'): string {
  const isOneDay = writeTime(startsAt, zone, 'day') === writeTime(endsAt, zone, 'day');
  const end = writeTime(endsAt, zone, isOneDay ? 'time' : 'short', clock);
  return `${writeTime(startsAt, zone, 'short', clock)} to ${end}`;
}

/** Whether two zones (IANA) show the same clock at these instants (epoch ms); no zone is like none. */
export function sameClock(zone: string, other: string | undefined, ...instants: readonly number[]): boolean {
  return other !== undefined && instants.every((at) => offsetMinutes(at, zone) === offsetMinutes(at, other));
}

/**
 * Text that a system wrote, escaped already, with its UTC instants (`2026-11-23T13:35:02Z`) as Slack shows them to the reader;
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
