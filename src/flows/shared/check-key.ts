import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem, type ProblemCode } from '../../domain/problem.ts';
import { type Claim, type Context, continueAt, done, type Outcome, type Provider } from './context.ts';
import { isLost } from './is-stuck.ts';
import { notifyAdmins } from './notify-admins.ts';
import { tryAgain } from './retry-at.ts';

/** How often a key that is refused is tried, ms. */
const TRY_AGAIN_MS = 60_000;

const refusals: readonly ProblemCode[] = ['provider_unauthorized', 'provider_forbidden'];

/**
 * Finds out whether a provider refuses our key as a whole. If so, it is remembered for all replicas, the admins are notified once, and it is
 * asked again every minute; admins are notified again only when the key was accepted in between. What waited for the key is tried at once.
 */
export async function checkKey(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const { log, store } = context;
  const provider = context.providers.find(({ name }) => name === job.name);
  const verdict = provider === undefined ? 'accepted' : await verdictOn(provider);
  if (isProblem(verdict)) return tryAgain(context, claim, verdict);
  const now = context.now();
  if (verdict === 'accepted') {
    const isAccepted = await store.transaction(async (tx) => {
      if (!(await tx.forgetRefusedKey(job.name))) return false;
      await tx.hastenRefused();
      return true;
    });
    if (isAccepted) log.info({ provider: job.name }, 'the provider accepts the key again');
    if (isAccepted) context.wake();
    return done;
  }
  const isNew = await store.transaction(async (tx) => {
    if (!(await tx.recordRefusedKey({ provider: job.name, since: now }))) return false;
    const facts = { provider: job.name, since: now };
    await notifyAdmins(context, { name: 'key_refused', id: `${job.name}:${now}`, facts }, tx);
    return true;
  });
  if (isNew) log.error({ provider: job.name }, 'the provider refuses the key');
  return continueAt(now + TRY_AGAIN_MS, 'the key is refused');
}

/**
 * A key that may not do one thing is not refused: it is when nothing may be read with it that Guestlist reads. A Problem when the
 * provider cannot be asked now.
 */
async function verdictOn(provider: Provider): Promise<'accepted' | 'refused' | Problem> {
  const reads = [
    () => provider.guestAccess?.page(undefined),
    () => firstOf(provider.members?.list()),
    () => firstOf(provider.memberInvites?.pending()),
  ];
  let verdict: 'accepted' | 'refused' = 'accepted';
  for (const read of reads) {
    const answer = await read();
    if (answer === undefined) continue;
    if (!isProblem(answer)) return 'accepted';
    // The provider said nothing about the key.
    if (isLost(answer)) return answer;
    if (!refusals.includes(answer.code)) return 'accepted';
    verdict = 'refused';
  }
  return verdict;
}

async function firstOf(pages: AsyncIterable<object> | undefined): Promise<object | undefined> {
  if (pages === undefined) return undefined;
  for await (const page of pages) return page;
  return {};
}
