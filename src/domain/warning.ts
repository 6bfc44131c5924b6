/**
 * What became of an end that people were warned of. `by`: a Slack person's id, or 'guestlist' for what was done in the provider's own
 * dashboard. Instants are epoch milliseconds.
 */
export type WarningOutcome =
  | { readonly kind: 'moved'; readonly endsAt: number; readonly by: string }
  | { readonly kind: 'cancelled'; readonly by: string }
  | { readonly kind: 'ended'; readonly endsAt: number }
  | { readonly kind: 'held' };

/** One invite of a warning: the end it warns of, epoch ms, and what became of that; undefined while it still comes. */
export type WarnedEnd = {
  readonly inviteId: string;
  readonly endsAt: number;
  readonly outcome: WarningOutcome | undefined;
};

/**
 * What a warning says after something happened to its invite. The first thing that overtook it stays: what comes later is in later
 * warnings. But an end that comes after all is warned of again, and an invite that is open again has not ended.
 */
export function outcomeAfter({ endsAt, outcome }: WarnedEnd, event: WarningOutcome): WarningOutcome | undefined {
  if (event.kind === 'moved' && event.endsAt === endsAt) return undefined;
  return outcome === undefined || outcome.kind === 'ended' ? event : outcome;
}
