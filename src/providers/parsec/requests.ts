import { z } from 'zod';
import { Email, Emails, Instant, MaybeFlag, Text, UniqueIds, UserIds, unique, WholeNumber } from './bounds.ts';

// What Parsec documents of the bodies and queries sent to it: names, types, bounds. Checked before anything is sent.

/** Parsec: "at least one request parameter is required". */
export const RuleTargets = z
  .object({ user_ids: UserIds.optional(), team_machine_ids: z.array(Text).optional() })
  .refine((targets) => targets.user_ids !== undefined || targets.team_machine_ids !== undefined, {
    path: ['user_ids'],
    message: 'or team_machine_ids is required',
  });
export type RuleTargets = z.infer<typeof RuleTargets>;

/** An id of an event: a KSUID, exactly 27 characters. */
const EventId = z.string().regex(/^[0-9A-Za-z]{27}$/, 'is not a KSUID of 27 characters');

/** `cursor` begins with that event, `after` behind it. Times are RFC 3339, both ends included. */
export const EventQuery = z
  .object({
    limit: z.int().min(1).max(1000),
    start_at: Instant.optional(),
    end_at: Instant.optional(),
    user_id: WholeNumber.min(1).optional(),
    // Sent as one parameter, with commas between.
    event_names: z
      .array(Text.regex(/^[^,]+$/, 'has a comma'))
      .min(1)
      .refine(unique, 'names one twice')
      .optional(),
    cursor: EventId.optional(),
    after: EventId.optional(),
  })
  .refine((query) => query.cursor === undefined || query.after === undefined, {
    path: ['cursor'],
    message: 'may not be given together with after',
  });
export type EventQuery = Readonly<z.infer<typeof EventQuery>>;

/** Which machines the members of a group are shown. */
const visibility = {
  show_group_assigned_managed_hosts: MaybeFlag,
  show_user_assigned_managed_hosts: MaybeFlag,
  show_personal_hosts: MaybeFlag,
};
const shows = ['show_group_assigned_managed_hosts', 'show_user_assigned_managed_hosts', 'show_personal_hosts'] as const;
type Shows = { readonly [key in (typeof shows)[number]]?: boolean | null | undefined };

const GroupName = z.string().min(2).max(64);

/** Parsec: a `show_*` may not be true unless connections within the group are allowed. */
export const NewGroup = z
  .object({
    group_name: GroupName,
    allow_connections_within_group: MaybeFlag,
    ...z.object(visibility).partial().shape,
  })
  .superRefine((group, context) => refuseShown(group, group.allow_connections_within_group === true, context));
export type NewGroup = Readonly<z.infer<typeof NewGroup>>;

const Visibility = z
  .object({
    show_group_assigned_managed_hosts: z.boolean(),
    show_user_assigned_managed_hosts: z.boolean(),
    show_personal_hosts: z.boolean(),
  })
  .partial();

/** Only what changes. Whether connections are allowed is known here only when it is said. */
export const GroupChange = Visibility.extend({
  group_name: GroupName.optional(),
  allow_connections_within_group: MaybeFlag.optional(),
}).superRefine((group, context) => refuseShown(group, group.allow_connections_within_group !== false, context));
export type GroupChange = Readonly<z.infer<typeof GroupChange>>;

export const GroupFilter = z.object({ name: z.string() }).partial();
export type GroupFilter = Readonly<z.infer<typeof GroupFilter>>;

const Direction = z.enum(['incoming', 'outgoing']);
const GroupIds = UniqueIds.min(1);

export const NewPermission = z.object({ group_ids: GroupIds, direction: Direction, ...visibility });
export type NewPermission = Readonly<z.infer<typeof NewPermission>>;

export const EndedPermission = z.object({ group_ids: GroupIds, direction: Direction });
export type EndedPermission = Readonly<z.infer<typeof EndedPermission>>;

export const PermissionChange = Visibility.extend({ direction: Direction });
export type PermissionChange = Readonly<z.infer<typeof PermissionChange>>;

/** To put into a group: at least one. To take out of it: none is allowed too. */
export const NewGroupMembers = z.object({ user_ids: UniqueIds.min(1) });
export const LeavingGroupMembers = z.object({ user_ids: UniqueIds });

const guestTerms = {
  host_peer_id: z.string().min(1, 'is empty'),
  keyboard: z.boolean(),
  mouse: z.boolean(),
  gamepad: z.boolean(),
  time_zone: z.string().min(3, 'has fewer than 3 characters'),
  starts_at: Instant,
  expires_at: Instant,
};
const Mailing = z.object({ send_email: z.boolean() });

/** Times are RFC 3339 text. That the start lies ahead only Parsec's clock knows. */
export const NewGuestInvite = z
  .object({ ...guestTerms, guest_email: Email, event_name: z.string(), message: z.string(), ...Mailing.shape })
  .superRefine(endAfterStart);
export type NewGuestInvite = Readonly<z.infer<typeof NewGuestInvite>>;

/** Only what changes. Email, event and message cannot. */
export const GuestInviteChange = z.object(guestTerms).partial().extend(Mailing.shape).superRefine(endAfterStart);
export type GuestInviteChange = Readonly<z.infer<typeof GuestInviteChange>>;

export const MachineFilter = z
  .object({
    user_id: WholeNumber,
    team_group_id: WholeNumber,
    name: z.string(),
    email: Email,
    is_online: z.boolean(),
    is_guest_access: z.boolean(),
    assignment: z.enum(['group', 'unassigned', 'member', 'reservation']),
  })
  .partial();
export type MachineFilter = Readonly<z.infer<typeof MachineFilter>>;

export const MachineChange = z.object({ name: Text, is_guest_access: z.boolean(), team_app_rule_id: Text }).partial();
export type MachineChange = Readonly<z.infer<typeof MachineChange>>;

const assignedMember = { user_id: WholeNumber.optional(), email: Email.optional() };

/** Parsec: a member (by id or email) or groups, never both. Groups are never an empty list: that would assign nobody. */
export const Assignment = z
  .object({ ...assignedMember, team_group_ids: z.array(WholeNumber).min(1).optional() })
  .superRefine(oneAssignee);
export type Assignment = Readonly<z.infer<typeof Assignment>>;

export const AssignmentDeprecated = z
  .object({ ...assignedMember, team_group_id: WholeNumber.optional() })
  .superRefine(oneAssignee);
export type AssignmentDeprecated = Readonly<z.infer<typeof AssignmentDeprecated>>;

export const MemberFilter = z.object({ group_id: WholeNumber, email: z.string(), is_admin: z.boolean() }).partial();
export type MemberFilter = Readonly<z.infer<typeof MemberFilter>>;

export const Removal = z.object({ send_email: z.boolean().optional() });
export type Removal = Readonly<z.infer<typeof Removal>>;

const InviteTerms = z.object({ group_id: WholeNumber, team_app_rule_id: Text }).partial();
export type InviteTerms = Readonly<z.infer<typeof InviteTerms>>;

export const NewInvites = InviteTerms.extend({ emails: Emails, send_email: z.boolean() });
/** Parsec states no bounds for a change. An empty list is refused here all the same: it would be for nobody, or for all. */
export const InvitesChange = InviteTerms.extend({ emails: z.array(Email).min(1) });
/** The bounds of both ways to cancel, since which of the two is meant is not settled. */
export const CancelledInvites = z.object({ emails: Emails });
export const ResentInvites = z.object({ emails: Emails, send_email: z.boolean() });

type Window = { readonly starts_at?: string | undefined; readonly expires_at?: string | undefined };

function endAfterStart({ starts_at, expires_at }: Window, context: z.RefinementCtx): void {
  if (starts_at === undefined || expires_at === undefined || Date.parse(starts_at) < Date.parse(expires_at)) return;
  context.addIssue({ code: 'custom', path: ['expires_at'], message: 'is not after starts_at' });
}

function refuseShown(group: Shows, allowed: boolean, context: z.RefinementCtx): void {
  const shown = shows.find((key) => group[key] === true);
  if (allowed || shown === undefined) return;
  context.addIssue({ code: 'custom', path: [shown], message: 'needs allow_connections_within_group' });
}

function oneAssignee(assignee: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  const given = Object.keys(assignee).filter((key) => assignee[key] !== undefined);
  const groups = given.filter((key) => key.startsWith('team_group_id'));
  if (given.length === 0) context.addIssue({ code: 'custom', path: ['user_id'], message: 'or a group is required' });
  if (groups.length > 0 && groups.length < given.length) {
    context.addIssue({ code: 'custom', path: groups, message: 'may not be given together with a member' });
  }
}
