import { createDispatcher } from '../../../src/providers/http.ts';
import type { ProviderDeps } from '../../../src/providers/provider.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { openLog } from './open-log.ts';
import { endHungRequests } from './timing.ts';

type Server = Parameters<typeof endHungRequests>[0] & { stop(): Promise<void> };

/** An emulator and what its clients need, with one clock for both. Monday morning, in most of the world. */
export async function startClientSide<Emulator extends Server>(
  startEmulator: (options: { readonly now: () => number }) => Promise<Emulator>,
) {
  let time = Date.parse('2026-11-30T09:00:00Z');
  const now = () => time;
  const emulator = await startEmulator({ now });
  const dispatcher = createDispatcher();
  const log = openLog();
  const timing = { backoffMs: 1, timeout: endHungRequests(emulator) };
  const deps: ProviderDeps = { now, log, dispatcher, quotas: memoryQuotas(now), timing };
  return {
    emulator,
    deps,
    log,
    now,
    advance: (ms: number) => {
      time += ms;
    },
    stop: async () => {
      await dispatcher.destroy();
      await emulator.stop();
    },
  };
}
