import type { ParsecMood } from '../page/page-state.types.ts';
import type { ParsecEmulator, ParsecTrouble } from '../parsec/parsec-emulator.types.ts';

/** Parsec's operations that change something, as its documents name them. */
const writes = [
  'Create Guest Access Invite',
  'Update Guest Access Invite',
  'Cancel Guest Access Invite',
  'Kick Guest Access Guest',
];

const always = { times: Number.POSITIVE_INFINITY };

const troubles = {
  fine: [],
  down: [{ operation: '*', ...always, then: { status: 503, body: { message: 'Service Unavailable' } } }],
  slow: [{ operation: '*', ...always, then: { delayMs: 5_000 } }],
  // Only what changes something: if every read were cut off, too, nobody could ever find out what was done.
  cut: writes.map((operation) => ({ operation, ...always, then: { cut: 'after' as const } })),
} satisfies Record<ParsecMood, readonly ParsecTrouble[]>;

/** How Parsec behaves, as chosen on the page. */
export type Mood = {
  now(): ParsecMood;
  set(mood: ParsecMood): void;
  onChange(listener: () => void): void;
};

export function createMood(parsec: ParsecEmulator): Mood {
  const listeners: (() => void)[] = [];
  let now: ParsecMood = 'fine';
  return {
    now: () => now,
    set(mood) {
      now = mood;
      parsec.clearTrouble();
      for (const trouble of troubles[mood]) parsec.trouble(trouble);
      for (const listener of listeners) listener();
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
