import { readAll } from '../../domain/pages.ts';
import { isProblem, onSuccess, type Problem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import { batchRefusal, nobodyInvited } from '../batch-refusal.ts';
import { byAddress } from '../by-address.ts';
import type { InvitedMember, Invitee } from '../provider.ts';
import type { ParsecApi } from './api.ts';
import { isEmail } from './bounds.ts';
import { mayNotSee, parsecProblem } from './problems.ts';
import type { InviteTerms } from './requests.ts';
import type { TeamInvite } from './schema.ts';
import { isOpen } from './translate.ts';
import { walkMemberInvites, walkMembers } from './walk.ts';

type Api = Pick<ParsecApi, 'createTeamInvites' | 'getTeamInvites' | 'getTeamMembers'>;
type Wanted = {
  readonly rows: readonly Invitee[];
  readonly terms: InviteTerms;
  readonly sendEmail: boolean;
  /** Epoch ms. */
  readonly now: number;
};
type Found = ReadonlyMap<string, TeamInvite>;

/**
 * Invites up to 200 with one request; a result for each, in the same order. What Parsec does with an address that is a member or
 * invited already is not documented, nor whether one of them spoils the others: so both lists are read first, and only the rest is
 * sent. Invites are read back whenever the answer does not cover each address.
 */
export async function inviteMembers(api: Api, wanted: Wanted): Promise<readonly InvitedMember[] | Problem> {
  const { rows } = wanted;
  const valid = rows.filter((row) => isEmail(row.email.trim()));
  const before = valid.length === 0 ? new Map<string, TeamInvite>() : await invitesOf(api);
  if (isProblem(before) && !mayNotSee(before)) return before;
  const members =
    valid.length === 0 ? new Map<string, object>() : await onSuccess(readAll(walkMembers(api)), byAddress);
  if (isProblem(members) && !mayNotSee(members)) return members;

  const emails = new Map<string, string>();
  /** What is known of a row without asking; rows come in order, and the first of an address is the one that counts. */
  const known = rows.map((row): Problem | undefined => {
    const key = emailKey(row.email);
    if (!isEmail(row.email.trim())) {
      return parsecProblem('provider_rejected', { field: 'email', message: 'email: is not an email address' });
    }
    if (!isProblem(members) && members.has(key)) return parsecProblem('already_member');
    const invite = isProblem(before) ? undefined : before.get(key);
    const over = invite?.expires_at !== undefined && invite.expires_at <= wanted.now;
    if ((invite !== undefined && !over) || emails.has(key)) return parsecProblem('already_invited');
    emails.set(key, row.email.trim());
    return undefined;
  });
  if (emails.size === 0) return results(rows, known, () => parsecProblem('provider_nonsense'));

  const answer = await api.createTeamInvites([...emails.values()], wanted.sendEmail, wanted.terms);
  if (isProblem(answer) && nobodyInvited.includes(answer.code)) return answer;
  const answered = isProblem(answer) ? new Map<string, TeamInvite>() : byAddress(answer.items);
  const complete = [...emails.keys()].every((key) => answered.has(key));
  const after = complete ? answered : await invitesOf(api);

  return results(rows, known, (key) => {
    const invite = answered.get(key) ?? newlyListed(key, before, after, wanted.now);
    if (invite !== undefined) return invite;
    if (isProblem(answer)) return emails.size === 1 ? answer : batchRefusal('parsec', answer);
    // The answer covers others, this one is neither there nor in the list: Parsec did not take it.
    return isProblem(after)
      ? parsecProblem('provider_outcome_unknown')
      : parsecProblem('provider_rejected', { field: 'email', message: 'it was left out, no reason given' });
  });
}

/** An invite that is in the list now and was not before: only then is it the one just asked for. */
function newlyListed(
  key: string,
  before: Found | Problem,
  after: Found | Problem,
  now: number,
): TeamInvite | undefined {
  if (isProblem(before) || isProblem(after)) return undefined;
  const invite = after.get(key);
  const old = before.get(key);
  if (invite === undefined || old === undefined) return invite;
  return invite.expires_at !== undefined && invite.expires_at > now ? invite : undefined;
}

function results(
  rows: readonly Invitee[],
  known: readonly (Problem | undefined)[],
  outcomeOf: (key: string) => TeamInvite | Problem,
): InvitedMember[] {
  return rows.map(({ email }, nth) => {
    const outcome = known[nth] ?? outcomeOf(emailKey(email));
    if (isProblem(outcome)) return { email, outcome };
    return { email, outcome: 'invited', inviteId: outcome.email, joinUrl: outcome.join_url };
  });
}

function invitesOf(api: Api): Promise<Found | Problem> {
  return onSuccess(readAll(walkMemberInvites(api)), (invites) => byAddress(invites.filter(isOpen)));
}
