import type { EmulatedOperation } from '../provider-server.types.ts';

/** The documented operations. A permission in two parts needs both. */
export const operations = [
  {
    name: 'Invite a user to an organization',
    method: 'POST',
    path: '/orgs/{org_id}/invites',
    permission: 'org.user.invite',
  },
  {
    name: 'List pending user invitations',
    method: 'GET',
    path: '/orgs/{org_id}/invites',
    permission: 'org.read + org.user.read',
  },
  {
    name: 'Cancel a pending user invitation',
    method: 'DELETE',
    path: '/orgs/{org_id}/invites/{invite_id}',
    permission: 'org.user.invite',
  },
] as const satisfies readonly EmulatedOperation[];

export type Operation = (typeof operations)[number];
