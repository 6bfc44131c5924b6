import type { Mood as MoodName } from '../page/page-state.types.ts';
import type { EmulatedOperation, EmulatedTrouble, ProviderServer } from '../provider-server.types.ts';

const always = { times: Number.POSITIVE_INFINITY };

const troublesOf = (operations: readonly EmulatedOperation[]) =>
  ({
    fine: [],
    down: [{ operation: '*', ...always, then: { status: 503, body: { message: 'Service Unavailable' } } }],
    slow: [{ operation: '*', ...always, then: { delayMs: 5_000 } }],
    // Only what changes something: if every read were cut off, too, nobody could ever find out what was done.
    cut: operations
      .filter(({ method }) => method !== 'GET')
      .map(({ name }) => ({ operation: name, ...always, then: { cut: 'after' as const } })),
    late: operations
      .filter(({ method }) => method !== 'GET')
      .map(({ name }) => ({ operation: name, ...always, then: { late: 'cut' as const, afterMs: 40_000 } })),
    refused: [],
  }) satisfies Record<MoodName, readonly EmulatedTrouble[]>;

/** How a system behaves, as chosen on the page. */
export type Mood = {
  now(): MoodName;
  set(mood: MoodName): void;
  onChange(listener: () => void): void;
};

export function createMood(server: ProviderServer, operations: readonly EmulatedOperation[]): Mood {
  const troubles = troublesOf(operations);
  const listeners: (() => void)[] = [];
  let now: MoodName = 'fine';
  return {
    now: () => now,
    set(mood) {
      now = mood;
      server.clearTrouble();
      server.refuseKeys(mood === 'refused');
      for (const trouble of troubles[mood]) server.trouble(trouble);
      for (const listener of listeners) listener();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
