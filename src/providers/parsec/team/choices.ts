import { isProblem, onSuccess, type Problem } from '../../../domain/problem.ts';
import { nameOrId } from '../../../domain/text/unnamed.ts';
import type { Source } from '../../team-fields.ts';
import { type Choices, choicesOf } from '../../team-lists.ts';
import type { Choice, TeamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { isEmail } from '../bounds.ts';
import type { AppRule, Group, Machine, Member } from '../schema.ts';
import { machineId } from '../translate.ts';
import { walkAppRules, walkGroups, walkMachines, walkMembers } from '../walk.ts';

/** What the forms offer: found by a text people type, and looked up by id. */
export type ParsecChoices = Readonly<Record<'machines' | 'members' | 'groups' | 'rules', Source>>;

/** The choices Parsec has. `forgetAfterChange`: makes operations that change something refresh these choices. */
export function parsecChoices(
  api: ParsecApi,
  now: () => number,
): {
  readonly choices: ParsecChoices;
  readonly forgetAfterChange: (rows: readonly TeamOperation[]) => readonly TeamOperation[];
} {
  // How Parsec's searches compare is not documented, and rules have no search: names are compared here. Parsec's own search is used only
  // for a list that is too long to read.
  const machines = choicesOf(() => walkMachines(api), machineChoice, now, {
    load: (name) => walkMachines(api, { name }),
    one: api.getTeamMachine,
    hint: 'Nothing found. Type more of the name.',
  });
  const members = choicesOf(() => walkMembers(api), memberChoice, now, {
    load: (text) => membersBy(api, text),
    one: api.getTeamMember,
    hint: 'Nothing found. Type the full email address.',
  });
  const groups = choicesOf(
    () => walkGroups(api),
    (group) => ({ id: group.id, name: nameOfGroup(group) }),
    now,
    {
      load: (name) => walkGroups(api, { name }),
      one: (id) => onSuccess(api.getTeamGroup(id), (group) => ({ ...group, id })),
      hint: 'Nothing found. Type more of the name.',
    },
  );
  const rules = choicesOf(
    () => walkAppRules(api),
    (rule) => ({ id: rule.id, name: nameOfRule(rule) }),
    now,
  );
  const lists = [machines, members, groups, rules];
  return {
    choices: { machines, members, groups, rules },
    forgetAfterChange: (rows) => rows.map((row) => (row.effect === 'reads' ? row : thenForget(row, lists))),
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
  yield* walkMembers(api, { email });
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

function machineChoice(machine: Machine): Choice {
  const id = machineId(machine);
  return { id, name: nameOrId(machine.name, id) };
}

function memberChoice({ name, email, user_id: id }: Member): Choice {
  return { id, name: name && email ? `${name} (${email})` : nameOrId(name || email, id) };
}

export function nameOfGroup({ name, group_name, id }: Partial<Group>): string {
  return nameOrId(name || group_name, id ?? '');
}

export function nameOfRule({ name, id }: AppRule): string {
  return nameOrId(name, id);
}
