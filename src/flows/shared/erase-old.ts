import { z } from 'zod';
import { type Job, LONGEST_WAIT_MS } from '../../domain/job.ts';
import { type Claim, type Context, continueAt, type Outcome } from './context.ts';
import { eraseInvite } from './erase-invite.ts';
import { eraseFiles, eraseRows } from './erase-person.ts';

/** Rows looked at together. */
const PAGE = 100;
/** Nothing new is begun later than this after a claim began, ms: a stop does not wait for years of invites. */
const CLAIM_MS = 5_000;

type OldTable = Parameters<Context['store']['oldRows']>[0];

// Jobs last: of their rows, many name nobody and are looked at again each time.
const tables = Object.keys({
  member_row: true,
  team_action: true,
  removal: true,
  approval: true,
  series: true,
  person_request: true,
  audit: true,
  job: true,
} satisfies Record<OldTable, true>) as readonly OldTable[];

const AskedAt = z.object({ askedAt: z.number().optional() });

/**
 * Erases what ended longer ago than the policy keeps it, in the same way as what somebody has erased. Never done, only due again: every hour,
 * so that a policy that was changed is followed soon. What can't be erased yet (an end that nobody confirmed) is looked at the next time.
 */
export async function eraseOld(context: Context, _job: Job, _claim: Claim): Promise<Outcome> {
  const { personalDataMs } = context.policy().retention;
  const startedAt = context.now();
  if (personalDataMs === undefined) return continueAt(startedAt + LONGEST_WAIT_MS, 'kept until somebody has it erased');
  const until = startedAt - personalDataMs;
  const hasTime = () => Math.abs(context.now() - startedAt) < CLAIM_MS;
  let invites = 0;
  let rows = 0;
  // Where nothing was found to erase in all that time, there is no hurry to begin again.
  const more = () => continueAt(context.now() + (invites + rows > 0 ? 0 : LONGEST_WAIT_MS), 'more to erase');
  for (let after = ''; ; ) {
    if (!hasTime()) return more();
    const page = await context.store.oldInvites({ until, after, limit: PAGE });
    for (const { id } of page) if ((await eraseInvite(context, id, 'retention')) !== undefined) invites += 1;
    if (page.length < PAGE) break;
    after = page.at(-1)?.id ?? '';
  }
  for (const table of tables) {
    for (let after = ''; ; ) {
      if (!hasTime()) return more();
      const page = await context.store.oldRows(table, { until, after, limit: PAGE });
      rows += await eraseRows(
        context,
        table,
        page.filter((row) => table !== 'job' || askedAt(row.facts) <= until),
      );
      if (page.length < PAGE) break;
      after = String(page.at(-1)?.id);
    }
  }
  const files = await context.store.transaction((tx) => eraseFiles(tx, { until }));
  if (invites + rows + files > 0) {
    context.log.info({ invites, rows, files }, 'erased personal data that is older than the policy keeps it');
    context.wake();
  }
  return continueAt(context.now() + LONGEST_WAIT_MS, 'looked at what is old');
}

/** When a notice was asked for, epoch ms; never for one that does not say so, since it names nobody. */
function askedAt(facts: unknown): number {
  return AskedAt.parse(JSON.parse(String(facts))).askedAt ?? Number.POSITIVE_INFINITY;
}
