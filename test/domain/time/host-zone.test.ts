import { afterEach, expect, it } from 'vitest';
import { readWallTime, wallTimeOf, writeTime } from '../../../src/domain/time/zoned-time.ts';
import { changesOf, offsetAt } from './zone-changes.ts';

// date-fns-tz goes through a Date of the host's own zone; what is written must not depend on where the bot runs.
const before = process.env.TZ;
afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const MINUTE = 60_000;
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function written(at: number, zone: string): string {
  const wall = new Date(at + offsetAt(at, zone));
  const clock = wall.toISOString().slice(11, 16);
  return `${days[wall.getUTCDay()]} ${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${wall.getUTCFullYear()}, ${clock}`;
}

it.each(['UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia'])(
  'times are read and written the same on a host in %s',
  (host) => {
    process.env.TZ = host;
    expect(new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset()).toBe(
      -offsetAt(Date.UTC(2026, 0, 1), host) / MINUTE || 0,
    );
    const changes = changesOf(host, Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1));
    expect(changes.length).toBeGreaterThan(host === 'UTC' || host === 'Pacific/Apia' ? -1 : 3);
    const around = changes.length > 0 ? changes.map((change) => change.at) : [Date.UTC(2026, 2, 29, 1)];
    const wrong: string[] = [];
    for (const zone of ['UTC', 'Asia/Tokyo', 'Europe/Paris', 'America/New_York']) {
      for (const change of around) {
        // A day and a half on both sides: some zone's clock shows the hour that the host's clock skips.
        for (let at = change - 36 * 60 * MINUTE; at < change + 36 * 60 * MINUTE; at += 30 * MINUTE) {
          const { date, time } = wallTimeOf(at, zone);
          const read = readWallTime(`${date}T${time}`, zone);
          const instants =
            read.kind === 'once' ? [read.at] : read.kind === 'twice' ? [read.earlierAt, read.laterAt] : [];
          if (writeTime(at, zone) !== written(at, zone) || !instants.includes(at)) {
            wrong.push(`${written(at, zone)} in ${zone} became ${writeTime(at, zone)}, ${JSON.stringify(read)}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  },
);
