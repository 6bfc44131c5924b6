import { emailKey } from '../../domain/email.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { certainlyNothing, refusalOfMany } from '../invite-many.ts';
import type { InvitedMember, WantedMember } from '../provider.ts';
import type { ParsecApi } from './api.ts';
import { isEmail } from './bounds.ts';
import { mayNotSee, parsecProblem } from './problems.ts';
import type { InviteTerms } from './requests.ts';
import type { TeamInvite } from './schema.ts';
import { isOpen } from './translate.ts';
import { walkList } from './walk.ts';

type Api = Pick<ParsecApi, 'createTeamInvites' | 'getTeamInvites' | 'getTeamMembers'>;
type Wanted = {
  readonly rows: readonly WantedMember[];
  readonly terms: InviteTerms;
  readonly sendEmail: boolean;
  /** Epoch ms. */
  readonly now: number;
};
type Found = ReadonlyMap<string, TeamInvite>;

/**
 * Invites up to 200 with one request; a result for each, in the same order. What Parsec does with an address that is a member or
 * invited already is not documented, nor whether one of them spoils the others: so both lists are read first, and only the rest is
 * sent. Invites are read back whenever the answer does not tell of each address.
 */
export async function inviteMembers(api: Api, wanted: Wanted): Promise<readonly InvitedMember[] | Problem> {
  const { rows } = wanted;
  const valid = rows.filter((row) => isEmail(row.email.trim()));
  const before = valid.length === 0 ? new Map<string, TeamInvite>() : await invitesOf(api);
  if (isProblem(before) && !mayNotSee(before)) return before;
  const members = valid.length === 0 ? new Set<string>() : await membersOf(api);
  if (isProblem(members) && !mayNotSee(members)) return members;

  const emails = new Map<string, string>();
  /** What is known of a row without asking; rows come in order, and the first of an address is the one that counts. */
  const known = rows.map((row): Problem | undefined => {
    const key = emailKey(row.email);
    if (!isEmail(row.email.trim())) {
      return parsecProblem('provider_rejected', { field: 'email', message: 'email: is not an e-mail address' });
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
  if (isProblem(answer) && certainlyNothing.includes(answer.code)) return answer;
  const told = isProblem(answer) ? new Map<string, TeamInvite>() : byAddress(answer.items);
  const complete = [...emails.keys()].every((key) => told.has(key));
  const after = complete ? told : await invitesOf(api);

  return results(rows, known, (key) => {
    const invite = told.get(key) ?? newlyListed(key, before, after, wanted.now);
    if (invite !== undefined) return invite;
    if (isProblem(answer)) return emails.size === 1 ? answer : refusalOfMany('parsec', answer);
    // Others are told of, this one is neither there nor in the list: Parsec did not take it.
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
  rows: readonly WantedMember[],
  known: readonly (Problem | undefined)[],
  outcomeOf: (key: string) => TeamInvite | Problem,
): InvitedMember[] {
  return rows.map(({ email }, nth) => {
    const outcome = known[nth] ?? outcomeOf(emailKey(email));
    if (isProblem(outcome)) return { email, outcome };
    return { email, outcome: 'invited', inviteId: outcome.email, joinUrl: outcome.join_url };
  });
}

async function invitesOf(api: Api): Promise<Found | Problem> {
  const found: TeamInvite[] = [];
  for await (const page of walkList(api.getTeamInvites, (invite) => emailKey(invite.email))) {
    if (isProblem(page)) return page;
    found.push(...page.filter(isOpen));
  }
  return byAddress(found);
}

async function membersOf(api: Api): Promise<ReadonlySet<string> | Problem> {
  const found = new Set<string>();
  for await (const page of walkList(api.getTeamMembers, (member) => member.user_id)) {
    if (isProblem(page)) return page;
    for (const { email } of page) if (email !== undefined) found.add(emailKey(email));
  }
  return found;
}

function byAddress(invites: readonly TeamInvite[]): Found {
  return new Map(invites.flatMap((invite) => (invite.email === '' ? [] : [[emailKey(invite.email), invite] as const])));
}
