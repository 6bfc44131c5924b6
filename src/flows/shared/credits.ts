import { isProblem, type Problem } from '../../domain/problem.ts';
import type { GuestAccess } from '../../providers/provider.ts';

/** How long a look at the credits stays good where a person waits, ms. */
const FRESH_MS = 60_000;

/** How many guest access credits are left. Problems: those of the provider. */
export type Credits = {
  /** As the provider says it at this moment. */
  readonly now: () => Promise<number | Problem>;
  /** As it was said within the last `withinMs`, a minute by default; asked for when it was not. */
  readonly recent: (withinMs?: number) => Promise<number | Problem>;
};

/** Looks at the credits, and remembers the last answer for a minute. `now` in epoch ms. */
export function createCredits(guestAccess: Pick<GuestAccess, 'credits'>, now: () => number): Credits {
  let last: { readonly left: number; readonly at: number } | undefined;

  async function look(): Promise<number | Problem> {
    const at = now();
    const left = await guestAccess.credits();
    if (!isProblem(left)) last = { left, at };
    return left;
  }

  return {
    now: look,
    recent: async (withinMs = FRESH_MS) =>
      last !== undefined && Math.abs(now() - last.at) < withinMs ? last.left : look(),
  };
}
