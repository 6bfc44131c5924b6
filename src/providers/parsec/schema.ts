import { z } from 'zod';
import { isObject, maybe, type PartReader, perhaps, RowId, rowsOf, Shown } from '../rows.ts';

// Parsec publishes no schema for most objects. Only what is read is declared; a key that is missing or null is undefined.

/** "Quoted strings in RFC 3339 format, with sub-second precision added if present." Here: epoch ms. */
const Timestamp = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Id = z.union([z.string().min(1), z.int()]).transform(String);

/** Keys nobody has documented: whatever stands there, it must not spoil the rest. */
const Probe = z.unknown().optional();

/** As the answer to a request that named the thing: an object that says nothing is none. */
function saysSomething(value: object): boolean {
  return Object.values(value).some((part) => part !== undefined && part !== null);
}

const probes = {
  // Where the link may be.
  join_url: Probe,
  link: Probe,
  url: Probe,
  invite_url: Probe,
  access_link: Probe,
  // Where it may say that it was cancelled.
  state: Probe,
  status: Probe,
  canceled_at: Probe,
  cancelled_at: Probe,
};

/** `part`: what a part must be, in a list and in an answer about one invite. */
const inviteShape = (part: PartReader) => ({
  host_peer_id: part(z.string()),
  guest_email: part(z.string()),
  event_name: part(z.string()),
  keyboard: part(z.boolean()),
  mouse: part(z.boolean()),
  gamepad: part(z.boolean()),
  time_zone: part(z.string()),
  starts_at: part(Timestamp),
  expires_at: part(Timestamp),
  ...probes,
});

export const GuestAccessInvite = z.object({ ...inviteShape(maybe), id: Id });

/** As the answer to a request that named the invite: its id may be left out. */
export const NamedGuestAccessInvite = z.object({ ...inviteShape(maybe), id: maybe(Id) });
export type NamedGuestAccessInvite = z.infer<typeof NamedGuestAccessInvite>;

/** As the answer to a read: an object that says nothing is no invite. */
export const ReadGuestAccessInvite = NamedGuestAccessInvite.refine(saysSomething);

export const GuestAccessInvites = rowsOf({ id: RowId, ...inviteShape(perhaps) }, ({ id }) => id !== '');

export const Credits = z.object({ balance: z.int() });

const machineShape = {
  id: perhaps(Id),
  peer_id: perhaps(Id),
  name: Shown,
  is_online: perhaps(z.boolean()),
  is_guest_access: perhaps(z.boolean()),
  // To whom it is assigned: proven is only user_id.
  user_id: perhaps(Id),
  email: Shown,
  assignment: Shown,
  team_group_id: perhaps(Id),
  team_group_ids: perhaps(z.array(Id)),
  team_app_rule_id: perhaps(z.string()),
};
const hasIds = ({ id, peer_id }: { readonly id: string | undefined; readonly peer_id: string | undefined }) =>
  id !== undefined || peer_id !== undefined;
export const Machine = z.object(machineShape).refine(hasIds);
export type Machine = z.infer<typeof Machine>;
export const Machines = rowsOf(machineShape, hasIds);

/** As the answer to a change: its ids may be left out. */
export const ChangedMachine = z.object(machineShape);

const memberShape = {
  name: Shown,
  email: Shown,
  is_admin: perhaps(z.boolean()),
  group_id: perhaps(Id),
  group_ids: perhaps(z.array(Id)),
};
export const Member = z.object({ user_id: Id, ...memberShape });
export type Member = z.infer<typeof Member>;
export const TeamMembers = rowsOf({ user_id: RowId, ...memberShape }, ({ user_id }) => user_id !== '');

export const AppRules = rowsOf({ id: RowId, name: Shown }, ({ id }) => id !== '');
export type AppRule = z.infer<typeof AppRules>[number];

const groupShape = {
  // Requests say group_name, the filter says name: which one comes back is not documented.
  name: Shown,
  group_name: Shown,
  allow_connections_within_group: perhaps(z.boolean()),
  show_group_assigned_managed_hosts: perhaps(z.boolean()),
  show_user_assigned_managed_hosts: perhaps(z.boolean()),
  show_personal_hosts: perhaps(z.boolean()),
};
export const Group = z.object({ id: Id, ...groupShape });
export type Group = z.infer<typeof Group>;
export const Groups = rowsOf({ id: RowId, ...groupShape }, ({ id }) => id !== '');

/** As the answer to a request that named the group: its id may be left out. */
export const NamedGroup = z.object({ id: maybe(Id), ...groupShape });
export const ReadGroup = NamedGroup.refine(saysSomething);

/** Their email is their key: there is no other. `join_url` is a secret for the inviter. */
export const TeamInvites = rowsOf(
  {
    email: RowId,
    join_url: perhaps(z.url()),
    status: perhaps(z.string()),
    created_at: perhaps(Timestamp),
    expires_at: perhaps(Timestamp),
  },
  ({ email }) => email !== '',
);
export type TeamInvite = z.infer<typeof TeamInvites>[number];

/** Parsec shows the account's email as it is now, not as it was then. `data` is different for each kind of event. */
export const AuditEvents = rowsOf(
  {
    id: perhaps(Id),
    team_id: perhaps(z.string()),
    user_id: perhaps(Id),
    email: Shown,
    event_name: Shown,
    name: Shown,
    timestamp: perhaps(Timestamp),
    created_at: perhaps(Timestamp),
    data: Probe,
  },
  (_, given) => isObject(given),
);
export type AuditEvent = z.infer<typeof AuditEvents>[number];

export const Relays = rowsOf({ id: perhaps(Id), name: Shown, address: Shown }, (_, given) => isObject(given));
