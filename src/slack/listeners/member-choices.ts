import type { Problem } from '../../domain/problem.ts';
import type { Choice } from '../../flows/context.ts';
import type { Gate } from '../gate.ts';
import { inTime } from '../in-time.ts';
import { actions, fields } from '../names.ts';
import { load } from '../open-member-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { MAX_OPTIONS } from '../views/blocks.ts';
import { choiceOptions } from '../views/choice-blocks.ts';

/** What the searchable selects of `/member` find: roles, groups and app rules, where a menu would be too long. */
export function listenToMemberChoices(gate: Gate, slack: SlackContext): void {
  gate.onSuggestion(actions.choice, 'member', async ({ ack, payload }) => {
    const [field = '', name = ''] = payload.block_id.split(':');
    const all = await inTime(choicesOf(slack, field, name));
    const wanted = payload.value.trim().toLowerCase();
    const found = (all === 'late' ? [] : all).filter((choice) => choice.name.toLowerCase().includes(wanted));
    await ack({ options: choiceOptions(found).slice(0, MAX_OPTIONS) });
  });
}

/** What a select of this field offers at this system; nothing when it cannot be asked. */
async function choicesOf(slack: SlackContext, field: string, name: string): Promise<readonly Choice[]> {
  const { memberInvites, members } = slack.flows.providers.find((each) => each.name === name) ?? {};
  const ask: Readonly<Record<string, (() => Promise<readonly Choice[] | Problem>) | undefined>> = {
    [fields.role]: memberInvites?.roles,
    [fields.group]: memberInvites?.groups,
    [fields.appRule]: memberInvites?.appRules,
    [fields.memberRole]: members?.roles,
  };
  const offered = await load(ask[field]);
  return offered.state === 'loaded' ? offered.choices : [];
}
