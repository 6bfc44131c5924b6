import type { FaultMode as FaultModeName } from '../page/page-state.types.ts';
import type { EmulatedOperation, EmulatedTrouble, ProviderServer } from '../provider-server.types.ts';

const always = { times: Number.POSITIVE_INFINITY };

/** Only for operations that change something: if reads failed too, nobody could find out what was done. */
const onChanges = (operations: readonly EmulatedOperation[], then: EmulatedTrouble['then']) =>
  operations.filter(({ method }) => method !== 'GET').map(({ name }) => ({ operation: name, ...always, then }));

const troublesOf = (operations: readonly EmulatedOperation[]) =>
  ({
    fine: [],
    down: [{ operation: '*', ...always, then: { status: 503, body: { message: 'Service Unavailable' } } }],
    busy: [
      {
        operation: '*',
        ...always,
        then: { status: 429, body: { message: 'Too Many Requests' }, headers: { 'retry-after': '5' } },
      },
    ],
    slow: [{ operation: '*', ...always, then: { delayMs: 5_000 } }],
    cut: onChanges(operations, { cut: 'after' }),
    late: onChanges(operations, { late: 'cut', afterMs: 40_000 }),
    refused: [],
  }) satisfies Record<FaultModeName, readonly EmulatedTrouble[]>;

export type FaultMode = ReturnType<typeof createFaultMode>;

/** The fault mode of a system, as chosen on the page. */
export function createFaultMode(server: ProviderServer) {
  const troubles = troublesOf(server.operations);
  let now: FaultModeName = 'fine';
  return {
    now: () => now,
    set(faultMode: FaultModeName): void {
      now = faultMode;
      server.clearTrouble();
      for (const trouble of troubles[faultMode]) server.trouble(trouble);
      // Notifies the page.
      server.refuseKeys(faultMode === 'refused');
    },
  };
}
