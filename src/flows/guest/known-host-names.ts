import { isProblem } from '../../domain/problem.ts';
import type { Host } from '../../providers/provider.ts';
import type { Context } from '../shared/context.ts';
import { startPatience } from '../shared/in-time.ts';

/** As many are asked for at once; what a team has beyond them is looked up by what was typed. */
const MOST_ASKED = 100;
/** How long somebody who typed a line waits for the names in it, ms: their form opens before a placeholder would. */
const PATIENCE_MS = 1_000;
/** A full list is good for so long, ms. */
const FRESH_MS = 10 * 60_000;

/** The names of the hosts open to guests, so that they are known in a typed line. When the provider is slow, those it has shown before. */
export async function hostNames({
  guestAccess,
  knownHosts,
}: Pick<Context, 'guestAccess' | 'knownHosts'>): Promise<readonly string[]> {
  if (!knownHosts.isComplete(FRESH_MS)) {
    const asked = await startPatience(PATIENCE_MS)(guestAccess.hosts({ text: '', limit: MOST_ASKED }));
    if (asked !== 'late' && !isProblem(asked)) return asked.map(({ name }) => name);
  }
  return knownHosts.matching('', Number.POSITIVE_INFINITY).map(({ name }) => name);
}

/** The hosts that a text may mean, where all there are were shown lately; none where they were not: then the provider has to be asked. */
export function freshHosts({ knownHosts }: Pick<Context, 'knownHosts'>, text: string): readonly Host[] {
  return knownHosts.isComplete(FRESH_MS) ? knownHosts.matching(text, Number.POSITIVE_INFINITY) : [];
}
