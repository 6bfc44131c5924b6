import { isProblem, type Problem } from '../../domain/problem.ts';
import { checked, createCaller } from '../caller.ts';
import type { Send } from '../http.ts';
import { linkHostsOf } from '../link-hosts.ts';
import { overrideRoutes, type RouteOverrides } from '../route.ts';
import { truveraManners } from './problems.ts';
import { type Operation, routes } from './routes.ts';
import * as schema from './schema.ts';

/** `apiUrl` without a slash at the end. There is no operation that tells the team's id: it has to be configured. */
export type TruveraConfig = {
  readonly apiKey: string;
  readonly teamId: string;
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
  /** Hosts its links may lead to, besides those it is known for. */
  readonly linkHosts?: readonly string[];
};

/** Truvera: offset >= 0, limit 1 to 64. */
export type Paging = { readonly offset: number; readonly limit: number };

export type TeamChange = {
  readonly name: string;
  readonly retentionPolicy?: Readonly<Record<string, unknown>>;
  readonly storeSubjectRef?: boolean;
};

/** Hosts its links may lead to. */
export function linkHosts(config: TruveraConfig): readonly string[] {
  return linkHostsOf(config, 'truvera.io');
}

export type TruveraApi = ReturnType<typeof createTruveraApi>;

/**
 * One Truvera team in Truvera's own words, one function per operation. Each answers what Truvera answered or a Problem, and throws
 * for nothing that comes over the network. What is out of the documented bounds is refused before it is sent
 * (`provider_rejected`).
 */
export function createTruveraApi(config: TruveraConfig, deps: { readonly send: Send }) {
  const { read, done } = createCaller<Operation>({
    ...deps,
    routes: overrideRoutes('truvera', routes, config.routes),
    apiUrl: config.apiUrl,
    manners: truveraManners(config.apiKey, linkHosts(config)),
  });
  const team = { id: config.teamId };

  return {
    /** Acts as the person whose key it is; the token, a secret, comes from the mail to that person. Answers the team. */
    async acceptMemberInvite(token: string) {
      const body = checked('truvera', schema.Acceptance, { accept_invitation_token: token });
      return isProblem(body) ? body : read('acceptMemberInvite', schema.TeamAnswer, { body, secret: token });
    },

    /** The answer names no invitation: they are found with `listInvitations`. `plan_full` when it takes a bigger plan. */
    async sendInvitations(emails: readonly string[]) {
      const body = checked('truvera', schema.Invitees, { emails });
      return isProblem(body) ? body : done('sendInvitations', { ids: team, body });
    },

    async updateTeam(change: TeamChange) {
      const body = checked('truvera', schema.TeamChange, change);
      return isProblem(body) ? body : read('updateTeam', schema.TeamAnswer, { ids: team, body });
    },

    /** Of all states unless one is named. */
    async listInvitations(
      paging: Paging,
      filter: { readonly status?: 'pending' | 'canceled' | 'accepted' } = {},
    ): Promise<schema.Invitation[] | Problem> {
      const page = checked('truvera', schema.Paging, paging);
      if (isProblem(page)) return page;
      const status = checked('truvera', schema.InvitationFilter, filter);
      if (isProblem(status)) return status;
      return read('listInvitations', schema.InvitationList, { ids: team, query: { ...page, ...status } });
    },

    /** Truvera: once a day. `resend_too_soon` before that. */
    resendInvitation: (invitationId: string) =>
      done('resendInvitation', { ids: { ...team, invitation_id: invitationId } }),

    cancelInvitation: (invitationId: string) =>
      done('cancelInvitation', { ids: { ...team, invitation_id: invitationId } }),

    async listMembers(paging: Paging): Promise<schema.Member[] | Problem> {
      const query = checked('truvera', schema.Paging, paging);
      return isProblem(query) ? query : read('listMembers', schema.MemberList, { ids: team, query });
    },

    /** Answered with 200 and no body. */
    deleteMember: (userId: string) => done('deleteMember', { ids: { ...team, user_id: userId } }),

    /** Nobody can be made owner. Answers the member. */
    async updateMemberRole(userId: string, role: string) {
      const body = checked('truvera', schema.RoleChange, { role });
      if (isProblem(body)) return body;
      return read('updateMemberRole', schema.MemberAnswer, { ids: { ...team, user_id: userId }, body });
    },
  };
}
