import { z } from 'zod';
import { defined } from '../../domain/defined.ts';
import type { Job } from '../../domain/job.ts';
import type { NewJob } from '../../store/job-rows.ts';
import { type Context, continueAt, done, type Outcome } from './context.ts';

/** When a card with a doubtful edit behind it is written again, ms after that: most of what is late is so by seconds, some by minutes. */
const AGAIN_MS = [30_000, 3 * 60_000, 10 * 60_000] as const;

/** What is drawn from a row of its own. */
const rows = ['warning', 'approval_card', 'group_card', 'series_card', 'person_card'] as const;

const Facts = z.object({
  doubtedAt: z.number().optional(),
  times: z.number().default(0),
  /** What is written again, where it belongs to no invite; without, the card of a batch. */
  kind: z.enum(rows).optional(),
});

/**
 * Slack keeps the edit that reaches it last, which may be an old one that was long under way: a card with a doubtful edit behind it
 * is written once more when that can have come through. Doubtful is an edit without an answer, and what a claim had sent that never
 * ended. Given is what the card's own job goes by: an invite, a batch of members or a warning.
 */
export async function doubtEdit(
  context: Context,
  { inviteId, name, kind }: Pick<Job, 'inviteId' | 'name'> & { readonly kind?: Job['kind'] },
): Promise<void> {
  const doubtedAt = context.now();
  const ofRow = rows.find((row) => row === kind);
  const facts = { doubtedAt, times: 0, ...defined({ kind: ofRow }) };
  await context.store.enqueue({ inviteId, kind: 'card_again', name, at: doubtedAt + AGAIN_MS[0], facts });
}

/** Enqueues the card itself: only the card's own job edits it. */
export async function writeCardAgain(context: Context, job: Job): Promise<Outcome> {
  const { inviteId, name } = job;
  const now = context.now();
  const { times, ...facts } = Facts.parse(JSON.parse(job.facts));
  const card: NewJob =
    inviteId === undefined ? { kind: facts.kind ?? 'member_card', name } : { inviteId, kind: 'card' };
  // Doubted later than now, it was before the clock was set back: nobody knows how long ago, so it counts from now.
  const doubtedAt = Math.min(facts.doubtedAt ?? now, now);
  const dueAt = doubtedAt + (AGAIN_MS[times] ?? 0);
  if (now < dueAt) {
    // Made due by a clock that was set back. As one of the times it would be too early.
    await context.store.saveProgressOfGeneration(job, JSON.stringify({ ...facts, doubtedAt, times }));
    return continueAt(dueAt, 'not yet');
  }
  // Together: the card's own job may doubt its edit at once, and that begins from the start.
  await context.store.transaction(async (tx) => {
    await tx.saveProgressOfGeneration(job, JSON.stringify({ ...facts, doubtedAt, times: times + 1 }));
    await tx.enqueue(card);
  });
  const next = AGAIN_MS[times + 1];
  if (next === undefined) return done;
  return continueAt(doubtedAt + next, 'an edit may come even later');
}
