import { describe, expect, test } from 'vitest';
import { createQuota } from '../../src/sandbox/quota.ts';

function quota(untilSilent: boolean) {
  let at = 0;
  const { take } = createQuota({ now: () => at, limit: 3, windowMs: 100, blockMs: 60, untilSilent });
  return {
    take,
    wait: (ms: number) => {
      at += ms;
    },
  };
}

describe.each([true, false])('until silent: %s', (untilSilent) => {
  test('limits requests in the window, per key', () => {
    const { take, wait } = quota(untilSilent);
    expect([take('a'), take('a'), take('a'), take('a')]).toEqual(['served', 'served', 'served', 'refused']);
    expect(take('b')).toBe('served');
    wait(100);
    expect(take('a')).toBe('served');
  });

  test('the window slides', () => {
    const { take, wait } = quota(untilSilent);
    for (let nth = 0; nth < 20; nth++) {
      expect(take('a')).toBe('served');
      wait(34);
    }
  });
});

test('a block with a fixed length ends despite more requests', () => {
  const { take, wait } = quota(false);
  for (let nth = 0; nth < 4; nth++) take('a');
  wait(59);
  expect(take('a')).toBe('refused');
  wait(41);
  expect(take('a')).toBe('served');
});

test('a block until silence is extended by every request', () => {
  const { take, wait } = quota(true);
  for (let nth = 0; nth < 4; nth++) take('a');
  for (let nth = 0; nth < 10; nth++) {
    wait(59);
    expect(take('a')).toBe('refused');
  }
  wait(60);
  expect(take('a')).toBe('served');
});
