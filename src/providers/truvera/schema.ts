import { z } from 'zod';
import { bareOrWrapped, perhaps, RowId, rowsOf, Shown } from '../rows.ts';

// Requests, with the documented bounds.

export const Acceptance = z.strictObject({ accept_invitation_token: z.string().min(1, 'is empty') });

/** Truvera names no limit to how many. */
export const Invitees = z.strictObject({
  emails: z.array(z.string().regex(/^\S+@\S+$/, 'is not an email address')).min(1, 'is empty'),
});

/** Truvera: `name` is required, also to change something else. The keys of `retentionPolicy` are not documented. */
export const TeamChange = z.strictObject({
  name: z.string().min(1, 'is empty'),
  retentionPolicy: z.record(z.string(), z.unknown()).exactOptional(),
  storeSubjectRef: z.boolean().exactOptional(),
});

export const Paging = z.strictObject({
  offset: z.int32().min(0),
  limit: z.int32().min(1).max(64),
});

export const InvitationQuery = Paging.extend({
  status: z.enum(['pending', 'canceled', 'accepted'], 'is not pending, canceled or accepted').exactOptional(),
});

/** Truvera: the owner is the person who made the team; nobody can be made one. */
export const memberRoles = ['member', 'administrator'] as const;
export const RoleChange = z.strictObject({ role: z.enum(memberRoles, 'is neither member nor administrator') });

// Answers. Only what is read is declared; a key that is missing or null is undefined.

/** The objects have whole numbers, the paths take text. */
const Id = z.union([z.string().min(1), z.int()]).transform(String);

const Team = z.object({ id: Id, name: Shown });
const memberShape = { name: Shown, email: Shown, role: Shown };
const Member = z.object({ id: Id, ...memberShape });
const Members = rowsOf({ id: RowId, ...memberShape }, ({ id }) => id !== '');
const Invitations = rowsOf({ id: RowId, email: Shown, status: perhaps(z.string()) }, ({ id }) => id !== '');
export type Member = z.output<typeof Member>;
export type Invitation = z.output<typeof Invitations>[number];

export const TeamAnswer = bareOrWrapped(Team);
export const MemberAnswer = bareOrWrapped(Member);
export const MemberList = bareOrWrapped(Members);
export const InvitationList = bareOrWrapped(Invitations);
