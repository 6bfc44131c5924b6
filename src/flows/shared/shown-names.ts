import { createRecent } from './recent.ts';

/** More rows of lists than anybody has open. */
const MAX_KEPT = 2_000;
/** What a list showed is good for naming somebody for so long, ms: as long as a list may stand open. */
const KEPT_MS = 24 * 60 * 60_000;

/**
 * Who a system itself has said members and pending invites are, for when it does not answer: a removal can be asked for all the same, and
 * says whom it is about. No form's word is among them.
 */
export type ShownNames = {
  remember(provider: string, id: string, who: string): void;
  /** '' for who was not shown. */
  get(provider: string, id: string): string;
};

/** `now` in epoch ms. */
export function createShownNames(now: () => number): ShownNames {
  const kept = createRecent<string>(MAX_KEPT, now);
  const keyOf = (provider: string, id: string) => JSON.stringify([provider, id]);
  return {
    remember: (provider, id, who) => kept.set(keyOf(provider, id), who),
    get: (provider, id) => kept.get(keyOf(provider, id), KEPT_MS) ?? '',
  };
}
