import { z } from 'zod';
import { type Answer, noContent, pageOf, type Query, readBody, readPage, refuse, refuseUnknown } from './answers.ts';
import type { EmulatedGroup, Visibility } from './parsec-emulator.types.ts';
import { type State, showsOf } from './state.ts';

const Name = z.string().min(2).max(64);
const Flag = z.boolean().nullable();
const Create = z.object({
  group_name: Name,
  // Required, though it may be null.
  allow_connections_within_group: Flag,
  ...showsOf(Flag.optional()),
});
// Here only allow_connections_within_group may be null.
const Update = z.object({
  group_name: Name.optional(),
  allow_connections_within_group: Flag.optional(),
  ...showsOf(z.boolean().optional()),
});
type Shows = { readonly [key in keyof Visibility]?: boolean | null | undefined };

export function listGroups(state: State, query: Query): Answer {
  const page = readPage(query);
  const wanted = (query.name ?? '').toLowerCase();
  const found = state.groups.filter((group) => group.name.toLowerCase().includes(wanted));
  return pageOf(
    found.map((group) => wire(state, group)),
    page,
  );
}

export function getGroup(state: State, id: string): Answer {
  return { status: 200, body: { data: wire(state, requireGroup(state, id)) } };
}

export function createGroup(state: State, body: unknown): Answer {
  const wanted = readBody(Create, body);
  const allow = wanted.allow_connections_within_group === true;
  checkShown(wanted, allow);
  const group = {
    id: state.next.groupId++,
    name: wanted.group_name,
    allow_connections_within_group: allow,
    ...visibility(wanted, allow, nothingShown),
  };
  state.groups.push(group);
  return { status: state.options.createdStatus ?? 200, body: { data: wire(state, group) } };
}

/** Changes only the given keys. Without connections nothing is shown; with them, machines of the group by default. */
export function updateGroup(state: State, id: string, body: unknown): Answer {
  const group = requireGroup(state, id);
  const change = readBody(Update, body);
  const before = group.allow_connections_within_group;
  const allow = change.allow_connections_within_group ?? before;
  checkShown(change, allow);
  group.name = change.group_name ?? group.name;
  group.allow_connections_within_group = allow;
  Object.assign(group, visibility(change, allow, before ? group : nothingShown));
  return { status: 200, body: { data: wire(state, group) } };
}

/** Its members stay in the team, its machines become unassigned. */
export function deleteGroup(state: State, id: string): Answer {
  const group = requireGroup(state, id);
  state.groups.splice(state.groups.indexOf(group), 1);
  for (const member of state.members) member.group_ids = member.group_ids.filter((each) => each !== group.id);
  for (const machine of state.machines) {
    machine.team_group_ids = machine.team_group_ids.filter((each) => each !== group.id);
  }
  for (const invite of state.teamInvites) if (invite.group_id === group.id) invite.group_id = null;
  const left = state.permissions.filter(({ from, to }) => from !== group.id && to !== group.id);
  state.permissions.splice(0, Infinity, ...left);
  return noContent;
}

/** A group by its id: 400 for one that is not a number, 404 for an unknown one. */
export function requireGroup(state: State, id: string): EmulatedGroup {
  if (!/^\d+$/.test(id)) refuse(400, 'groupID must be an integer');
  return state.groups.find((each) => each.id === Number(id)) ?? refuseUnknown();
}

const nothingShown: Visibility = showsOf(false);

/** The documents give the default true only for the first flag, and only with connections. */
function visibility(wanted: Shows, allow: boolean, before: Visibility): Visibility {
  if (!allow) return nothingShown;
  const first = before === nothingShown ? true : before.show_group_assigned_managed_hosts;
  return {
    show_group_assigned_managed_hosts: wanted.show_group_assigned_managed_hosts ?? first,
    show_user_assigned_managed_hosts:
      wanted.show_user_assigned_managed_hosts ?? before.show_user_assigned_managed_hosts,
    show_personal_hosts: wanted.show_personal_hosts ?? before.show_personal_hosts,
  };
}

/** Refuses a `show_*` of true while connections within the group are not allowed. */
function checkShown(wanted: Shows, allow: boolean): void {
  const keys = Object.keys(nothingShown) as (keyof Visibility)[];
  const shown = allow ? undefined : keys.find((key) => wanted[key] === true);
  if (shown !== undefined) refuse(400, `${shown}: needs allow_connections_within_group`);
}

/** How permitted groups are shown is not documented. */
function wire(state: State, group: EmulatedGroup): object {
  const permitted = state.permissions.flatMap(({ from, to, ...shows }) => [
    ...(to === group.id ? [{ group_id: from, direction: 'incoming', ...shows }] : []),
    ...(from === group.id ? [{ group_id: to, direction: 'outgoing', ...shows }] : []),
  ]);
  return { ...group, permitted_groups: permitted };
}
