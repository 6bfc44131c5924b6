import { emailKey } from '../../domain/email.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { certainlyNothing, refusalOfMany } from '../invite-many.ts';
import type { InvitedMember, MemberInvites, Members, WantedMember } from '../provider.ts';
import type { TruveraApi } from './api.ts';

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
  rows: readonly WantedMember[],
): Promise<readonly InvitedMember[] | Problem> {
  if (rows.length === 0) return [];
  const before = await byAddress(pending());
  if (isProblem(before)) return before;
  const joined = await byAddress(members.list());
  if (isProblem(joined)) return joined;

  const known = (row: WantedMember): Problem | undefined => {
    if (!/^\S+@\S+$/.test(emailKey(row.email))) {
      return told('provider_rejected', { field: 'email', message: 'email: is not an e-mail address' });
    }
    if (joined.has(emailKey(row.email))) return told('already_member');
    return before.has(emailKey(row.email)) ? told('already_invited') : undefined;
  };
  const fresh = new Map(rows.filter((row) => !known(row)).map((row) => [emailKey(row.email), row.email.trim()]));
  const sent = fresh.size === 0 ? 'done' : await api.sendInvitations([...fresh.values()]);
  if (isProblem(sent) && certainlyNothing.includes(sent.code)) return sent;

  // Also after a refusal: some of them may have gone out before it.
  const after = fresh.size === 0 ? before : await byAddress(pending());
  return rows.map((row) => {
    const outcome = known(row);
    if (outcome !== undefined) return { email: row.email, outcome };
    const invite = isProblem(after) ? undefined : after.get(emailKey(row.email));
    if (invite !== undefined) return invited(row, invite.inviteId || undefined);
    if (isProblem(sent)) return { email: row.email, outcome: fresh.size === 1 ? sent : refusalOfMany('truvera', sent) };
    // Sent with success, and yet not in the list: nobody can say that this person was invited.
    return isProblem(after) ? invited(row, undefined) : { email: row.email, outcome: told('provider_shows_nothing') };
  });
}

function invited({ email }: WantedMember, inviteId: string | undefined): InvitedMember {
  return { email, outcome: 'invited', inviteId, joinUrl: undefined };
}

/** All of a list by e-mail; what shows none is left out. */
async function byAddress<Item extends { readonly email: string | undefined }>(
  pages: AsyncIterable<readonly Item[] | Problem>,
): Promise<ReadonlyMap<string, Item> | Problem> {
  const found = new Map<string, Item>();
  for await (const page of pages) {
    if (isProblem(page)) return page;
    for (const item of page) if (item.email !== undefined) found.set(emailKey(item.email), item);
  }
  return found;
}

function told(code: Problem['code'], facts: Problem['facts'] = {}): Problem {
  return problem(code, { provider: 'truvera', ...facts });
}
