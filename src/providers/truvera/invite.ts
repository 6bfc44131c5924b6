import { readAll } from '../../domain/pages.ts';
import { isProblem, onSuccess, type Problem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import { batchRefusal, nobodyInvited } from '../batch-refusal.ts';
import { byAddress } from '../by-address.ts';
import type { InvitedMember, Invitee, MemberInvites, Members } from '../provider.ts';
import type { TruveraApi } from './api.ts';
import { truveraProblem } from './problems.ts';

type Team = {
  readonly api: Pick<TruveraApi, 'sendInvitations'>;
  readonly pending: MemberInvites['pending'];
  readonly members: Pick<Members, 'list'>;
};

/**
 * Invites all of these with one request. Truvera answers neither ids nor what became of each address, and says nothing of what it
 * does with one that is invited already: so the lists are read before, and again afterwards.
 */
export async function truveraInvite(
  { api, pending, members }: Team,
  rows: readonly Invitee[],
): Promise<readonly InvitedMember[] | Problem> {
  if (rows.length === 0) return [];
  const before = await onSuccess(readAll(pending()), byAddress);
  if (isProblem(before)) return before;
  const joined = await onSuccess(readAll(members.list()), byAddress);
  if (isProblem(joined)) return joined;

  const known = (row: Invitee): Problem | undefined => {
    if (!/^\S+@\S+$/.test(emailKey(row.email))) {
      return truveraProblem('provider_rejected', { field: 'email', message: 'email: is not an email address' });
    }
    if (joined.has(emailKey(row.email))) return truveraProblem('already_member');
    return before.has(emailKey(row.email)) ? truveraProblem('already_invited') : undefined;
  };
  const fresh = new Map(rows.filter((row) => !known(row)).map((row) => [emailKey(row.email), row.email.trim()]));
  const sent = fresh.size === 0 ? 'done' : await api.sendInvitations([...fresh.values()]);
  if (isProblem(sent) && nobodyInvited.includes(sent.code)) return sent;

  // Also after a refusal: some of them may have gone out before it.
  const after = fresh.size === 0 ? before : await onSuccess(readAll(pending()), byAddress);
  return rows.map((row) => {
    const outcome = known(row);
    if (outcome !== undefined) return { email: row.email, outcome };
    const invite = isProblem(after) ? undefined : after.get(emailKey(row.email));
    if (invite !== undefined) return invited(row, invite.inviteId || undefined);
    if (isProblem(sent)) return { email: row.email, outcome: fresh.size === 1 ? sent : batchRefusal('truvera', sent) };
    // Sent with success, and yet not in the list: nobody can say that this person was invited.
    return isProblem(after)
      ? invited(row, undefined)
      : { email: row.email, outcome: truveraProblem('provider_shows_nothing') };
  });
}

function invited({ email }: Invitee, inviteId: string | undefined): InvitedMember {
  return { email, outcome: 'invited', inviteId, joinUrl: undefined };
}
