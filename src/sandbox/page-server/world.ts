import type { MovableClock } from '../../clock.ts';
import type { ParsecEmulator } from '../parsec/parsec-emulator.types.ts';
import type { SlackServer } from '../slack/slack-server.types.ts';
import type { Mood } from './parsec-mood.ts';

/** What the page shows and moves. */
export type Servers = {
  readonly slack: SlackServer;
  readonly parsec: ParsecEmulator;
  readonly clock: MovableClock;
};

export type World = Servers & { readonly mood: Mood };
