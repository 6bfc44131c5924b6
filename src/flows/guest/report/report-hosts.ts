import { isAdmin, type Person } from '../../../domain/person.ts';
import { isProblem } from '../../../domain/problem.ts';
import { recentFirst } from '../../../domain/recent.ts';
import { hostMatches } from '../../../domain/text/host-search.ts';
import type { Context } from '../../shared/context.ts';
import { inTime } from '../../shared/in-time.ts';
import { recentHosts } from '../recent.ts';

/** A computer a report can be about, with every name it is known by. */
export type ReportHost = { readonly hostId: string; readonly hostName: string; readonly names: ReadonlySet<string> };

/**
 * Computers a person can ask about, by name: those with invites, also if they are gone by now, and for admins those that are open to
 * guests. Others know those of their own invites only. What the person used lately comes first.
 */
export async function reportHosts(
  context: Context,
  person: Person,
  query: { readonly text: string; readonly limit: number },
): Promise<readonly Omit<ReportHost, 'names'>[]> {
  const mayAll = isAdmin(person, context.policy());
  const invited = await context.store.invitedHosts(mayAll ? {} : { inviterId: person.id });
  const open = mayAll ? await inTime(context.guestAccess.hosts({ text: query.text, limit: query.limit })) : [];
  const shown = open === 'late' || isProblem(open) ? [] : open;
  // The newest name is the one people know it by.
  const byId = new Map(shown.map(({ hostId, name }) => [hostId, name]));
  for (const { hostId, hostName } of invited) if (!byId.has(hostId)) byId.set(hostId, hostName);
  const named = [...byId]
    .map(([hostId, hostName]) => ({ hostId, hostName }))
    .filter(({ hostName }) => hostMatches(hostName, query.text))
    .toSorted((a, b) => a.hostName.localeCompare(b.hostName));
  const recent = await recentHosts(context, person);
  return recentFirst(
    named,
    recent.map(({ hostId }) => hostId),
    ({ hostId }) => hostId,
  ).slice(0, query.limit);
}

/** The computer of an id that was chosen; undefined for one the person was never offered. */
export async function reportHost(context: Context, person: Person, hostId: string): Promise<ReportHost | undefined> {
  const mayAll = isAdmin(person, context.policy());
  const invited = await context.store.invitedHosts({ hostId, ...(mayAll ? {} : { inviterId: person.id }) });
  const known = mayAll ? context.knownHosts.get(hostId)?.name : undefined;
  const names = new Set([...(known === undefined ? [] : [known]), ...invited.map(({ hostName }) => hostName)]);
  const [hostName] = names;
  return hostName === undefined ? undefined : { hostId, hostName, names };
}
