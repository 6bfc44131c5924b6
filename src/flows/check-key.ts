import { isProblem, type Problem, type ProblemCode } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { type Claim, type Context, done, type Outcome, type Provider } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { notifyAdmins } from './notify-admins.ts';

/** How often a key that is refused is tried, ms. */
const TRY_AGAIN_MS = 60_000;

const refusals: readonly ProblemCode[] = ['provider_unauthorized', 'provider_forbidden'];
/** The provider said nothing about the key. */
const silent: readonly ProblemCode[] = ['provider_busy', 'provider_unreachable', 'provider_outcome_unknown'];

/**
 * Finds out whether a provider refuses our key as a whole. If so, it is remembered for all replicas, the admins are told once, and it is
 * asked again every minute; admins are told again only when the key has worked in between. What waited for the key is tried at once.
 */
export async function checkKey(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const { log, store } = context;
  const provider = context.providers.find(({ name }) => name === work.name);
  const verdict = provider === undefined ? 'accepted' : await verdictOn(provider);
  if (isProblem(verdict))
    return { kind: 'again', at: retryAt(context, claim, verdict), failed: true, why: verdict.code };
  const now = context.now();
  if (verdict === 'accepted') {
    const works = await store.transaction(async (tx) => {
      if (!(await tx.forgetRefusedKey(work.name))) return false;
      await tx.hastenRefused();
      return true;
    });
    if (works) log.info({ provider: work.name }, 'the provider accepts the key again');
    if (works) context.wake();
    return done;
  }
  const isNew = await store.transaction(async (tx) => {
    if (!(await tx.recordRefusedKey({ provider: work.name, since: now }))) return false;
    const facts = { provider: work.name, since: now };
    await notifyAdmins(context, { name: 'key_refused', id: `${work.name}:${now}`, facts }, tx);
    return true;
  });
  if (isNew) log.error({ provider: work.name }, 'the provider refuses the key');
  return { kind: 'again', at: now + TRY_AGAIN_MS, failed: false, why: 'the key is refused' };
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
    if (silent.includes(answer.code)) return answer;
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
