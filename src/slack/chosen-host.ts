import { type Invite, wishedTerms } from '../domain/invite.ts';
import { isProblem } from '../domain/problem.ts';
import type { Context } from '../flows/context.ts';
import { isUnnamed, lookUpHost } from '../flows/look-up-host.ts';
import type { InviteForm } from './views/invite-form.ts';

/**
 * The computer chosen in a form that is drawn again, by the name the provider gives it and not by the form's. Undefined when there is no such
 * computer, and when its name is not known now: what the person chose stays on their screen all the same.
 */
export async function chosenHost(
  context: Context,
  hostId: string | undefined,
  invite?: Invite,
): Promise<InviteForm['host']> {
  if (hostId === undefined) return undefined;
  const terms = invite === undefined ? [] : [wishedTerms(invite), invite];
  const known = terms.find((each) => each.hostId === hostId);
  const name = known?.hostName ?? context.knownHosts.get(hostId)?.name;
  if (name !== undefined) return { id: hostId, name };
  const host = await lookUpHost(context, hostId);
  return isProblem(host) || isUnnamed(host) ? undefined : { id: hostId, name: host.hostName };
}
