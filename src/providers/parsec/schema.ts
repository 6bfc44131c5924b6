import { z } from 'zod';
import { maybe } from '../caller.ts';

// Parsec publishes no schema for most objects. Only what is read is declared; a key that is missing or null is undefined.

/** "Quoted strings in RFC 3339 format, with sub-second precision added if present." Here: epoch ms. */
const Timestamp = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Id = z.union([z.string().min(1), z.int()]).transform(String);

/** Keys nobody has documented: whatever stands there, it must not spoil the rest. */
const Probe = z.unknown().optional();

/** The same, where the one thing it may be is known. */
function perhaps<Schema extends z.ZodType>(schema: Schema) {
  return maybe(schema).catch(undefined);
}

/** As the answer to a request that named the thing: an object that tells nothing is none. */
function tellsSomething(value: object): boolean {
  return Object.values(value).some((part) => part !== undefined && part !== null);
}

const inviteShape = {
  host_peer_id: maybe(z.string()),
  guest_email: maybe(z.string()),
  event_name: maybe(z.string()),
  keyboard: maybe(z.boolean()),
  mouse: maybe(z.boolean()),
  gamepad: maybe(z.boolean()),
  time_zone: maybe(z.string()),
  starts_at: maybe(Timestamp),
  expires_at: maybe(Timestamp),
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

export const GuestAccessInvite = z.object({ ...inviteShape, id: Id });

/** As the answer to a request that named the invite: its id may be left out. */
export const NamedGuestAccessInvite = z.object({ ...inviteShape, id: maybe(Id) });
export type NamedGuestAccessInvite = z.infer<typeof NamedGuestAccessInvite>;

/** As the answer to a read: an object that tells nothing is no invite. */
export const ReadGuestAccessInvite = NamedGuestAccessInvite.refine(tellsSomething);

export const Credits = z.object({ balance: z.int() });

const machineShape = {
  id: maybe(Id),
  peer_id: maybe(Id),
  name: maybe(z.string()),
  is_online: maybe(z.boolean()),
  is_guest_access: maybe(z.boolean()),
  // To whom it is assigned: proven is only user_id.
  user_id: perhaps(Id),
  email: perhaps(z.string()),
  assignment: perhaps(z.string()),
  team_group_id: perhaps(Id),
  team_group_ids: perhaps(z.array(Id)),
  team_app_rule_id: perhaps(z.string()),
};
export const Machine = z
  .object(machineShape)
  .refine((machine) => machine.id !== undefined || machine.peer_id !== undefined);
export type Machine = z.infer<typeof Machine>;

/** As the answer to a change: its ids may be left out. */
export const ChangedMachine = z.object(machineShape);

export const Member = z.object({
  user_id: Id,
  name: maybe(z.string()),
  email: maybe(z.string()),
  is_admin: perhaps(z.boolean()),
  group_id: perhaps(Id),
  group_ids: perhaps(z.array(Id)),
});
export type Member = z.infer<typeof Member>;

export const AppRule = z.object({ id: Id, name: perhaps(z.string()) });
export type AppRule = z.infer<typeof AppRule>;

const groupShape = {
  // Requests say group_name, the filter says name: which one comes back is not documented.
  name: perhaps(z.string()),
  group_name: perhaps(z.string()),
  allow_connections_within_group: perhaps(z.boolean()),
  show_group_assigned_managed_hosts: perhaps(z.boolean()),
  show_user_assigned_managed_hosts: perhaps(z.boolean()),
  show_personal_hosts: perhaps(z.boolean()),
};
export const Group = z.object({ id: Id, ...groupShape });
export type Group = z.infer<typeof Group>;

/** As the answer to a request that named the group: its id may be left out. */
export const NamedGroup = z.object({ id: maybe(Id), ...groupShape });
export const ReadGroup = NamedGroup.refine(tellsSomething);

/** Its e-mail is its key: there is no other. `join_url` is a secret for whoever invited. */
export const TeamInvite = z.object({
  email: z.string().min(1),
  join_url: perhaps(z.url()),
  status: perhaps(z.string()),
  created_at: perhaps(Timestamp),
  expires_at: perhaps(Timestamp),
});
export type TeamInvite = z.infer<typeof TeamInvite>;

/** Parsec shows the account's e-mail as it is now, not as it was then. `data` is different for each kind of event. */
export const AuditEvent = z.object({
  id: perhaps(Id),
  team_id: perhaps(z.string()),
  user_id: perhaps(Id),
  email: perhaps(z.string()),
  event_name: perhaps(z.string()),
  name: perhaps(z.string()),
  timestamp: perhaps(Timestamp),
  created_at: perhaps(Timestamp),
  data: Probe,
});
export type AuditEvent = z.infer<typeof AuditEvent>;

export const Relay = z.object({ id: perhaps(Id), name: perhaps(z.string()), address: perhaps(z.string()) });
export type Relay = z.infer<typeof Relay>;
