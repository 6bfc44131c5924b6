import { z } from 'zod';
import { type Answer, noContent, notFound, pageOf, type Query, readPage, refuse, withBody } from './answers.ts';
import type { EmulatedGroup, Visibility } from './emulated.types.ts';
import type { State } from './state.ts';

const Name = z.string().min(2).max(64);
const Flag = z.boolean().nullable();
const Create = z.object({
  group_name: Name,
  // Required, though it may be null.
  allow_connections_within_group: Flag,
  show_group_assigned_managed_hosts: Flag.optional(),
  show_user_assigned_managed_hosts: Flag.optional(),
  show_personal_hosts: Flag.optional(),
});
// Here only allow_connections_within_group may be null.
const Update = z.object({
  group_name: Name.optional(),
  allow_connections_within_group: Flag.optional(),
  show_group_assigned_managed_hosts: z.boolean().optional(),
  show_user_assigned_managed_hosts: z.boolean().optional(),
  show_personal_hosts: z.boolean().optional(),
});
type Shows = { readonly [key in keyof Visibility]?: boolean | null | undefined };

export function listGroups(state: State, query: Query): Answer {
  const page = readPage(query);
  if ('status' in page) return page;
  const wanted = (query.name ?? '').toLowerCase();
  const found = state.groups.filter((group) => group.name.toLowerCase().includes(wanted));
  return pageOf(
    found.map((group) => wire(state, group)),
    page,
  );
}

export function getGroup(state: State, id: string): Answer {
  return onGroup(state, id, (group) => ({ status: 200, body: { data: wire(state, group) } }));
}

export function createGroup(state: State, body: unknown): Answer {
  return withBody(Create, body, (wanted) => {
    const allow = wanted.allow_connections_within_group === true;
    const wrong = shownFault(wanted, allow);
    if (wrong !== undefined) return wrong;
    const group = {
      id: state.next.groupId++,
      name: wanted.group_name,
      allow_connections_within_group: allow,
      ...visibility(wanted, allow, nothingShown),
    };
    state.groups.push(group);
    return { status: state.options.createdStatus ?? 200, body: { data: wire(state, group) } };
  });
}

/** Only what is named changes. Without connections nothing is shown; with them, machines of the group unless told. */
export function updateGroup(state: State, id: string, body: unknown): Answer {
  return onGroup(state, id, (group) =>
    withBody(Update, body, (change) => {
      const before = group.allow_connections_within_group;
      const allow = change.allow_connections_within_group ?? before;
      const wrong = shownFault(change, allow);
      if (wrong !== undefined) return wrong;
      group.name = change.group_name ?? group.name;
      group.allow_connections_within_group = allow;
      Object.assign(group, visibility(change, allow, before ? group : nothingShown));
      return { status: 200, body: { data: wire(state, group) } };
    }),
  );
}

/** Its members stay in the team, its machines are nobody's any more. */
export function deleteGroup(state: State, id: string): Answer {
  return onGroup(state, id, (group) => {
    state.groups.splice(state.groups.indexOf(group), 1);
    for (const member of state.members) member.group_ids = member.group_ids.filter((each) => each !== group.id);
    for (const machine of state.machines) {
      machine.team_group_ids = machine.team_group_ids.filter((each) => each !== group.id);
    }
    for (const invite of state.teamInvites) if (invite.group_id === group.id) invite.group_id = null;
    const left = state.permissions.filter(({ from, to }) => from !== group.id && to !== group.id);
    state.permissions.splice(0, Infinity, ...left);
    return noContent;
  });
}

/** Runs an operation on a group: 400 for an id that is no number, 404 for one there is not. */
export function onGroup(state: State, id: string, run: (group: EmulatedGroup) => Answer): Answer {
  if (!/^\d+$/.test(id)) return refuse(400, 'groupID must be an integer');
  const group = state.groups.find((each) => each.id === Number(id));
  return group === undefined ? notFound : run(group);
}

const nothingShown: Visibility = {
  show_group_assigned_managed_hosts: false,
  show_user_assigned_managed_hosts: false,
  show_personal_hosts: false,
};

/** "If this field is not set, it will default to true" is said of the first only, and only with connections. */
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

/** A `show_*` that is told to be true while connections within the group are not allowed. */
function shownFault(wanted: Shows, allow: boolean): Answer | undefined {
  const keys = Object.keys(nothingShown) as (keyof Visibility)[];
  const shown = allow ? undefined : keys.find((key) => wanted[key] === true);
  return shown === undefined ? undefined : refuse(400, `${shown}: needs allow_connections_within_group`);
}

/** How permitted groups are shown is not documented. */
function wire(state: State, group: EmulatedGroup): object {
  const permitted = state.permissions.flatMap(({ from, to, ...shows }) => [
    ...(to === group.id ? [{ group_id: from, direction: 'incoming', ...shows }] : []),
    ...(from === group.id ? [{ group_id: to, direction: 'outgoing', ...shows }] : []),
  ]);
  return { ...group, permitted_groups: permitted };
}
