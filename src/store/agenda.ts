import type { Kysely } from 'kysely';
import type { JobKind } from '../domain/job.ts';
import { isOpen } from './job-rows.ts';
import type { Tables } from './schema.ts';

/** What the bot does for its own sake, which nobody sees. */
const unseen: readonly JobKind[] = [
  'inviter',
  'inviters',
  'card_again',
  'late_post',
  'home',
  'homes',
  'retention',
  'audit_stream',
  'key_check',
  'attendance',
  'reconcile',
];

/** `at`: epoch ms. `due`: how many jobs are due now, or are done right now. */
export type Agenda = {
  readonly next: { readonly at: number; readonly kind: JobKind } | undefined;
  readonly due: number;
};

/**
 * What people will see next, and how much is due by now (epoch ms), for a clock that is moved by hand. What is tried again after a failure
 * is no event of its own.
 */
export async function agenda(db: Kysely<Tables>, now: number): Promise<Agenda> {
  const next = await db
    .selectFrom('job')
    .select(['next_at as at', 'kind'])
    .where(isOpen)
    .where('next_at', '>', now)
    .where('tries', '=', 0)
    .where('kind', 'not in', unseen)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  const { due } = await db
    .selectFrom('job')
    .select(({ fn }) => fn.countAll<number>().as('due'))
    .where(isOpen)
    .where('next_at', '<=', now)
    .where('kind', 'not in', unseen)
    .executeTakeFirstOrThrow();
  return { next: next && { at: Number(next.at), kind: next.kind }, due: Number(due) };
}
