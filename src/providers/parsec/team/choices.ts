import { isProblem } from '../../../domain/problem.ts';
import { type Choices, choicesOf } from '../../team-lists.ts';
import type { TeamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { AppRule, Group, Machine, Member } from '../schema.ts';
import { walkList } from '../walk.ts';

/** What the forms offer, each found by a text people type. */
export type ParsecChoices = Readonly<Record<'machines' | 'members' | 'groups' | 'rules', Choices['find']>>;

/** What Parsec has to choose from. `told`: the operations, after whose changes it is asked anew. */
export function parsecChoices(
  api: ParsecApi,
  now: () => number,
): { readonly choices: ParsecChoices; readonly told: (rows: readonly TeamOperation[]) => readonly TeamOperation[] } {
  // Parsec searches members by whole e-mail only and rules not at all, so their lists are looked through here.
  const members = choicesOf(
    () => walkList(api.getTeamMembers, (member) => member.user_id),
    (member) => ({ id: member.user_id, name: nameOfMember(member) }),
    now,
  );
  const groups = choicesOf(
    () => walkList(api.getTeamGroups, (group) => group.id),
    (group) => ({ id: group.id, name: nameOfGroup(group) }),
    now,
  );
  const rules = choicesOf(
    () => walkList(api.getAppRules, (rule) => rule.id),
    (rule) => ({ id: rule.id, name: nameOfRule(rule) }),
    now,
  );
  const lists = [members, groups, rules];
  return {
    choices: { machines: findMachines(api), members: members.find, groups: groups.find, rules: rules.find },
    told: (rows) => rows.map((row) => (row.effect === 'looks' ? row : thenForget(row, lists))),
  };
}

/**
 * Names for ids, from what there is to choose from. An id stays one where its list cannot be read: a key may lack the permission
 * for it, and what was asked for is here. Nothing is read for no ids.
 */
export async function namesFor(
  find: Choices['find'],
  ids: readonly (string | null | undefined)[],
): Promise<(id: string) => string> {
  const known = ids.some((id) => id !== undefined && id !== null) ? await find('') : [];
  const names = new Map(isProblem(known) ? [] : known.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** Computers by name. Parsec's own search decides what a name contains. */
function findMachines(api: ParsecApi): Choices['find'] {
  return async (text) => {
    const name = text.trim();
    const page = await api.getTeamMachines({ offset: 0, limit: 100 }, name === '' ? {} : { name });
    return isProblem(page)
      ? page
      : page.items.map((machine) => ({ id: idOfMachine(machine), name: nameOfMachine(machine) }));
  };
}

function thenForget(row: TeamOperation, lists: readonly Choices[]): TeamOperation {
  return {
    ...row,
    read(raw) {
      const ready = row.read(raw);
      if ('faults' in ready) return ready;
      return {
        async run() {
          try {
            return await ready.run();
          } finally {
            for (const list of lists) list.forget();
          }
        },
      };
    },
  };
}

/** A machine has one of the two. */
export function idOfMachine(machine: Machine): string {
  return machine.id ?? machine.peer_id ?? '';
}

function nameOfMachine(machine: Machine): string {
  return machine.name || idOfMachine(machine) || '(no name)';
}

function nameOfMember({ name, email, user_id }: Member): string {
  if (!name || !email) return name || email || user_id;
  return `${name} (${email})`;
}

export function nameOfGroup({ name, group_name, id }: Partial<Group>): string {
  return name || group_name || id || '(no name)';
}

export function nameOfRule({ name, id }: AppRule): string {
  return name || id;
}
