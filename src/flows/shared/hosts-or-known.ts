import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context, Host } from './context.ts';

const late = problem('provider_unreachable', { provider: 'parsec' });

/**
 * The hosts of an answer of the provider; where it is a Problem or did not come in time, those it has shown within the last hour, which are
 * better than none. `trouble`: why they are those.
 */
export async function hostsOrKnown(
  { knownHosts }: Pick<Context, 'knownHosts'>,
  { text, limit }: { readonly text: string; readonly limit: number },
  answer: Promise<readonly Host[] | Problem | 'late'>,
): Promise<{ readonly hosts: readonly Host[]; readonly trouble: Problem | undefined }> {
  const hosts = await answer;
  if (hosts !== 'late' && !isProblem(hosts)) return { hosts, trouble: undefined };
  return { hosts: knownHosts.matching(text, limit), trouble: hosts === 'late' ? late : hosts };
}
