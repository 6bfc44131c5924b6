import { describe, expect, it } from 'vitest';
import { cityZones } from '../../../src/domain/time/city-zones.ts';
import { presentNames } from '../../../src/domain/time/zone-names.ts';
import { searchZones } from '../../../src/domain/time/zone-search.ts';
import { cityOf, listZones, readZone } from '../../../src/domain/time/zoned-time.ts';
import { offsetAt } from './zone-changes.ts';

const NOVEMBER = Date.UTC(2026, 10, 23, 9, 0);
const JULY = Date.UTC(2026, 6, 1, 9, 0);
const zones = (text: string, now = NOVEMBER) => searchZones(text, now).map((each) => each.zone);

describe('zones are found', () => {
  it('by their own names and their cities, all of them', () => {
    expect(listZones().length).toBeGreaterThan(400);
    for (const zone of listZones()) {
      expect(zones(zone)[0]).toBe(zone);
      expect(zones(cityOf(zone))).toContain(zone);
    }
  });

  it('by every other name in the list', () => {
    expect(cityZones.length).toBeGreaterThan(250);
    for (const [name, zone] of cityZones) {
      expect(readZone(zone)).toBe(zone);
      expect(zones(name)).toContain(zone);
    }
  });

  it.each([
    ['kolkata', 'Asia/Kolkata'],
    ['Calcutta', 'Asia/Kolkata'],
    ['kyiv', 'Europe/Kyiv'],
    ['Kiev', 'Europe/Kyiv'],
    ['Kathmandu', 'Asia/Kathmandu'],
    ['hanoi', 'Asia/Ho_Chi_Minh'],
    ['Buenos Aires', 'America/Argentina/Buenos_Aires'],
    ['Paris, France', 'Europe/Paris'],
    ['austin texas', 'America/Chicago'],
    ['rio', 'America/Sao_Paulo'],
    ['münchen', 'Europe/Berlin'],
    ['Wrocław', 'Europe/Warsaw'],
    ['Tromsø', 'Europe/Oslo'],
    ['san_francisco', 'America/Los_Angeles'],
    ['LA', 'America/Los_Angeles'],
    ['georgia', 'Asia/Tbilisi'],
    ['UTC', 'UTC'],
    ['utc+0', 'Europe/London'],
    ['UTC−5', 'America/New_York'],
    ['+5:30', 'Asia/Kolkata'],
    ['gmt+05:45', 'Asia/Kathmandu'],
  ])('by %s, with %s first', (text, zone) => expect(zones(text)[0]).toBe(zone));

  it.each([
    ['IST', ['Asia/Kolkata', 'Asia/Jerusalem', 'Europe/Dublin']],
    ['CST', ['America/Chicago', 'Asia/Shanghai']],
    ['BST', ['Europe/London', 'Asia/Dhaka']],
    ['GMT', ['Europe/London', 'UTC']],
  ])('by %s as several', (text, several) => expect(zones(text).slice(0, several.length)).toEqual(several));

  it('by their present offset', () => {
    expect(zones('utc+2', JULY)).toContain('Europe/Paris');
    expect(zones('utc+2', NOVEMBER)).not.toContain('Europe/Paris');
    expect(zones('utc+2', NOVEMBER)).toContain('Europe/Athens');
    expect(zones('utc+9:17')).toEqual([]);
  });

  it('with labels that identify them', () => {
    expect(searchZones('paris', NOVEMBER)[0]?.label).toBe('Paris (UTC+1) · Europe/Paris');
    expect(searchZones('paris', JULY)[0]?.label).toBe('Paris (UTC+2) · Europe/Paris');
    expect(searchZones('mumbai', NOVEMBER)[0]?.label).toBe('Mumbai (UTC+5:30) · Asia/Kolkata');
    expect(searchZones('', NOVEMBER)[0]?.label).toBe('UTC (UTC+0)');
    expect(searchZones('a', NOVEMBER, 7)).toHaveLength(7);
  });
});

describe('the present name of a zone', () => {
  it('means the same clock as the former one, and both are read', () => {
    expect(Object.keys(presentNames).length).toBeGreaterThan(15);
    for (const [old, present] of Object.entries(presentNames)) {
      for (let at = Date.UTC(2021, 0, 1); at < Date.UTC(2031, 0, 1); at += 30 * 86_400_000) {
        expect(offsetAt(at, present)).toBe(offsetAt(at, old));
      }
      expect(readZone(old)).toBe(old);
      expect(readZone(present.toUpperCase())).toBe(present);
      expect(listZones()).toContain(present);
      expect(listZones()).not.toContain(old);
    }
  });

  it.each([
    ['us/pacific', 'America/Los_Angeles'],
    ['US/Pacific', 'US/Pacific'],
    ['US/PACIFIC', 'America/Los_Angeles'],
    ['asia/calcutta', 'Asia/Kolkata'],
    ['japan', 'Asia/Tokyo'],
    ['EST5EDT', 'EST5EDT'],
    ['gb', 'Europe/London'],
    ['utc', 'UTC'],
    ['africa/dar_es_salaam', 'Africa/Dar_es_Salaam'],
  ])('is what %s is read as: %s', (typed, zone) => expect(readZone(typed)).toBe(zone));
});
