import type { HomePart } from '../../domain/home.ts';
import { coordinates, type Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { useHome } from './open-home.ts';

/** A person chooses whose invites to see in Home; only admins and coordinators see everybody's. Anything else is left as it is. */
export async function chooseScope(context: Context, person: Person, scope: string): Promise<void> {
  if (!coordinates(person, context.policy()) || (scope !== 'mine' && scope !== 'all')) return;
  await useHome(context, person.id, { scope, page: 0 });
}

/** A person chooses what of Home to see. */
export function choosePart(context: Context, { id }: Person, part: HomePart): Promise<void> {
  return useHome(context, id, { part, page: 0 });
}

/** A person turns a page of what they see. */
export function choosePage(context: Context, { id }: Person, page: number): Promise<void> {
  return useHome(context, id, { page });
}

/** A person chooses a computer, or all of them. What is no computer of the team is not kept. Problems: those of the provider. */
export async function chooseHost(
  context: Context,
  { id }: Person,
  hostId: string | undefined,
): Promise<Problem | undefined> {
  if (hostId === undefined) {
    await useHome(context, id, { hostId: undefined, hostName: undefined, page: 0 });
    return undefined;
  }
  const host = context.knownHosts.get(hostId) ?? (await context.guestAccess.host(hostId));
  if (isProblem(host)) return host;
  await useHome(context, id, { hostId, hostName: host.name, page: 0 });
  return undefined;
}
