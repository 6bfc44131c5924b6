const DAY = 86_400_000;

/** Whether a format has a token of Slack's. Without one, Slack shows the fallback [public: apps rely on it]. */
export function isDateFormat(format: string): boolean {
  return /\{(date|date_num|date_slash|date_short|date_long|time|time_secs|ago)(_pretty)?\}/.test(format);
}

/**
 * Fills a `<!date^...>` format: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 * `unix` in seconds, `now` in epoch ms, both seen in the zone `tz`. `startsLine`: "Today" instead of "today".
 */
export function fillDate(
  format: string,
  unix: number,
  reader: { readonly tz: string; readonly now: number; readonly startsLine: boolean },
): string {
  const at = unix * 1000;
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { ...options, timeZone: reader.tz }).format(at);
  // Slack leaves the year out within half a year of today.
  const year: Intl.DateTimeFormatOptions = Math.abs(at - reader.now) > 183 * DAY ? { year: 'numeric' } : {};
  const ordinary = {
    date: () => write({ month: 'long', day: 'numeric', ...year }),
    date_num: () => dayOf(at, reader.tz),
    date_slash: () => write({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date_short: () => write({ month: 'short', day: 'numeric', ...year }),
    date_long: () => write({ weekday: 'long', month: 'long', day: 'numeric', ...year }),
    time: () => write({ hour: 'numeric', minute: '2-digit' }),
    time_secs: () => write({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => agoWords(at - reader.now),
  } satisfies Record<string, () => string>;
  return format.replace(/\{(\w+)\}/g, (token, name: string, place: number) => {
    const plain = name.replace(/_pretty$/, '');
    const near = plain === name ? undefined : nearDay(at, reader);
    if (near !== undefined) return place === 0 && reader.startsLine ? near[0]?.toUpperCase() + near.slice(1) : near;
    return Object.hasOwn(ordinary, plain) ? ordinary[plain as keyof typeof ordinary]() : token;
  });
}

/** `2026-11-23` in the zone. */
function dayOf(at: number, tz: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: tz }).format(at);
}

function nearDay(at: number, { tz, now }: { tz: string; now: number }): string | undefined {
  const days = (Date.parse(dayOf(at, tz)) - Date.parse(dayOf(now, tz))) / DAY;
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
}

function agoWords(ms: number): string {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const minutes = Math.round(ms / 60_000);
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  if (Math.abs(minutes) < 24 * 60) return words.format(Math.round(minutes / 60), 'hour');
  return words.format(Math.round(minutes / 60 / 24), 'day');
}
