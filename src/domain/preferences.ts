import { defaultReach, type Reach } from './reach.ts';
import type { HourClock } from './time/hour-clock.ts';

/** What one person wants of Guestlist. */
export type Preferences = {
  /** How they hear of their own invites. */
  readonly reach: Reach;
  /** Whether they are told when their guest arrives. */
  readonly tellsArrival: boolean;
  /** The hour of their day (0 to 23) at which they get a digest; undefined for none. */
  readonly digestHour: number | undefined;
  /** How Guestlist writes times to them. */
  readonly clock: HourClock;
  /** What an invite form begins with where nothing else is given. `length` as it is typed: `2 hours`. */
  readonly channelId: string | undefined;
  readonly host: { readonly id: string; readonly name: string } | undefined;
  readonly length: string | undefined;
};

/** As long as a person never said. */
export const defaultPreferences: Preferences = {
  reach: defaultReach,
  tellsArrival: false,
  digestHour: undefined,
  clock: '24',
  channelId: undefined,
  host: undefined,
  length: undefined,
};
