import type { Job } from '../../domain/job.ts';
import { mayInvite } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { nextDigest } from '../../domain/time/next-digest.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from '../shared/context.ts';
import { tryAgain } from '../shared/retry-at.ts';

/** How long to wait while Slack has not said where we are, ms. */
const WAIT_MS = 60_000;

/**
 * The day of a person who wants a digest: at their hour, by the clock of where they are now, the message of that day is enqueued, in one
 * transaction with the day being done. Never done as long as they want it, only due again. Named by the person.
 */
export async function planDailyDigest(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const personId = job.name;
  const { digestHour: hour } = await context.store.getPreferences(personId);
  if (hour === undefined) return done;
  const workspaceId = context.workspaceId();
  if (workspaceId === '') return continueAt(context.now() + WAIT_MS, 'Slack has not said where we are');
  const person = await context.people.person(personId);
  if (isProblem(person) && person.facts.definite === undefined) return tryAgain(context, claim, person);
  const mayRead = !isProblem(person) && mayInvite(person, workspaceId) === undefined;
  const zone = isProblem(person) ? 'UTC' : (person.timeZone ?? 'UTC');
  const next = nextDigest(context.now(), { hour, zone, doneOn: await context.store.digestedOn(personId) });
  if (next.kind === 'later') return continueAt(next.at, 'not yet');
  const { date } = next;
  await context.store.transaction(async (tx) => {
    if (!(await tx.noteDigest(personId, date)) || !mayRead) return;
    // The day is in the name: however often this runs, there is one message of it.
    await tx.enqueueOnce({ kind: 'daily_digest', name: `${date}:${personId}`, facts: { askedAt: context.now() } });
  });
  context.wake();
  const after = nextDigest(context.now(), { hour, zone, doneOn: date });
  return continueAt(after.kind === 'later' ? after.at : 0, 'done for the day');
}
