import { LEASE_MS } from '../../src/domain/job.ts';
import type { Store } from './instrument.ts';

/** Faults put into the product on purpose, to check that the chaos suite finds them. */
export const mutants = {
  /** Finishes a notice when it is claimed, before it is posted: a crash in between loses it. */
  'mark-before-post': (store) => ({
    ...store,
    async claimJob(seen, now) {
      const job = await store.claimJob(seen, now);
      if (job?.kind === 'notice') await store.finishJob(job);
      return job;
    },
  }),
  /** A claim does not keep others away, and an earlier claim is not known. */
  'no-lease': (store) => {
    // The attempt under which the store has each claim, so that it can be finished.
    const attempts = new Map<string, number>();
    const asStored = <Job extends { readonly id: string; readonly attempt: number }>(job: Job): Job => ({
      ...job,
      attempt: attempts.get(job.id) ?? job.attempt,
    });
    return {
      ...store,
      async claimJob(seen, now) {
        let job = await store.claimJob(seen, now);
        // Every replica that saw the row gets it, also when another one was faster.
        for (const attempt of [seen.attempt + 1, seen.attempt + 2])
          job ??= await store.claimJob({ ...seen, attempt }, now + LEASE_MS + 1_000);
        if (job === undefined) return undefined;
        attempts.set(job.id, job.attempt);
        // The lease has expired at once.
        await store.renewLease(job, now - LEASE_MS);
        return { ...job, attempt: 1, afterLost: false };
      },
      // No replica learns that another one took over.
      renewLease: async () => true,
      markSentPost: async () => true,
      // Nor when it has finished: it would show all again, since it may have shown it too late, and there would be no end to it.
      finishJob: (job) => store.finishJob(asStored(job)).then(() => true),
      rescheduleJob: (job, at, counts) => store.rescheduleJob(asStored(job), at, counts),
      saveProgress: (job, facts) => store.saveProgress(asStored(job), facts),
    };
  },
  /** Unanswered writes are not remembered, so late effects are not undone. */
  'no-undo': (store) => ({
    ...store,
    transaction: (run) => store.transaction((tx) => run({ ...tx, insertUnanswered: async () => undefined })),
  }),
  /** Does not look for duplicate messages. */
  'no-late-look': (store) => ({
    ...store,
    async claimJob(seen, now) {
      const job = await store.claimJob(seen, now);
      if (job?.kind !== 'late_post') return job;
      await store.finishJob(job);
      return undefined;
    },
  }),
  /** Does not retry what Parsec refused. */
  'gives-up': (store) => ({
    ...store,
    async rescheduleJob(job, at, counts) {
      if (job.kind === 'provider' && counts) await store.finishJob(job);
      else await store.rescheduleJob(job, at, counts);
    },
  }),
  /** Sends at once what needs approval, and finds it approved by everybody. */
  'no-approval': (store, people) => ({
    ...store,
    transaction: (run) =>
      store.transaction((tx) =>
        run({
          ...tx,
          async insertInvite(invite) {
            const inserted = await tx.insertInvite({ ...invite, awaits: undefined });
            if (invite.awaits !== undefined) await tx.enqueue({ inviteId: invite.id, kind: 'provider' });
            return inserted;
          },
        }),
      ),
    approvalsOf: async (subjectId) =>
      (await store.approvalsOf(subjectId)).map((each) => ({ ...each, state: 'approved' })),
    votesOf: async (approvalId) => people.map((personId) => ({ approvalId, personId, at: 0 })),
  }),
  /** Does not look before a second post: the scopes are withheld, and the oracle does not know. */
  'no-look-up': (store) => store,
} satisfies Record<string, (store: Store, people: readonly string[]) => Store>;

export type Mutant = keyof typeof mutants;
