import { expect, it } from 'vitest';
import { createMovableClock, systemClock } from '../../src/clock.ts';
import { quotaRules } from '../../src/domain/quota.ts';
import { byClock, createMemoryQuotas } from '../../src/store/quotas.ts';
import { quotasContract } from './quotas-contract.ts';

quotasContract('memory', async () => createMemoryQuotas());

it('every rule leaves room for requests in flight, and ends', () => {
  const limits = Object.values(quotaRules).flatMap((rule) => rule.limit ?? []);
  expect(limits.length).toBeGreaterThan(3);
  for (const { count, windowMs } of limits) {
    expect(count).toBeGreaterThan(0);
    expect(windowMs % 1000).toBe(0);
  }
});

it('a moved clock clears what was acquired and blocked before', async () => {
  const quotas = createMemoryQuotas();
  const clock = createMovableClock(Date.UTC(2020, 0, 1));
  // Two bots with one clock.
  const [one, other] = [byClock(quotas, clock.now, systemClock), byClock(quotas, clock.now, systemClock)];
  expect(await one.acquire('200-per-2-minutes', 'k')).toBe('acquired');
  await one.block('200-per-2-minutes', 'k', 60_000);
  expect(await other.acquire('200-per-2-minutes', 'k')).toMatchObject({ waitMs: expect.any(Number) });
  clock.advance(60_000);
  expect(await other.acquire('200-per-2-minutes', 'k')).toBe('acquired');
  // Moved back, it is the time at which there was a block.
  clock.advance(-60_000);
  expect(await one.acquire('200-per-2-minutes', 'k')).toMatchObject({ waitMs: expect.any(Number) });
});

it('production, which has one clock, adds nothing', () => {
  const quotas = createMemoryQuotas();
  expect(byClock(quotas, systemClock, systemClock)).toBe(quotas);
});
