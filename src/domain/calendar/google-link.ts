import type { CalendarEntry } from './calendar-entry.ts';

/** Longer texts make addresses that Slack and browsers cut. */
const MOST_TITLE = 200;
const MOST_DETAILS = 600;

/**
 * The address that opens an entry in Google Calendar, ready to be saved. Google documents only the button for it; its parameters are known
 * from use and have been the same for ten years.
 */
export function googleCalendarLink({
  title,
  description,
  startsAt,
  endsAt,
}: Pick<CalendarEntry, 'title' | 'description' | 'startsAt' | 'endsAt'>): string {
  const url = new URL('https://calendar.google.com/calendar/render');
  url.searchParams.set('action', 'TEMPLATE');
  url.searchParams.set('text', cutWell(title, MOST_TITLE));
  url.searchParams.set('dates', `${utcOf(startsAt)}/${utcOf(endsAt)}`);
  url.searchParams.set('details', cutWell(description, MOST_DETAILS));
  return url.href;
}

/** `20261123T130000Z` */
function utcOf(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Never through a surrogate pair. */
function cutWell(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
