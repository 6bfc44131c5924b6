import { z } from 'zod';
import { type Answer, noContent, notFound, refuse, withBody } from './answers.ts';
import type { EmulatedPermission, Visibility } from './emulated.types.ts';
import { onGroup } from './groups.ts';
import type { State } from './state.ts';

const Direction = z.enum(['incoming', 'outgoing']);
type Direction = z.infer<typeof Direction>;
const GroupIds = z
  .array(z.int())
  .min(1)
  .refine((ids) => new Set(ids).size === ids.length, 'must be unique');
const Flag = z.boolean().nullable();

const Add = z.object({
  group_ids: GroupIds,
  direction: Direction,
  show_group_assigned_managed_hosts: Flag,
  show_user_assigned_managed_hosts: Flag,
  show_personal_hosts: Flag,
});
const Remove = z.object({ group_ids: GroupIds, direction: Direction });
const Update = z.object({
  direction: Direction,
  show_group_assigned_managed_hosts: z.boolean().optional(),
  show_user_assigned_managed_hosts: z.boolean().optional(),
  show_personal_hosts: z.boolean().optional(),
});

/** A group may permit itself only when it allows connections within. What is permitted already is permitted anew. */
export function addPermitted(state: State, id: string, body: unknown): Answer {
  return onGroup(state, id, (group) =>
    withBody(Add, body, ({ group_ids, direction, ...flags }) => {
      const allow = group.allow_connections_within_group;
      if (group_ids.some((each) => !hasGroup(state, each))) return refuse(404, 'group_ids: no such group');
      if (group_ids.includes(group.id) && !allow)
        return refuse(400, 'group_ids: the group allows no connections within');
      if (flags.show_group_assigned_managed_hosts === true && !allow) {
        return refuse(400, 'show_group_assigned_managed_hosts: needs allow_connections_within_group');
      }
      for (const other of group_ids) {
        take(state, group.id, other, direction);
        state.permissions.push({ ...ends(group.id, other, direction), ...withoutNull(flags) });
      }
      return noContent;
    }),
  );
}

/** Of groups that are not permitted there is nothing to remove, and nothing to complain about. */
export function removePermitted(state: State, id: string, body: unknown): Answer {
  return onGroup(state, id, (group) =>
    withBody(Remove, body, ({ group_ids, direction }) => {
      if (group_ids.some((each) => !hasGroup(state, each))) return refuse(404, 'group_ids: no such group');
      for (const other of group_ids) take(state, group.id, other, direction);
      return noContent;
    }),
  );
}

export function updatePermitted(state: State, id: string, otherId: string, body: unknown): Answer {
  if (!/^\d+$/.test(otherId)) return refuse(400, 'permittedGroupID must be an integer');
  return onGroup(state, id, (group) =>
    withBody(Update, body, ({ direction, ...flags }) => {
      const held = find(state, group.id, Number(otherId), direction);
      if (held === undefined) return notFound;
      for (const [key, flag] of Object.entries(flags)) if (flag !== undefined) Object.assign(held, { [key]: flag });
      return noContent;
    }),
  );
}

/** What comes in to one group goes out of the other: it is the same permission, seen from either. */
function ends(id: number, other: number, direction: Direction): Pick<EmulatedPermission, 'from' | 'to'> {
  return direction === 'incoming' ? { from: other, to: id } : { from: id, to: other };
}

function find(state: State, id: number, other: number, direction: Direction): EmulatedPermission | undefined {
  const { from, to } = ends(id, other, direction);
  return state.permissions.find((each) => each.from === from && each.to === to);
}

function take(state: State, id: number, other: number, direction: Direction): void {
  const held = find(state, id, other, direction);
  if (held !== undefined) state.permissions.splice(state.permissions.indexOf(held), 1);
}

function withoutNull(flags: { readonly [key in keyof Visibility]: boolean | null }): Visibility {
  return {
    show_group_assigned_managed_hosts: flags.show_group_assigned_managed_hosts ?? false,
    show_user_assigned_managed_hosts: flags.show_user_assigned_managed_hosts ?? false,
    show_personal_hosts: flags.show_personal_hosts ?? false,
  };
}

function hasGroup(state: State, id: number): boolean {
  return state.groups.some((group) => group.id === id);
}
