import type { RuledHost } from '../../domain/policy/guest-rule.ts';
import { isProblem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { startPatience } from '../shared/in-time.ts';
import { isUnnamed, type NamedHost } from './look-up-host.ts';

/** How long a person in front of a form waits for the provider, ms. Slack wants an answer within 3 seconds. */
const PATIENCE_MS = 800;

type Looking = Pick<Context, 'guestAccess' | 'knownHosts' | 'policy' | 'providers'>;

/**
 * A host as the rules of the policy look at it: asked at the provider only for what they need, its groups where a rule names one. Undefined
 * while the provider does not say it in time (`patient`: however long that takes); what depends on it is decided later then, or not at all.
 */
export async function ruledHost(
  context: Looking,
  named: NamedHost | undefined,
  patience: 'patient' | 'quick' = 'quick',
): Promise<RuledHost | undefined> {
  if (named === undefined) return undefined;
  const patterns = context.policy().rules.flatMap(({ when }) => when.hosts ?? []);
  if (patterns.length > 0 && isUnnamed(named)) return undefined;
  if (!patterns.some((pattern) => pattern.startsWith('group:'))) return { name: named.hostName, groups: [] };
  const groups = groupsOf(context, named.hostId);
  const found = patience === 'patient' ? await groups : await startPatience(PATIENCE_MS)(groups);
  return found === undefined || found === 'late' ? undefined : { name: named.hostName, groups: found };
}

/** Ids and names of the groups a host is in; undefined when the provider does not say. A group without a name goes by its id. */
async function groupsOf(context: Looking, hostId: string): Promise<readonly string[] | undefined> {
  const ids = context.knownHosts.get(hostId, FRESH_MS)?.groupIds ?? (await groupIdsOf(context, hostId));
  if (ids === undefined || ids.length === 0) return ids;
  const listed = await hostGroups(context);
  if (listed === undefined) return undefined;
  return ids.flatMap((id) => [id, listed.find((group) => group.id === id)?.name ?? id]);
}

/** A look this fresh need not be repeated, ms: somebody fills in one form. */
const FRESH_MS = 60_000;

async function groupIdsOf({ guestAccess }: Looking, hostId: string): Promise<readonly string[] | undefined> {
  const host = await guestAccess.host(hostId);
  return isProblem(host) ? undefined : (host.groupIds ?? []);
}

/** The groups of the system that has the hosts: its members are grouped by the same ones. */
async function hostGroups({ providers }: Looking) {
  const own = providers.find(({ guestAccess }) => guestAccess !== undefined);
  const groups = await own?.memberInvites?.groups?.();
  return groups === undefined || isProblem(groups) ? undefined : groups;
}
