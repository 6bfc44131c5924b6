import { isAdmin, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { inviterRefusal } from '../../../flows/member/inviter-refusal.ts';
import { invitingSystem, systemWithMembers } from '../../../flows/member/member-systems.ts';
import { offeredTerms } from '../../../flows/member/member-terms.ts';
import type { Choice } from '../../../flows/shared/context.ts';
import { inTime } from '../../../flows/shared/in-time.ts';
import { choiceOptions, menuOptions } from '../../blocks/choice-blocks.ts';
import type { Gate } from '../../gate.ts';
import { actions, fields } from '../../names.ts';
import { termWord } from '../../shared/power-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { termOfField } from './term-fields.ts';

/** Searchable selects of `/member`: roles, groups and app rules that are too many for a menu. */
export function listenToMemberChoices(gate: Gate, slack: SlackContext): void {
  gate.onSuggestion(actions.choice, 'member', async ({ ack, payload, person }) => {
    const [field = '', name = ''] = payload.block_id.split(':');
    const asked = await inTime(choicesOf(slack, person, field, name));
    const all = asked === 'late' ? [] : asked;
    const wanted = payload.value.trim().toLowerCase();
    const matching = all.filter((choice) => choice.name.toLowerCase().includes(wanted));
    const one = termWord({ term: field === fields.memberRole ? 'role' : termOfField(field) });
    await ack({ options: menuOptions(choiceOptions(matching), all, one) });
  });
}

/** What a select of this field offers this person; nothing if the system can't be asked, or the person may not assign it. */
async function choicesOf(
  { flows }: SlackContext,
  person: Person,
  field: string,
  name: string,
): Promise<readonly Choice[]> {
  if (field === fields.memberRole) {
    const system = systemWithMembers(flows, name);
    return isProblem(system) || !isAdmin(person, flows.policy()) ? [] : found(await system.members.roles?.());
  }
  const system = invitingSystem(flows, name);
  const kind = termOfField(field);
  if (isProblem(system) || kind === undefined || (await inviterRefusal(flows, person)) !== undefined) return [];
  return found(await offeredTerms(flows, system, person, kind));
}

function found(choices: readonly Choice[] | Problem = []): readonly Choice[] {
  return isProblem(choices) ? [] : choices;
}
