import { expect, it } from 'vitest';
import { defaultSettings, noticePlace, warnAt } from '../../src/domain/channel-settings.ts';

const MINUTE = 60_000;

it('warns a quarter of an hour before the end, and not at or before the start', () => {
  const warned = (minutes: number) => warnAt({ startsAt: 0, endsAt: minutes * MINUTE }, defaultSettings);
  expect(warned(120)).toBe(105 * MINUTE);
  expect(warned(16)).toBe(MINUTE);
  expect(warned(15)).toBeUndefined();
  expect(warned(10)).toBeUndefined();
  expect(warnAt({ startsAt: 0, endsAt: 120 * MINUTE }, { ...defaultSettings, warnMinutes: 0 })).toBeUndefined();
});

it('posts ends and failed cancels to the channel, all else to the thread, and a failure in every style', () => {
  const places = (name: string) =>
    (['broadcast', 'thread', 'card'] as const).map((style) => noticePlace(name, { ...defaultSettings, style }));
  expect(places('expired')).toEqual(['broadcast', 'thread', 'nowhere']);
  expect(places('ends_soon')).toEqual(['thread', 'thread', 'nowhere']);
  expect(places('cancel_refused')).toEqual(['broadcast', 'thread', 'thread']);
  for (const name of ['failed', 'change_refused', 'kick_refused'])
    expect(places(name)).toEqual(['thread', 'thread', 'thread']);
});
