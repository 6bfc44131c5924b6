/** Why somebody cannot answer for an invite any more. */
export type LeftReason = 'deactivated' | 'guest' | 'removed' | 'external' | 'bot';

/** Its inviter is no full member of the workspace any more, and nobody has taken the invite over. Instants are epoch milliseconds. */
export type InviterLeft = {
  readonly since: number;
  readonly why: LeftReason;
  /** It had not started: it is taken away at the provider until somebody takes it over. */
  readonly isHeld: boolean;
  /** When the provider confirmed that it is away. */
  readonly awayAt?: number;
  /** Somebody answers for it again since, before the provider had confirmed: it is created again as soon as it is away. */
  readonly isResumed?: boolean;
};

/** How long before its start an invite's inviter is looked at, ms: time enough to take the invite away before the guest can use it. */
export const LOOK_AHEAD_MS = 120_000;
