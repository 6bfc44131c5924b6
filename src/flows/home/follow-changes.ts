import { z } from 'zod';
import { BUNDLE_MS, followsAt, type Home, WATCHED_MS } from '../../domain/home.ts';
import type { Job } from '../../domain/job.ts';
import { type Context, continueAt, done, type Outcome } from '../shared/context.ts';

/** More people than look at Home at once: the others see what changed when they open it. */
const MOST = 2_000;

/** When the last run was, epoch ms. */
const Facts = z.object({ ranAt: z.number().catch(0) });

/**
 * Something changed that may stand in the Home of anybody: each that is open is drawn in its time, the rarer the more there are. A run looks
 * for all that changed since the last, and there are at least three seconds between two.
 */
export async function followChanges(context: Context, job: Job): Promise<Outcome> {
  const { ranAt } = Facts.parse(JSON.parse(job.facts));
  const now = context.now();
  // After the clock was set back, `ranAt` says nothing.
  if (ranAt <= now && now < ranAt + BUNDLE_MS) return continueAt(ranAt + BUNDLE_MS, 'more may change');
  // Lost to another, who looks for the same.
  if (!(await context.store.saveProgress(job, JSON.stringify({ ranAt: now })))) return done;
  await context.store.unwatchOldHomes(now - WATCHED_MS);
  const homes = await context.store.watchedHomes(MOST);
  const seesAll = (home: Home) => home.scope === 'all';
  const counts = { all: homes.filter(seesAll).length, mine: homes.filter((home) => !seesAll(home)).length };
  await context.store.transaction(async (tx) => {
    for (const home of homes) {
      const sees = seesAll(home) ? 'all' : 'mine';
      await tx.enqueueHomeBy(home.personId, followsAt(home, { sees, count: counts[sees], now }));
    }
  });
  context.wake();
  return done;
}
