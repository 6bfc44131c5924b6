import type { HostOnline } from '../../domain/host-online.ts';
import { isProblem } from '../../domain/problem.ts';
import type { Context } from './context.ts';
import { startPatience } from './in-time.ts';

/** How long somebody in front of a form waits, ms. */
const PATIENCE_MS = 1_200;
/** A look this fresh need not be repeated, ms. */
const FRESH_MS = 60_000;

/** What the provider said last, within the last hour; undefined when it said nothing of this host. */
export function lastOnline({ knownHosts }: Pick<Context, 'knownHosts'>, hostId: string): HostOnline | undefined {
  const seen = knownHosts.seen(hostId);
  if (seen === undefined) return undefined;
  const { online } = seen.host;
  return { is: online === undefined ? 'unknown' : online ? 'online' : 'offline', at: seen.at };
}

/** Asks the provider whether a host is on, unless it has just said so. */
export async function lookWhetherOnline(
  context: Pick<Context, 'guestAccess' | 'knownHosts' | 'now'>,
  hostId: string,
): Promise<HostOnline> {
  const known = lastOnline(context, hostId);
  if (known !== undefined && Math.abs(context.now() - known.at) < FRESH_MS) return known;
  const asked = await startPatience(PATIENCE_MS)(context.guestAccess.host(hostId));
  const said = asked === 'late' || isProblem(asked) ? undefined : lastOnline(context, hostId);
  return said ?? { is: 'unknown', at: context.now() };
}
