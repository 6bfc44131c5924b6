import { describe, expect, it } from 'vitest';
import { BUNDLE_MS, followsAt, isAwaited } from '../../src/domain/home.ts';

const NOW = 1_000_000_000;

describe('a Home that follows what changes', () => {
  it.each([
    ['one that was never drawn, at once', undefined, 'mine', 1, 0],
    ['one that was drawn long ago, at once', NOW - 3_600_000, 'mine', 50, 0],
    ['one of few who see all, after three seconds', NOW, 'all', 2, NOW + BUNDLE_MS],
    ['one of many who see all, once a minute', NOW, 'all', 60, NOW + 60_000],
    ['one of few others, after nine seconds', NOW, 'mine', 2, NOW + 9_000],
    ['one of 300 others, after ten minutes', NOW, 'mine', 300, NOW + 600_000],
    ['one that was drawn before the clock was set back, at once', NOW + 1, 'all', 2, 0],
  ] as const)('%s', (_, shownAt, sees, count, at) => {
    expect(followsAt({ shownAt }, { sees, count, now: NOW })).toBe(at);
  });

  it('publishes at most 90 times a minute, however many follow', () => {
    for (const [all, mine] of [
      [1, 1],
      [20, 20],
      [5, 400],
      [1_000, 1_000],
    ] as const) {
      const perMinute = (sees: 'mine' | 'all', count: number) =>
        (count * 60_000) / followsAt({ shownAt: 1 }, { sees, count, now: 1 });
      expect(perMinute('all', all) + perMinute('mine', mine)).toBeLessThanOrEqual(90.1);
    }
  });
});

it('a person waits who opened it, or pressed something, since it was drawn', () => {
  expect(isAwaited({ openedAt: 5, shownAt: undefined })).toBe(true);
  expect(isAwaited({ openedAt: 5, shownAt: 5 })).toBe(true);
  expect(isAwaited({ openedAt: 5, shownAt: 6 })).toBe(false);
});
