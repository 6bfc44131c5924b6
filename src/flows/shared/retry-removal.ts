import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { canPass, isOneThing, type Removal } from '../../domain/removal.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from './context.ts';
import { isStuck } from './is-stuck.ts';
import { tryAgain } from './retry-at.ts';
import { endRemoval, noteSent, noteTry } from './settle-removal.ts';

/** What a system shows now of what is to be taken away. */
export type SeenTarget = Pick<Removal, 'who'> & { readonly target?: Removal['target'] };

/** How one kind of thing is looked at, taken away, and recorded where we made it ourselves. */
export type Remover<One extends Removal> = {
  /** 'missing': it is not there any more. */
  look(context: Context, removal: One): Promise<SeenTarget | 'missing' | Problem>;
  remove(context: Context, removal: One): Promise<object | string | Problem>;
  record?(context: Context, removal: One): Promise<void>;
};

export type Removers = { readonly [Kind in Removal['kind']]: Remover<Extract<Removal, { kind: Kind }>> };

/**
 * Takes away what somebody wants taken away and did not get through at once, with waits that grow to five minutes. Who asked need not be
 * allowed to any more: they were when they asked, and of two ways to be wrong the one that keeps somebody out is the safe one. Who does not
 * want it withdraws it (withdraw-removal.ts).
 */
export async function retryRemoval(context: Context, job: Job, claim: Claim, removers: Removers): Promise<Outcome> {
  const removal = await context.store.getRemoval(job.name);
  if (removal?.state !== 'wanted') return done;
  const answer = await tryOnce(context, removal, claim, removers);
  if (answer === 'not wanted') return continueAt(0, 'changed meanwhile');
  if (!isProblem(answer)) {
    await endRemoval(context, removal.id, { state: 'done', isMissing: answer === 'missing' });
    return done;
  }
  if (!canPass(answer)) {
    await endRemoval(context, removal.id, { state: 'refused', why: answer });
    return done;
  }
  await noteTry(context, removal.id, answer, { notifies: isStuck(answer, claim), sentBefore: removal.sentAt });
  return tryAgain(context, claim, answer);
}

/** 'missing': it was not there any more before anything was sent. */
async function tryOnce(
  context: Context,
  removal: Removal,
  claim: Claim,
  removers: Removers,
): Promise<'removed' | 'missing' | 'not wanted' | Problem> {
  const remover = removers[removal.kind] as Remover<Removal>;
  const seen = await remover.look(context, removal);
  if (isProblem(seen)) return seen;
  if (seen === 'missing') {
    // An earlier try did it, as far as anybody knows.
    if (removal.sentAt === undefined) return 'missing';
    await remover.record?.(context, removal);
    return 'removed';
  }
  // Nothing is sent by who was overtaken, nor what was withdrawn meanwhile.
  if (!(await claim.heartbeat()) || !(await noteSent(context, removal.id, seen))) return 'not wanted';
  const now = { ...removal, ...seen } as Removal;
  const answer = await remover.remove(context, now);
  if (!isProblem(answer)) {
    await remover.record?.(context, now);
    return 'removed';
  }
  if (answer.code === 'provider_not_found') return isOneThing(removal) ? 'removed' : answer;
  return answer;
}
