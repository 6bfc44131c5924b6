import type { MovableClock } from '../../clock.ts';
import type { IntercodeEmulator } from '../intercode/intercode-emulator.types.ts';
import type { ParsecEmulator } from '../parsec/parsec-emulator.types.ts';
import type { SlackServer } from '../slack/slack-server.types.ts';
import type { SnykEmulator } from '../snyk/snyk-emulator.types.ts';
import type { TruveraEmulator } from '../truvera/truvera-emulator.types.ts';
import type { System } from './systems.ts';

/** What the page shows and moves. A system that is not there is not offered. */
export type Servers = {
  readonly slack: SlackServer;
  readonly parsec: ParsecEmulator;
  readonly snyk?: SnykEmulator;
  readonly truvera?: TruveraEmulator;
  readonly intercode?: IntercodeEmulator;
  readonly clock: MovableClock;
};

export type World = Servers & { readonly systems: readonly System[] };
