/** The oracle of zoned-time: knows zones through Intl alone, and shares no code with what it checks. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** A zone's offset in ms at an instant, read off the clock that Intl shows. */
export function offsetAt(at: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(
    part.year ?? 0,
    (part.month ?? 1) - 1,
    part.day ?? 1,
    part.hour ?? 0,
    part.minute ?? 0,
    part.second ?? 0,
  );
  return wall - Math.floor(at / 1000) * 1000;
}

export type ZoneChange = {
  readonly zone: string;
  readonly at: number;
  readonly before: number;
  readonly after: number;
};

/** No two changes of a zone lie closer together in our years; the shortest known, Morocco's Ramadan, lasts a month. */
const STEP_MS = 4 * 86_400_000;

/** Every change of a zone's offset in a span of time, found by steps of days and halving the one that differs. */
export function changesOf(zone: string, from: number, to: number): ZoneChange[] {
  const changes: ZoneChange[] = [];
  let before = offsetAt(from, zone);
  for (let step = from; step < to; step += STEP_MS) {
    const after = offsetAt(step + STEP_MS, zone);
    if (after === before) continue;
    let low = step;
    let high = step + STEP_MS;
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (offsetAt(middle, zone) === before) low = middle;
      else high = middle;
    }
    changes.push({ zone, at: high, before, after });
    before = after;
  }
  return changes;
}

/** A wall time as text, of an instant under an offset. */
export function wallAt(at: number, offset: number): string {
  return new Date(at + offset).toISOString().slice(0, 16);
}
