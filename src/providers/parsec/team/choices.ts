import { isProblem, type Problem } from '../../../domain/problem.ts';
import { nameOrId } from '../../../domain/text/unnamed.ts';
import type { Source } from '../../team-fields.ts';
import { type Choices, choicesOf } from '../../team-lists.ts';
import type { TeamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail } from '../bounds.ts';
import type { AppRule, Group, Machine, Member } from '../schema.ts';
import { walkList } from '../walk.ts';

/** What the forms offer, each found by a text people type, and looked up by its id. */
export type ParsecChoices = Readonly<Record<'machines' | 'members' | 'groups' | 'rules', Source>>;

/** What Parsec has to choose from. `told`: the operations, after whose changes it is asked anew. */
export function parsecChoices(
  api: ParsecApi,
  now: () => number,
): { readonly choices: ParsecChoices; readonly told: (rows: readonly TeamOperation[]) => readonly TeamOperation[] } {
  // How Parsec's searches compare is not documented, and rules have none: what a text is in is decided here. Only of a list too
  // long to be read Parsec is asked for more.
  const machines = choicesOf(
    () => walkList(api.getTeamMachines, idOfMachine),
    (machine) => ({ id: idOfMachine(machine), name: nameOfMachine(machine) }),
    now,
    {
      load: (name) => walkList((paging) => api.getTeamMachines(paging, { name }), idOfMachine),
      one: api.getTeamMachine,
      hint: 'Nothing found. Type more of the name.',
    },
  );
  const members = choicesOf(
    () => walkList(api.getTeamMembers, (member) => member.user_id),
    (member) => ({ id: member.user_id, name: nameOfMember(member) }),
    now,
    {
      load: (text) => membersBy(api, text),
      one: api.getTeamMember,
      hint: 'Nothing found. Type the whole e-mail address.',
    },
  );
  const groups = choicesOf(
    () => walkList(api.getTeamGroups, (group) => group.id),
    (group) => ({ id: group.id, name: nameOfGroup(group) }),
    now,
    {
      load: (name) =>
        walkList(
          (paging) => api.getTeamGroups(paging, { name }),
          (group) => group.id,
        ),
      one: async (id) => {
        const group = await api.getTeamGroup(id);
        return isProblem(group) ? group : { ...group, id };
      },
      hint: 'Nothing found. Type more of the name.',
    },
  );
  const rules = choicesOf(
    () => walkList(api.getAppRules, (rule) => rule.id),
    (rule) => ({ id: rule.id, name: nameOfRule(rule) }),
    now,
  );
  const lists = [machines, members, groups, rules];
  return {
    choices: { machines, members, groups, rules },
    told: (rows) => rows.map((row) => (row.effect === 'looks' ? row : thenForget(row, lists))),
  };
}

/**
 * Names for ids, from what there is to choose from. An id stays one where its list cannot be read: a key may lack the permission
 * for it, and what was asked for is here. Nothing is read for no ids.
 */
export async function namesFor(
  { find }: Source,
  ids: readonly (string | null | undefined)[],
): Promise<(id: string) => string> {
  const known = ids.some((id) => id !== undefined && id !== null) ? await find('') : [];
  const names = new Map(isProblem(known) ? [] : known.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** Parsec finds members by their whole address only. */
async function* membersBy(api: ParsecApi, email: string): AsyncGenerator<readonly Member[] | Problem> {
  if (!isEmail(email)) return;
  yield* walkList(
    (paging) => api.getTeamMembers(paging, { email }),
    (member) => member.user_id,
  );
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
  return nameOrId(machine.name, idOfMachine(machine));
}

function nameOfMember({ name, email, user_id }: Member): string {
  if (!name || !email) return nameOrId(name || email, user_id);
  return `${name} (${email})`;
}

export function nameOfGroup({ name, group_name, id }: Partial<Group>): string {
  return nameOrId(name || group_name, id ?? '');
}

export function nameOfRule({ name, id }: AppRule): string {
  return nameOrId(name, id);
}
