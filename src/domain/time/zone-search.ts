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

/**
 * Zones a text may mean: a city, a country, an IANA name, an abbreviation, an offset such as UTC+2. Each zone once, best first;
 * `now` in epoch ms. Nothing typed finds the common ones.
 */
export function searchZones(text: string, now: number, limit = 100): readonly FoundZone[] {
  const wanted = plainText(text);
  if (wanted === '') return common.map((zone) => found(zone, cityOf(zone), now)).slice(0, limit);
  const named = zonesNamed((name) => rankOf(name, wanted));
  const offset = readOffset(wanted);
  const hits = offset === undefined ? named : [...named, ...zonesAhead(offset, now)];
  // "Paris, France", "Austin Texas": no one name says it all.
  const best = hits.length > 0 ? hits : zonesByWords(wanted.split(' '));
  return best
    .map((hit) => ({ ...hit, rank: hit.rank * 2 + (isCommon(hit.zone) ? 0 : 1) }))
    .toSorted((a, b) => a.rank - b.rank || a.name.localeCompare(b.name) || a.zone.localeCompare(b.zone))
    .filter((hit, index, all) => all.findIndex((other) => other.zone === hit.zone) === index)
    .slice(0, limit)
    .map((hit) => found(hit.zone, hit.name, now));
}

type Hit = { readonly zone: string; readonly name: string; readonly rank: number };

// Letters that Unicode does not take apart.
const unaccented: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', ß: 'ss' };

// Every name there is, with the text to compare; made once, since a search runs at each key that is pressed.
const names: readonly (readonly [plain: string, name: string, zone: string])[] = [
  ...listZones().flatMap((zone) => [
    [plainText(cityOf(zone)), cityOf(zone), zone] as const,
    [plainText(zone), cityOf(zone), zone] as const,
  ]),
  ...cityZones.map(([name, zone]) => [plainText(name), name, zone] as const),
];

function zonesNamed(rank: (name: string) => number | undefined): Hit[] {
  return names.flatMap(([plain, name, zone]) => {
    const ranked = rank(plain);
    return ranked === undefined ? [] : [{ zone, name, rank: ranked }];
  });
}

function zonesAhead(offset: number, now: number): Hit[] {
  return listZones()
    .filter((zone) => offsetMinutes(now, zone) === offset)
    .map((zone) => ({ zone, name: cityOf(zone), rank: 4 }));
}

/** Zones in whose names every word begins some word. */
function zonesByWords(wanted: readonly string[]): Hit[] {
  const words = new Map<string, string[]>();
  for (const [plain, , zone] of names) words.set(zone, [...(words.get(zone) ?? []), ...plain.split(' ')]);
  return [...words]
    .filter(([, all]) => wanted.every((word) => all.some((each) => each.startsWith(word))))
    .map(([zone]) => ({ zone, name: cityOf(zone), rank: 5 }));
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
    .replaceAll(/[łøß]/g, (letter) => unaccented[letter] ?? letter)
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll(/[_/,.()\s]+/g, ' ')
    .trim();
}

/** "utc+2", "gmt-3:30", "+5:30" in minutes. */
function readOffset(text: string): number | undefined {
  const read = /^(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?$/.exec(text);
  if (read === null) return undefined;
  const minutes = Number(read[2]) * 60 + Number(read[3] ?? 0);
  return read[1] === '-' ? -minutes : minutes;
}
