import { type Route, read, write } from '../route.ts';

const limited = { quota: '1620-per-minute-then-silence' } as const;
const invites = '/orgs/{org_id}/invites';

/** Where each operation on invitations of the Snyk REST API is, below the base URL of the region, which ends in `/rest`. */
export const routes = {
  createOrgInvitation: write('Invite a user to an organization', `POST ${invites}`, 'org.user.invite', 'high', {
    ...limited,
    invites: true,
  }),
  listOrgInvitation: read('List pending user invitations', invites, 'org.read and org.user.read', 'high', limited),
  deleteOrgInvitation: write(
    'Cancel a pending user invitation',
    `DELETE ${invites}/{invite_id}`,
    'org.user.invite',
    'high',
    limited,
  ),
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
