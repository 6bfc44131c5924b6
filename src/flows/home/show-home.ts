import { BUNDLE_MS, type Home, isAwaited } from '../../domain/home.ts';
import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from '../shared/context.ts';
import { isLost } from '../shared/is-stuck.ts';
import { tryAgain } from '../shared/retry-at.ts';
import type { ShownHome } from '../shared/shown-home.ts';
import { readHome } from './read-home.ts';

/** When a Home that could not be read whole is drawn again while somebody may look at it, ms. */
const COMPLETE_AFTER_MS = 60_000;

/**
 * Draws the Home of a person as things are now, and publishes it unless it says so already. What was published is saved with Slack's hash of
 * it, and the next drawing names that: an older one that arrives late is refused, and drawn again.
 */
export async function showHome(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const home = await context.store.getHome(job.name);
  if (home === undefined) return done;
  const isWanted = isAwaited(home);
  const bundledUntil = (home.shownAt ?? 0) + BUNDLE_MS;
  const now = context.now();
  if (!isWanted && now < bundledUntil && bundledUntil <= now + BUNDLE_MS)
    return continueAt(bundledUntil, 'more may change');
  const person = await context.people.person(home.personId);
  // Whom Slack does not know is told so, if anybody looks.
  if (isProblem(person) && person.facts.definite === undefined) return tryAgain(context, claim, person);
  // Nobody counts as an admin by an older look: what nobody waits for is not drawn smaller for that.
  const isStale = !isProblem(person) && person.isStale;
  if (isStale && !isWanted) return continueAt(now + COMPLETE_AFTER_MS, 'Slack did not say who it is');
  const shown: ShownHome = isProblem(person) ? { kind: 'refused', why: person } : await readHome(context, person, home);
  const result = await context.notifier.publishHome(home.personId, shown, {
    shownHash: home.shownHash,
    slackHash: home.slackHash,
    isAwaited: isWanted,
    heartbeat: claim.heartbeat,
  });
  if (isProblem(result)) return notPublished(context, home, claim, result);
  await context.store.saveHomeShown(home.personId, {
    shownAt: now,
    ...(result === 'unchanged' ? {} : { stands: result }),
    // Whoever sees everybody's unless they say otherwise is known as that from now on.
    ...(shown.kind === 'home' && shown.seesAll ? { scope: shown.filter.scope } : {}),
  });
  return home.isWatched && (isStale || lacksParsec(shown))
    ? continueAt(now + COMPLETE_AFTER_MS, 'Slack or Parsec did not say everything')
    : done;
}

/** Whether Parsec may say later what is missing now. What it refuses it refuses until somebody changes something. */
function lacksParsec(shown: ShownHome): boolean {
  return shown.kind === 'home' && shown.trouble !== undefined && isLost(shown.trouble);
}

/** Slack's words for a Home that there is not: the tab is off, or the person is gone. */
const isNone: ReadonlySet<unknown> = new Set(['not_enabled', 'user_not_found', 'invalid_user_id', 'account_inactive']);

async function notPublished(context: Context, home: Home, claim: Claim, why: Problem): Promise<Outcome> {
  const { error, retryAt } = why.facts;
  if (why.code === 'slack_busy' && typeof retryAt === 'number') return continueAt(retryAt, why.code);
  if (error === 'hash_conflict') {
    // Something else stands there than we know of: what is so now replaces it.
    const stands = { shownHash: undefined, slackHash: undefined };
    await context.store.saveHomeShown(home.personId, { shownAt: home.shownAt, stands });
    return tryAgain(context, claim, why);
  }
  return isNone.has(error) ? giveUp(context, home, why) : tryAgain(context, claim, why);
}

/** Drawn again when the person opens it. */
async function giveUp(context: Context, { personId }: Home, why: Problem): Promise<Outcome> {
  context.log.warn({ person: personId, why: why.facts.error ?? why.code }, 'a Home cannot be published');
  await context.store.unwatchHome(personId);
  return done;
}
