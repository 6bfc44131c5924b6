import { backoffMs } from '../../domain/job.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { canPass, isOneThing, type Removal, type RemovalTarget, type Requester } from '../../domain/removal.ts';
import type { Context, Statements } from './context.ts';
import { endRemoval, noteTry } from './settle-removal.ts';

/** The job does not look before the first try, made while the person waits, has had its time, ms. A crash is found after this. */
const FIRST_TRY_MS = 30_000;

/** What somebody wants taken away. `isSent`: the first try is sent at once; false when the system cannot even be looked at. */
export type Wish = Pick<Removal, 'provider' | 'targetKey' | 'who'> & RemovalTarget & { readonly isSent: boolean };

/** It does not get through now, is tried again until it does, and the requester is notified then. `who` is plain text. */
export type StillWanted = {
  readonly kind: 'wanted';
  readonly removalId: string;
  readonly what: Removal['kind'];
  readonly provider: string;
  readonly who: string;
  readonly why: Problem;
};

export function isStillWanted(value: unknown): value is StillWanted {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'wanted';
}

/**
 * Takes access away: writes down that it is wanted, tries it while the person waits, and leaves what may pass to the job
 * (retry-removal.ts). `write` puts it into the books as asked under the id it is given, in the same transaction. Problems: what the system
 * refuses for good, provider_not_found when it is not there.
 */
export async function takeAway<Answer>(
  context: Context,
  person: Person,
  wish: Wish,
  write: (tx: Statements, id: string) => Promise<void>,
  run: () => Promise<Answer | Problem>,
): Promise<Answer | StillWanted | Problem> {
  const of = context.newId();
  const wanted = await context.store.transaction(async (tx) => {
    await write(tx, of);
    return wantRemoval(context, tx, wish, { by: person.id, of });
  });
  return tryNow(context, { ...wanted, of }, run);
}

/** A removal that is wanted. `sentBefore`: when another try was sent whose answer is not known. */
export type WrittenDown = { readonly id: string; readonly sentBefore: number | undefined };

/** The first try of what is written down as wanted, while the person waits who asked for it (`of`). */
export async function tryNow<Answer>(
  context: Context,
  { id, sentBefore, of }: WrittenDown & Pick<Requester, 'of'>,
  run: () => Promise<Answer | Problem>,
): Promise<Answer | StillWanted | Problem> {
  const answer = await run();
  if (!isProblem(answer)) {
    await endRemoval(context, id, { state: 'done' }, { of });
    return answer;
  }
  if (canPass(answer)) {
    const said = answer.facts.retryAt;
    const at = Math.max(typeof said === 'number' ? said : 0, context.now() + backoffMs(1));
    const noted = await noteTry(context, id, answer, { notifies: true, sentBefore, front: { of }, at });
    // Another try got through meanwhile: the job's, or that of somebody else who wants the same.
    if (noted?.state === 'done') return problem('provider_not_found', { provider: noted.provider });
    if (noted?.state !== 'wanted') return answer;
    const { kind: what, provider, who, targetKey } = noted;
    return { kind: 'wanted', removalId: id, what, provider, who: who || targetKey, why: answer };
  }
  const known = await context.store.getRemoval(id);
  // What did not get through before, and is not there now, got through after all.
  const isDone = answer.code === 'provider_not_found' && known?.stuckSince !== undefined && isOneThing(known);
  await endRemoval(context, id, isDone ? { state: 'done' } : { state: 'refused', why: answer }, { of });
  return answer;
}

/** Writes down that it is wanted, and what does it should nobody get that far: two who want the same want one thing. */
export async function wantRemoval(
  context: Context,
  tx: Statements,
  { isSent, ...wish }: Wish,
  asked: Omit<Requester, 'isNotified'>,
): Promise<WrittenDown> {
  const requester = { ...asked, isNotified: false };
  const askedAt = context.now();
  const wanted = { state: 'wanted', problem: undefined, stuckSince: undefined } as const;
  for (;;) {
    const id = context.newId();
    const sentAt = isSent ? askedAt : undefined;
    const removal: Removal = { ...wish, ...wanted, id, requesters: [requester], sentAt, askedAt };
    if ((await tx.insertRemoval(removal)) === 'inserted') {
      await tx.enqueue({ kind: 'removal', name: id, at: askedAt + FIRST_TRY_MS });
      return { id, sentBefore: undefined };
    }
    const known = await tx.lockWantedRemoval(wish);
    // It has ended since: this is a wish of its own.
    if (known === undefined) continue;
    const joined = { ...known, who: known.who || wish.who, sentAt: sentAt ?? known.sentAt };
    await tx.saveRemoval({ ...joined, requesters: [...known.requesters, requester] });
    return { id: known.id, sentBefore: known.sentAt };
  }
}
