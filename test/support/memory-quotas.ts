import { systemClock } from '../../src/clock.ts';
import type { Quotas } from '../../src/domain/quota.ts';
import { byClock, createMemoryQuotas } from '../../src/store/quotas.ts';

/** The quotas of one bot, by a clock of the test's. On a clock that stands still only what a 429 blocked counts. */
export function memoryQuotas(now: () => number): Quotas {
  return byClock(createMemoryQuotas(), now, systemClock);
}
