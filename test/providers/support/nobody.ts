import { createDispatcher } from '../../../src/providers/http.ts';
import type { ProviderDeps } from '../../../src/providers/provider.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { openLog } from './open-log.ts';

/** For a provider that is made to be looked at, not to be called. */
export const nobody: ProviderDeps = {
  now: () => 0,
  log: openLog(),
  dispatcher: createDispatcher(),
  quotas: memoryQuotas(() => 0),
};
