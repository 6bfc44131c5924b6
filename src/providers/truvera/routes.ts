import type { PageSize } from '../offset-pages.ts';
import { type Route, read, write } from '../route.ts';

/** The longest page, documented for both lists. */
export const pageSize: PageSize = { limit: 64, shortIsLast: true };

const limited = { quota: '200-per-2-minutes' } as const;
const owner = 'team owner or administrator';
const team = '/teams/{id}';
const invitation = `${team}/invitations/{invitation_id}`;

/**
 * Where each operation on teams of the Truvera API is. A key acts as the person it belongs to, so the permission is that person's
 * role; that any member may read the lists is assumed.
 */
export const routes = {
  acceptMemberInvite: write(
    'Accept member invite',
    'POST /teams/accept-member-invite',
    'the invited person',
    'high',
    limited,
  ),
  sendInvitations: write('Send invitations', `POST ${team}/invite`, owner, 'high', { ...limited, invites: true }),
  updateTeam: write('Update team', `PATCH ${team}`, owner, 'high', limited),
  listInvitations: read('List invitations', `${team}/invitations`, 'team member', 'high', limited),
  resendInvitation: write('Resend invitation', `POST ${invitation}/resend`, owner, 'high', limited),
  cancelInvitation: write('Cancel invitation', `POST ${invitation}/cancel`, owner, 'high', limited),
  listMembers: read('List members', `${team}/members`, 'team member', 'high', limited),
  deleteMember: write('Delete member', `DELETE ${team}/members/{user_id}`, owner, 'high', limited),
  updateMemberRole: write('Update member role', `PATCH ${team}/members/{user_id}`, owner, 'high', limited),
} as const satisfies Record<string, Route>;

export type Operation = keyof typeof routes;
