import type { z } from 'zod';
import type { Problem } from '../../domain/problem.ts';
import { checked, createCaller } from '../caller.ts';
import { type ConnectionConfig, linkHostsOf } from '../connection-config.ts';
import type { Send } from '../http.ts';
import { truveraErrorMapping } from './problems.ts';
import { type Operation, routes } from './routes.ts';
import * as schema from './schema.ts';

/** `apiUrl` without a slash at the end. No operation returns the team's id: it has to be configured. */
export type TruveraConfig = ConnectionConfig & {
  readonly apiKey: string;
  readonly teamId: string;
};

/** Truvera: offset >= 0, limit 1 to 64. */
type Paging = Readonly<z.input<typeof schema.Paging>>;
type TeamChange = Readonly<z.input<typeof schema.TeamChange>>;

/** Hosts its links may lead to. */
export function linkHosts(config: TruveraConfig): readonly string[] {
  return linkHostsOf(config, 'truvera.io');
}

export type TruveraApi = ReturnType<typeof createTruveraApi>;

/**
 * One Truvera team in Truvera's own terms, one function per operation. Each answers what Truvera answered or a Problem, and throws
 * never for what comes over the network. What is out of the documented bounds is refused before it is sent
 * (`provider_rejected`).
 */
export function createTruveraApi(config: TruveraConfig, deps: { readonly send: Send }) {
  const { read, done } = createCaller<Operation>({
    ...deps,
    routes,
    config,
    errorMapping: truveraErrorMapping(config.apiKey, linkHosts(config)),
  });
  const team = { id: config.teamId };

  return {
    /** Acts as the key's owner; the token, a secret, comes from the mail to that person. Answers the team. */
    acceptMemberInvite: (token: string) =>
      read('acceptMemberInvite', schema.TeamAnswer, {
        body: checked('truvera', schema.Acceptance, { accept_invitation_token: token }),
        secret: token,
      }),

    /** The answer names no invitation: find them with `listInvitations`. `plan_full` when the plan must be upgraded. */
    sendInvitations: (emails: readonly string[]) =>
      done('sendInvitations', { ids: team, body: checked('truvera', schema.Invitees, { emails }) }),

    updateTeam: (change: TeamChange) =>
      read('updateTeam', schema.TeamAnswer, { ids: team, body: checked('truvera', schema.TeamChange, change) }),

    /** All states unless one is named. */
    listInvitations: (
      paging: Paging,
      filter: { readonly status?: 'pending' | 'canceled' | 'accepted' } = {},
    ): Promise<schema.Invitation[] | Problem> =>
      read('listInvitations', schema.InvitationList, {
        ids: team,
        query: checked('truvera', schema.InvitationQuery, { ...paging, ...filter }),
      }),

    /** Truvera: once a day. `resend_too_soon` before that. */
    resendInvitation: (invitationId: string) =>
      done('resendInvitation', { ids: { ...team, invitation_id: invitationId } }),

    cancelInvitation: (invitationId: string) =>
      done('cancelInvitation', { ids: { ...team, invitation_id: invitationId } }),

    listMembers: (paging: Paging): Promise<schema.Member[] | Problem> =>
      read('listMembers', schema.MemberList, { ids: team, query: checked('truvera', schema.Paging, paging) }),

    /** Answered with 200 and no body. */
    deleteMember: (userId: string) => done('deleteMember', { ids: { ...team, user_id: userId } }),

    /** Nobody can become owner. Answers the member. */
    updateMemberRole: (userId: string, role: string) =>
      read('updateMemberRole', schema.MemberAnswer, {
        ids: { ...team, user_id: userId },
        body: checked('truvera', schema.RoleChange, { role }),
      }),
  };
}
