import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { type GroupOutcome, groupForChange, takeOverGroup } from '../../../flows/guest/group/change-group.ts';
import { revealGroup, seeGroup } from '../../../flows/guest/group/read-group.ts';
import { retryGroup } from '../../../flows/guest/group/retry-group.ts';
import type { Message } from '../../blocks/blocks.ts';
import { lineSections } from '../../blocks/pages.ts';
import type { ButtonCall, Gate } from '../../gate.ts';
import { groupActions } from '../../names.ts';
import { openForm } from '../../shared/open-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { groupEmails, groupList, readGroupButton } from './group-card.ts';
import { outcomeCopy } from './group-copy.ts';
import { groupEndModal, groupExtendModal } from './group-forms.ts';

type Pressed = { readonly slack: SlackContext; readonly call: ButtonCall; readonly groupId: string };

/** Buttons of the card of a group. They carry an id and no right: the flows decide, from the store, for each guest. */
export function listenToGroupButtons(gate: Gate, slack: SlackContext): void {
  const listen = (actionId: string, run: (pressed: Pressed) => Promise<Message | Problem | string | undefined>) =>
    gate.onButton(actionId, 'member', async (call) => {
      const about = readGroupButton(call.action.value ?? '');
      const said = about === undefined ? problem('group_unknown') : await run({ slack, call, ...about });
      if (said !== undefined) await call.reply(said);
    });

  listen(groupActions.extend, async ({ call, groupId }) => {
    const found = await groupForChange(slack.flows, groupId, call.person, 'extend');
    if (isProblem(found)) return found;
    await openForm(slack, call.body.trigger_id, groupExtendModal(found));
    return undefined;
  });

  listen(groupActions.end, async ({ call, groupId }) => {
    const found = await groupForChange(slack.flows, groupId, call.person, 'end');
    if (isProblem(found)) return found;
    await openForm(slack, call.body.trigger_id, groupEndModal(found, slack.flows.now()));
    return undefined;
  });

  listen(groupActions.retry, async ({ call, groupId }) =>
    outcome('retry', await retryGroup(slack.flows, groupId, call.person)),
  );

  listen(groupActions.takeOver, async ({ call, groupId }) =>
    outcome('takeOver', await takeOverGroup(slack.flows, groupId, call.person)),
  );

  listen(groupActions.emails, async ({ call, groupId }) => {
    const shown = await revealGroup(slack.flows, groupId, call.person, call.body.channel?.id ?? '');
    return isProblem(shown) ? shown : groupEmails(shown);
  });

  const pages = new RegExp(`^${groupActions.guests}(:(previous|next))?$`);
  gate.onButton(pages, 'member', async ({ action, person, reply }) => {
    const about = readGroupButton(action.value ?? '');
    const found = about === undefined ? problem('group_unknown') : await seeGroup(slack.flows, about.groupId, person);
    const said = isProblem(found) ? found : groupList(found.group, found.members, about?.page ?? 0, slack.flows.now());
    await reply(said, !isProblem(said) && action.action_id !== groupActions.guests);
  });
}

function outcome(action: 'retry' | 'takeOver', result: GroupOutcome | Problem): Message | Problem {
  if (isProblem(result)) return result;
  const lines = outcomeCopy(action, result);
  return { text: lines[0] ?? '', blocks: lineSections(lines) };
}
