import { isProblem, type Problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { startPatience } from '../shared/in-time.ts';
import { isLost } from '../shared/is-stuck.ts';

/** How long a person in front of a form waits for the provider, ms. Slack wants an answer within 3 seconds. */
const PATIENCE_MS = 1_200;
/** A look this fresh need not be repeated, ms: somebody fills in one form. */
const FRESH_MS = 60_000;

/** A host by its id. Its name is the provider's; without one it goes by its id. */
export type NamedHost = { readonly hostId: string; readonly hostName: string };

type Looking = Pick<Context, 'guestAccess' | 'knownHosts'>;

/** Whether the provider has not said yet what this host is called: it goes by its id until it is asked again, before anything is sent. */
export function isUnnamed({ hostId, hostName }: NamedHost): boolean {
  return hostId === hostName;
}

/**
 * A host that was chosen in a form, as the provider names it. While that does not answer, the name it gave before; without one the host is
 * unnamed, and is looked up before something is sent (nameHost): a form is not lost to a slow minute. Problems: host_unknown, provider_off.
 */
export async function lookUpHost(context: Looking, hostId: string): Promise<NamedHost | Problem> {
  const known = context.knownHosts.get(hostId, FRESH_MS);
  if (known !== undefined) return { hostId, hostName: known.name };
  const host = await startPatience(PATIENCE_MS)(context.guestAccess.host(hostId));
  if (host !== 'late') {
    if (!isProblem(host)) return { hostId, hostName: host.name };
    if (host.code === 'host_unknown' || host.code === 'provider_off') return host;
  }
  return { hostId, hostName: context.knownHosts.get(hostId)?.name ?? hostId };
}

/**
 * The name of a host that had none when it was chosen; undefined when the provider refuses to say, and has to decide by itself what is sent to
 * it. Problems: host_unknown; provider_busy, provider_unreachable or provider_outcome_unknown: ask again.
 */
export async function nameHost(
  { guestAccess }: Pick<Context, 'guestAccess'>,
  hostId: string,
): Promise<string | undefined | Problem> {
  const host = await guestAccess.host(hostId);
  if (!isProblem(host)) return host.name;
  return host.code === 'host_unknown' || isLost(host) ? host : undefined;
}
