import { useEffect, useState } from 'preact/hooks';

/** The sandbox's current time: the server's last time plus the real time since. Ticks every second. */
export function useNow(serverNow: number): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const since = performance.now();
    const tick = () => setNow(serverNow + performance.now() - since);
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [serverNow]);
  return now;
}

/** `14:02` or `2:02 PM`, as the browser's language writes it. `at` in epoch ms. */
export function clockTime(at: number, tz: string): string {
  return new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit', timeZone: tz }).format(at);
}

const dayAndTimeIn = (tz: string) =>
  new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: tz,
  });

export function dayAndTime(at: number, tz: string): string {
  return dayAndTimeIn(tz).format(at);
}

/** A range of two instants, naming the day once when it is the same. */
export function span(from: number, to: number, tz: string): string {
  return dayAndTimeIn(tz).formatRange(from, to);
}

export function dayName(at: number, tz: string): string {
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', timeZone: tz }).format(
    at,
  );
}

/** When a message was written: its `ts` is seconds with a serial number behind the point. */
export function writtenAt(ts: string): number {
  return Number(ts) * 1000;
}

/** The wall time in a zone, as browsers write it in a field: `2026-11-23T14:02`. `at` in epoch ms. */
export function wallTime(at: number, tz: string): string {
  const written = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: tz }).format(at);
  return written.replace(' ', 'T');
}

/** The instant of a wall time in a zone, epoch ms. Ambiguous times give one of the two, skipped ones an instant nearby. */
export function instantOf(wall: string, tz: string): number {
  const wanted = Date.parse(`${wall}Z`);
  const closer = (at: number) => at + wanted - Date.parse(`${wallTime(at, tz)}Z`);
  return closer(closer(wanted));
}

const ownFormats = {
  date: { dateStyle: 'medium' },
  time: { timeStyle: 'short' },
  'datetime-local': { dateStyle: 'medium', timeStyle: 'short' },
} as const;

/** What stands in a picker (`2026-11-23`, `14:02`, or both), as a person with this locale writes it. '' when it is not complete. */
export function inOwnFormat(wall: string, type: keyof typeof ownFormats, locale: string): string {
  const at = Date.parse(type === 'time' ? `2000-01-01T${wall}Z` : type === 'date' ? `${wall}T00:00Z` : `${wall}Z`);
  return Number.isNaN(at) ? '' : new Intl.DateTimeFormat(locale, { ...ownFormats[type], timeZone: 'UTC' }).format(at);
}
