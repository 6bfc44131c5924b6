import { isProblem, type Problem } from '../../../domain/problem.ts';
import type { Choice } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { everything } from './everything.ts';

/** Computers by name. Parsec's own search decides what a name contains. */
export function findMachines(api: ParsecApi): (text: string) => Promise<readonly Choice[] | Problem> {
  return async (text) => {
    const page = await api.getTeamMachines({ offset: 0, limit: 100 }, text.trim() === '' ? {} : { name: text.trim() });
    if (isProblem(page)) return page;
    return page.items.flatMap((machine) => {
      const id = machine.id ?? machine.peer_id;
      return id === undefined ? [] : [{ id, name: machine.name ?? id }];
    });
  };
}

/** Members by name or e-mail. Parsec searches by whole e-mail only, so the list is looked through here. */
export function findMembers(api: ParsecApi): (text: string) => Promise<readonly Choice[] | Problem> {
  return async (text) => {
    const members = await everything(
      (paging) => api.getTeamMembers(paging),
      (member) => member.user_id,
    );
    if (isProblem(members)) return members;
    const choices = members.map((member) => ({
      id: member.user_id,
      name: [member.name, member.email].filter((part) => part !== undefined).join(' · ') || member.user_id,
    }));
    return matching(choices, text);
  };
}

/** The choices whose name contains the text, whatever its case. */
export function matching(choices: readonly Choice[], text: string): readonly Choice[] {
  const wanted = text.trim().toLowerCase();
  return choices.filter((choice) => choice.name.toLowerCase().includes(wanted));
}
