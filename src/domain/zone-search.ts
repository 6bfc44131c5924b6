import { cityZones } from './city-zones.ts';
import { cityOf, listZones, offsetMinutes, writeOffset, zoneLabel } from './zoned-time.ts';

export type FoundZone = { readonly zone: string; readonly label: string };

/** Slack: an option's text has at most 75 characters. */
const MAX_LABEL = 75;

const common = [
  'UTC',
  'Europe/London',
  'Europe/Paris',
  'Europe/Berlin',
  'Europe/Athens',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Africa/Lagos',
  'Africa/Johannesburg',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
] as const;

/** Zones a text may mean: a city, an IANA name, an abbreviation, an offset such as UTC+2. Best first; `now` in epoch ms. */
export function searchZones(text: string, now: number, limit = 100): readonly FoundZone[] {
  const wanted = plainText(text);
  if (wanted === '') return common.map((zone) => found(zone, cityOf(zone), now)).slice(0, limit);
  const offset = readOffset(wanted);
  const hits = new Map<string, { hit: FoundZone; rank: number }>();
  const offer = (zone: string, name: string, rank: number) => {
    const known = hits.get(zone);
    if (known === undefined || rank < known.rank) hits.set(zone, { hit: found(zone, name, now), rank });
  };
  for (const zone of ['UTC', ...listZones()]) {
    const rank = rankOf(plainText(cityOf(zone)), wanted) ?? rankOf(plainText(zone), wanted);
    if (rank !== undefined) offer(zone, cityOf(zone), rank);
    if (offset !== undefined && offsetMinutes(now, zone) === offset) offer(zone, cityOf(zone), isCommon(zone) ? 3 : 4);
  }
  for (const [name, zone] of cityZones) {
    const rank = rankOf(plainText(name), wanted);
    if (rank !== undefined) offer(zone, name, rank);
  }
  return [...hits.values()]
    .toSorted((a, b) => a.rank - b.rank || a.hit.label.localeCompare(b.hit.label))
    .slice(0, limit)
    .map(({ hit }) => hit);
}

function isCommon(zone: string): boolean {
  return common.some((each) => each === zone);
}

function found(zone: string, name: string, now: number): FoundZone {
  const place = name === cityOf(zone) ? zoneLabel(zone, now) : `${name} (${writeOffset(offsetMinutes(now, zone))})`;
  const label = zone === cityOf(zone) ? place : `${place} · ${zone}`;
  return { zone, label: label.slice(0, MAX_LABEL) };
}

/** 0 exact, 1 beginning, 2 beginning of a word, 3 anywhere. */
function rankOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(` ${wanted}`)) return 2;
  return wanted.length > 2 && name.includes(wanted) ? 3 : undefined;
}

/** Lower case, no accents, and words apart: `America/New_York` reads as "america new york". */
function plainText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[_/,.\s]+/g, ' ')
    .trim();
}

/** "utc+2", "gmt-3:30", "+5:30" in minutes. */
function readOffset(text: string): number | undefined {
  const read = /^(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?$/.exec(text);
  if (read === null) return undefined;
  const minutes = Number(read[2]) * 60 + Number(read[3] ?? 0);
  return read[1] === '-' ? -minutes : minutes;
}
