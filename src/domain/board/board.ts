/** What of the time a board shows. */
export type BoardView = 'day' | 'week';

/** A day on the clock of the board's zone. A day on which the clocks change has 23 or 25 hours. Epoch ms, `to` is no longer in it. */
export type BoardDay = { readonly date: string; readonly from: number; readonly to: number };

/** A time in which a computer is taken, as the readers of the board may see it. Epoch ms. */
export type BoardBooking = {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Whom it is for; undefined for what its readers may not see. */
  readonly guest: string | undefined;
  /** It waits for approval: nobody can connect yet. Not said of what its readers may not see. */
  readonly isWaiting: boolean;
};

export type BoardHost = {
  readonly hostId: string;
  readonly hostName: string;
  /** By their start. */
  readonly bookings: readonly BoardBooking[];
};

/** Who is on which computer when. */
export type Board = {
  readonly view: BoardView;
  /** IANA name. */
  readonly zone: string;
  readonly now: number;
  readonly days: readonly BoardDay[];
  readonly hosts: readonly BoardHost[];
  /** Computers that are left out, since a board has room for so many only. */
  readonly moreHosts: number;
  /** There are more bookings than a board holds. */
  readonly isCut: boolean;
  /** Parsec did not say which computers there are: those without bookings may be missing. */
  readonly isHostListMissing: boolean;
  /** Guests are named only where everybody in the channel is shown them. */
  readonly isForChannel: boolean;
};

/** From the beginning of the first day to the end of the last, epoch ms. */
export function boardSpan({ days }: Pick<Board, 'days'>): { readonly from: number; readonly to: number } {
  return { from: days[0]?.from ?? 0, to: days.at(-1)?.to ?? 0 };
}
