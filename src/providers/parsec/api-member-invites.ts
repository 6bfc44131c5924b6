import { isProblem, type Problem } from '../../domain/problem.ts';
import { checked, type Paging } from './bounds.ts';
import { CancelledInvites, InvitesChange, type InviteTerms, NewInvites, ResentInvites } from './requests.ts';
import { routes } from './routes.ts';
import { TeamInvites } from './schema.ts';
import type { TeamCalls } from './team-calls.ts';

/** Invites to the team. They have no ids: all go by email. Parsec leaves send_email off by default; here it is always said. */
export function memberInviteOperations({ all, page, done }: TeamCalls) {
  return {
    getTeamInvites: (paging: Paging) => page('getTeamInvites', TeamInvites, paging),

    /**
     * At most 200 addresses, each once; the invites end after a week. A rule needs the permission Manage App Rule Assignments too.
     * Whether Parsec leaves out addresses it does not take or refuses them all is not documented: compare what comes back.
     */
    createTeamInvites: (emails: readonly string[], sendEmail: boolean, terms: InviteTerms = {}) =>
      namingBoth(
        terms,
        all('createTeamInvites', TeamInvites, {
          body: checked(NewInvites, { ...terms, emails, send_email: sendEmail }),
        }),
      ),

    /** Group and rule of invites that are there; the rule with the same two permissions. */
    updateTeamInvites: (emails: readonly string[], terms: InviteTerms) =>
      namingBoth(terms, all('updateTeamInvites', TeamInvites, { body: checked(InvitesChange, { ...terms, emails }) })),

    cancelTeamInvites: (emails: readonly string[]) =>
      done('cancelTeamInvites', { body: checked(CancelledInvites, { emails }) }),

    /** Does the same by another address and with another permission, Delete Team Invite. */
    cancelTeamInvitesDeprecated: (emails: readonly string[]) =>
      done('cancelTeamInvitesDeprecated', { body: checked(CancelledInvites, { emails }) }),

    /** Each then ends a week from now. Refused to teams with SAML. */
    resendTeamInvites: (emails: readonly string[], sendEmail: boolean) =>
      all('resendTeamInvites', TeamInvites, { body: checked(ResentInvites, { emails, send_email: sendEmail }) }),
  };
}

/** With a rule it takes two permissions, and a refusal does not say which of them is missing: both are named. */
async function namingBoth<Value>(terms: InviteTerms, asked: Promise<Value | Problem>): Promise<Value | Problem> {
  const answer = await asked;
  if (terms.team_app_rule_id === undefined || !isProblem(answer) || answer.facts.permission === undefined)
    return answer;
  const permission = `${answer.facts.permission} and ${routes.assignAppRuleToMembersAndMachines.permission}`;
  return { ...answer, facts: { ...answer.facts, permission } };
}
