import { z } from 'zod';
import { type Answer, noContent, readBody, refuse, refuseUnknown } from './answers.ts';
import { requireGroup } from './groups.ts';
import type { EmulatedPermission } from './parsec-emulator.types.ts';
import { hasGroup, type State, showsOf } from './state.ts';

const Direction = z.enum(['incoming', 'outgoing']);
type Direction = z.infer<typeof Direction>;
const GroupIds = z
  .array(z.int())
  .min(1)
  .refine((ids) => new Set(ids).size === ids.length, 'must be unique');

const Add = z.object({
  group_ids: GroupIds,
  direction: Direction,
  ...showsOf(z.boolean().nullable().transform(Boolean)),
});
const Remove = z.object({ group_ids: GroupIds, direction: Direction });
const Update = z.object({
  direction: Direction,
  ...showsOf(z.boolean().optional()),
});

/** A group may permit itself only when it allows connections within. An existing permission is replaced. */
export function addPermitted(state: State, id: string, body: unknown): Answer {
  const group = requireGroup(state, id);
  const { group_ids, direction, ...flags } = readBody(Add, body);
  const allow = group.allow_connections_within_group;
  checkGroups(state, group_ids);
  if (group_ids.includes(group.id) && !allow) refuse(400, 'group_ids: the group allows no connections within');
  if (flags.show_group_assigned_managed_hosts === true && !allow) {
    refuse(400, 'show_group_assigned_managed_hosts: needs allow_connections_within_group');
  }
  for (const other of group_ids) {
    take(state, group.id, other, direction);
    state.permissions.push({ ...ends(group.id, other, direction), ...flags });
  }
  return noContent;
}

/** Groups that are not permitted are skipped. */
export function removePermitted(state: State, id: string, body: unknown): Answer {
  const group = requireGroup(state, id);
  const { group_ids, direction } = readBody(Remove, body);
  checkGroups(state, group_ids);
  for (const other of group_ids) take(state, group.id, other, direction);
  return noContent;
}

export function updatePermitted(state: State, id: string, otherId: string, body: unknown): Answer {
  if (!/^\d+$/.test(otherId)) refuse(400, 'permittedGroupID must be an integer');
  const group = requireGroup(state, id);
  const { direction, ...flags } = readBody(Update, body);
  const held = find(state, group.id, Number(otherId), direction) ?? refuseUnknown();
  for (const [key, flag] of Object.entries(flags)) if (flag !== undefined) Object.assign(held, { [key]: flag });
  return noContent;
}

/** Incoming for one group is outgoing for the other: the same permission. */
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

function checkGroups(state: State, ids: readonly number[]): void {
  if (ids.some((id) => !hasGroup(state, id))) refuse(404, 'group_ids: no such group');
}
