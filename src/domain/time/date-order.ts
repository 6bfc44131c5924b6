/** Which comes first where people write a day and a month in figures. */
export type DateOrder = 'day-first' | 'month-first';

/** Languages that write the year first, and the month before the day wherever they stand alone. */
const YEAR_FIRST = /^(?:ja|zh|ko|hu|mn)\b/i;

/** The order of the person's locale ("en-GB"); undefined when there is none, or when people there write both. */
export function dateOrderOf(locale: string | undefined): DateOrder | undefined {
  if (locale === undefined || !/^[a-z]{2,3}(?:[-_][a-z\d]+)*$/i.test(locale)) return undefined;
  if (YEAR_FIRST.test(locale)) return 'month-first';
  const tag = locale.replaceAll('_', '-');
  try {
    // Intl would take the process's own locale for one that it does not know.
    if (Intl.DateTimeFormat.supportedLocalesOf(tag).length === 0) return undefined;
    const format = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', dateStyle: 'short' });
    const [first, second] = format
      .formatToParts(0)
      .filter(({ type }) => type === 'day' || type === 'month' || type === 'year');
    if (first?.type === 'year') return undefined;
    return first?.type === 'month' && second?.type === 'day' ? 'month-first' : 'day-first';
  } catch {
    return undefined;
  }
}
