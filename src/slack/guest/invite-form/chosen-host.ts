import { type Invite, wishedTerms } from '../../../domain/invite.ts';
import { isProblem } from '../../../domain/problem.ts';
import { isUnnamed, lookUpHost } from '../../../flows/guest/look-up-host.ts';
import type { Context } from '../../../flows/shared/context.ts';
import type { InviteForm } from './invite-form.ts';

/**
 * The computer chosen in a form that is redrawn, by its name in Parsec, not by the form's. Undefined when it does not exist or its name is
 * not known now: the choice stays on the person's screen all the same.
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
