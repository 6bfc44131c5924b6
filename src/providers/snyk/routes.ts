import type { Route } from '../route.ts';

/** Where each operation on invitations of the Snyk REST API is, below the base URL of the region, which ends in `/rest`. */
export const routes = {
  createOrgInvitation: {
    name: 'Invite a user to an organization',
    kind: 'write',
    method: 'POST',
    path: '/orgs/{org_id}/invites',
    permission: 'org.user.invite',
    certainty: 'high',
    invites: true,
    quota: '1620-per-minute-then-silence',
  },
  listOrgInvitation: {
    name: 'List pending user invitations',
    kind: 'read',
    method: 'GET',
    path: '/orgs/{org_id}/invites',
    permission: 'org.read and org.user.read',
    certainty: 'high',
    quota: '1620-per-minute-then-silence',
  },
  deleteOrgInvitation: {
    name: 'Cancel a pending user invitation',
    kind: 'write',
    method: 'DELETE',
    path: '/orgs/{org_id}/invites/{invite_id}',
    permission: 'org.user.invite',
    certainty: 'high',
    quota: '1620-per-minute-then-silence',
  },
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
