import type { Route } from '../route.ts';

/** Documented for both lists. */
const longestPage = { limit: 64, shortIsLast: true } as const;

/**
 * Where each operation on teams of the Truvera API is. A key acts as the person it belongs to, so the permission is that person's
 * role; that any member may read the lists is assumed.
 */
export const routes = {
  acceptMemberInvite: {
    name: 'Accept member invite',
    kind: 'write',
    method: 'POST',
    path: '/teams/accept-member-invite',
    permission: 'the invited person',
    certainty: 'high',
    quota: '200-per-2-minutes',
  },
  sendInvitations: {
    name: 'Send invitations',
    kind: 'write',
    method: 'POST',
    path: '/teams/{id}/invite',
    permission: 'team owner or administrator',
    certainty: 'high',
    invites: true,
    quota: '200-per-2-minutes',
  },
  updateTeam: {
    name: 'Update team',
    kind: 'write',
    method: 'PATCH',
    path: '/teams/{id}',
    permission: 'team owner or administrator',
    certainty: 'high',
    quota: '200-per-2-minutes',
  },
  listInvitations: {
    name: 'List invitations',
    kind: 'read',
    method: 'GET',
    path: '/teams/{id}/invitations',
    permission: 'team member',
    certainty: 'high',
    page: longestPage,
    quota: '200-per-2-minutes',
  },
  resendInvitation: {
    name: 'Resend invitation',
    kind: 'write',
    method: 'POST',
    path: '/teams/{id}/invitations/{invitation_id}/resend',
    permission: 'team owner or administrator',
    certainty: 'high',
    quota: '200-per-2-minutes',
  },
  cancelInvitation: {
    name: 'Cancel invitation',
    kind: 'write',
    method: 'POST',
    path: '/teams/{id}/invitations/{invitation_id}/cancel',
    permission: 'team owner or administrator',
    certainty: 'high',
    quota: '200-per-2-minutes',
  },
  listMembers: {
    name: 'List members',
    kind: 'read',
    method: 'GET',
    path: '/teams/{id}/members',
    permission: 'team member',
    certainty: 'high',
    page: longestPage,
    quota: '200-per-2-minutes',
  },
  deleteMember: {
    name: 'Delete member',
    kind: 'write',
    method: 'DELETE',
    path: '/teams/{id}/members/{user_id}',
    permission: 'team owner or administrator',
    certainty: 'high',
    quota: '200-per-2-minutes',
  },
  updateMemberRole: {
    name: 'Update member role',
    kind: 'write',
    method: 'PATCH',
    path: '/teams/{id}/members/{user_id}',
    permission: 'team owner or administrator',
    certainty: 'high',
    quota: '200-per-2-minutes',
  },
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
