import { z } from 'zod';
import { bareOrWrapped, maybe, perhaps, RowId, rowsOf, Shown } from '../rows.ts';

// Requests. The documents name types and no bounds; what no server could mean is refused all the same.

/** The role is open: a deployment may have its own. */
export const PersonToInvite = z.strictObject({
  email: z.string().regex(/^\S+@\S+$/, 'is not an email address'),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  phone: z.string().nullable(),
  role: z.string().min(1, 'is empty'),
});

/** Every key is required, and null where there is nothing to say. */
export const Invitation = z.strictObject({
  ...PersonToInvite.shape,
  teamId: z.string().min(1, 'is empty').nullable(),
});

export const TeamSearch = z.strictObject({
  offset: z.int32().min(0).exactOptional(),
  limit: z.int32().min(1).exactOptional(),
  globalSearch: z.string().exactOptional(),
});

export const NewTeam = z.strictObject({ teamName: z.string().min(1, 'is empty').exactOptional() });

/** Users and memberships have whole numbers; here, as in every contract, they are text. */
const UserId = z
  .string()
  .regex(/^\d{1,15}$/, 'is not a whole number')
  .transform(Number);

export const Leaving = z.strictObject({ newOwnerId: UserId.exactOptional() });

export const Cancellation = z.strictObject({ userId: UserId.transform(String), membershipId: UserId.exactOptional() });

// Answers. Only what is read is declared; a key that is missing or null is undefined.

const Id = z.union([z.string().min(1), z.int()]).transform(String);
const Count = maybe(z.number());
const MaybeCount = perhaps(z.number());

/** It does not give the team's id. */
const OwnTeam = z.object({ name: Shown, usersLimit: Count, count: Count });

/** Somebody in the team, or invited to it (`invitationAccepted` is false then). No email address is shown. */
const People = rowsOf(
  {
    id: RowId,
    firstName: Shown,
    lastName: Shown,
    phone: Shown,
    role: Shown,
    isActive: perhaps(z.boolean()),
    invitationAccepted: perhaps(z.boolean()),
  },
  ({ id }) => id !== '',
);
export type Person = z.output<typeof People>[number];

const TeamRoles = rowsOf({ value: RowId, label: Shown }, ({ value }) => value !== '');
const CreatedTeam = z.object({ id: Id, name: Shown, usersLimit: Count });
const Owner = z.object({ id: perhaps(Id), firstName: Shown, lastName: Shown, email: Shown });
const Teams = rowsOf(
  {
    id: RowId,
    name: Shown,
    usersLimit: MaybeCount,
    membersCount: MaybeCount,
    owner: perhaps(Owner),
    subscription: Shown,
    isImpersonationEnabled: perhaps(z.boolean()),
  },
  ({ id }) => id !== '',
);
export type AnyTeam = z.output<typeof Teams>[number];

export const OwnTeamAnswer = bareOrWrapped(OwnTeam);
export const PersonList = bareOrWrapped(People);
export const TeamRoleList = bareOrWrapped(TeamRoles);
export const TeamLimitAnswer = bareOrWrapped(z.boolean());
export const CreatedTeamAnswer = bareOrWrapped(CreatedTeam);
export const TeamList = bareOrWrapped(Teams);
