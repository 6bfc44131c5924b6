/** The calendar file of an invite that was asked for, or given out: what is sent next has a greater number. */
export type CalendarFile = {
  readonly inviteId: string;
  /** That of the newest file; undefined when none was sent. */
  readonly sequence: number | undefined;
  /** A hash of what the newest file says. */
  readonly sentHash: string | undefined;
  /** Who asked for a file that has not been sent; undefined when nobody waits. */
  readonly wantedBy: string | undefined;
};

/**
 * The number of the file to send for what it says (`hash`): the same for what says the same, since a calendar that has it needs no other;
 * undefined when none is to be sent.
 */
export function nextSequence(
  { sequence, sentHash, wantedBy }: Pick<CalendarFile, 'sequence' | 'sentHash' | 'wantedBy'>,
  hash: string,
): number | undefined {
  if (sequence === undefined) return wantedBy === undefined ? undefined : 0;
  if (hash !== sentHash) return sequence + 1;
  return wantedBy === undefined ? undefined : sequence;
}
