import { checked, type Paging } from './bounds.ts';
import { MemberFilter, Removal } from './requests.ts';
import { Member, TeamMembers } from './schema.ts';
import type { TeamCalls } from './team-calls.ts';

/** Who is in the team. Nobody can be added: they are invited. */
export function memberOperations({ one, page, done }: TeamCalls) {
  return {
    getTeamMembers: (paging: Paging, filter: MemberFilter = {}) =>
      page('getTeamMembers', TeamMembers, paging, checked(MemberFilter, filter)),

    getTeamMember: (userID: string) => one('getTeamMember', Member, { ids: { userID } }),

    /**
     * Parsec refuses the owner and members with API keys. Computers of the member become unassigned. `send_email` is deprecated: a
     * mail about passwords, for teams with SAML only.
     */
    removeTeamMember: (userID: string, options: Removal = {}) =>
      done('removeTeamMember', { ids: { userID }, query: checked(Removal, options) }),
  };
}
