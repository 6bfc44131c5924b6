import { LEASE_MS } from '../../src/domain/work.ts';
import type { Store } from './doors.ts';

/** Faults put into the product on purpose, to see that the chaos run finds them. */
export const plants = {
  /** A notice is marked as done when it is claimed, and posted then: a crash in between loses it. */
  'mark-before-post': (store) => ({
    ...store,
    async claimWork(seen, now) {
      const work = await store.claimWork(seen, now);
      if (work?.kind === 'notice') await store.finishWork(work);
      return work;
    },
  }),
  /** A claim holds nobody off, and nobody knows of an earlier one. */
  'no-lease': (store) => {
    // Under what a claim stands in the store, so that it can be ended.
    const attempts = new Map<string, number>();
    const asStored = <Job extends { readonly id: string; readonly attempt: number }>(work: Job): Job => ({
      ...work,
      attempt: attempts.get(work.id) ?? work.attempt,
    });
    return {
      ...store,
      async claimWork(seen, now) {
        let work = await store.claimWork(seen, now);
        // Whoever saw the row gets it, also when others were faster.
        for (const attempt of [seen.attempt + 1, seen.attempt + 2])
          work ??= await store.claimWork({ ...seen, attempt }, now + LEASE_MS + 1_000);
        if (work === undefined) return undefined;
        attempts.set(work.id, work.attempt);
        // It has a lease, as all claims have, and it is over.
        await store.renewLease(work, now - LEASE_MS);
        return { ...work, attempt: 1, afterLost: false };
      },
      // Nobody is told that another has taken over.
      renewLease: async () => true,
      markSentPost: async () => true,
      finishWork: (work) => store.finishWork(asStored(work)),
      postponeWork: (work, at, counts) => store.postponeWork(asStored(work), at, counts),
      saveProgress: (work, facts) => store.saveProgress(asStored(work), facts),
    };
  },
  /** What comes late is nobody's: no write is remembered. */
  'no-undo': (store) => ({
    ...store,
    transaction: (run) => store.transaction((tx) => run({ ...tx, insertUnanswered: async () => undefined })),
  }),
  /** Nobody looks whether a message stands there twice. */
  'no-late-look': (store) => ({
    ...store,
    async claimWork(seen, now) {
      const work = await store.claimWork(seen, now);
      if (work?.kind !== 'late_post') return work;
      await store.finishWork(work);
      return undefined;
    },
  }),
  /** What Parsec refuses is not tried again. */
  'gives-up': (store) => ({
    ...store,
    async postponeWork(work, at, counts) {
      if (work.kind === 'provider' && counts) await store.finishWork(work);
      else await store.postponeWork(work, at, counts);
    },
  }),
  /** Nobody looks before a second post; done by withholding the scopes, of which the judge is not told. */
  'no-look-up': (store) => store,
} satisfies Record<string, (store: Store) => Store>;

export type Plant = keyof typeof plants;
