import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBoundedMap } from '../../src/domain/bounded-map.ts';

it('forgets one entry at a time, the one unused the longest first', () => {
  const map = createBoundedMap<string, number>(3);
  for (const [nth, key] of ['a', 'b', 'c'].entries()) map.set(key, nth);
  expect(map.get('a')).toBe(0);
  map.set('d', 3);
  expect([map.has('a'), map.has('b'), map.has('c'), map.has('d')]).toEqual([true, false, true, true]);
  map.set('c', 9);
  map.set('e', 4);
  expect([...map.values()]).toEqual([3, 9, 4]);
  map.delete('d');
  map.set('f', 5);
  expect([map.size, map.get('c'), map.get('e'), map.get('f'), map.get('x')]).toEqual([3, 9, 4, 5, undefined]);
});

it('never holds more than its limit, and always the newest entry', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 20 })), (most, keys) => {
      const map = createBoundedMap<number, number>(most);
      for (const key of keys) {
        map.set(key, key);
        expect(map.size).toBeLessThanOrEqual(most);
        expect(map.get(key)).toBe(key);
      }
    }),
  );
});
