import type { TermKind } from '../../domain/member-power.ts';
import { isAdmin, type Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { Choice } from '../../flows/context.ts';
import { inTime } from '../../flows/in-time.ts';
import { inviterRefusal } from '../../flows/inviter-refusal.ts';
import { invitingSystem, systemWithMembers } from '../../flows/member-systems.ts';
import { offeredTerms } from '../../flows/member-terms.ts';
import type { Gate } from '../gate.ts';
import { actions, fields } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { MAX_OPTIONS } from '../views/blocks.ts';
import { choiceOptions, leftOutOption } from '../views/choice-blocks.ts';

/** What the searchable selects of `/member` find: roles, groups and app rules, where a menu would be too long. */
export function listenToMemberChoices(gate: Gate, slack: SlackContext): void {
  gate.onSuggestion(actions.choice, 'member', async ({ ack, payload, person }) => {
    const [field = '', name = ''] = payload.block_id.split(':');
    const all = await inTime(choicesOf(slack, person, field, name));
    const wanted = payload.value.trim().toLowerCase();
    const matching = (all === 'late' ? [] : all).filter((choice) => choice.name.toLowerCase().includes(wanted));
    const last = all === 'late' ? undefined : leftOutOption(all, nouns[field] ?? '');
    const most = MAX_OPTIONS - (last === undefined ? 0 : 1);
    await ack({ options: [...choiceOptions(matching).slice(0, most), ...(last === undefined ? [] : [last])] });
  });
}

const nouns: Readonly<Record<string, string>> = {
  [fields.role]: 'role',
  [fields.group]: 'group',
  [fields.appRule]: 'app rule',
  [fields.memberRole]: 'role',
};

/** What a select of this field offers this person at this system; nothing when it cannot be asked, or is not theirs to give. */
async function choicesOf(
  { flows }: SlackContext,
  person: Person,
  field: string,
  name: string,
): Promise<readonly Choice[]> {
  if (field === fields.memberRole) {
    const system = systemWithMembers(flows, name);
    return isProblem(system) || !isAdmin(person, flows.policy) ? [] : found(await system.members.roles?.());
  }
  const system = invitingSystem(flows, name);
  const kind = kinds[field];
  if (isProblem(system) || kind === undefined || (await inviterRefusal(flows, person)) !== undefined) return [];
  return found(await offeredTerms(flows, system, person, kind));
}

const kinds: Readonly<Record<string, TermKind>> = {
  [fields.role]: 'role',
  [fields.group]: 'group',
  [fields.appRule]: 'appRule',
};

function found(choices: readonly Choice[] | Problem = []): readonly Choice[] {
  return isProblem(choices) ? [] : choices;
}
