import { isProblem } from '../../domain/problem.ts';
import { inviteToRepeat, inviteWithHistory, listPage } from '../../flows/read-invites.ts';
import { sentence } from '../answer.ts';
import type { Gate } from '../gate.ts';
import { buttons } from '../names.ts';
import { changeForm } from '../open-change-form.ts';
import { openForm } from '../open-form.ts';
import { openFilledForm } from '../open-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { inviteAnswer } from '../views/invite-details.ts';
import { inviteList, PAGE_SIZE, readListPage } from '../views/invite-list.ts';
import { readWarnedEnd } from '../views/notice.ts';
import type { Intent } from '../views/pick-form.ts';
import { formOfInvite } from '../views/start-form.ts';
import { takeOverFirst } from '../views/take-over.ts';
import { problemWords } from '../words/problems.ts';

const intents: Readonly<Record<string, Intent>> = {
  [buttons.update]: 'update',
  [buttons.extend]: 'extend',
  [buttons.kick]: 'kick',
  [buttons.cancel]: 'cancel',
};

/** Buttons of cards and lists. A button carries an id and nothing else: who may press it is decided here, from the store. */
export function listenToButtons(gate: Gate, slack: SlackContext): void {
  gate.onButton(/^(invite|list):/, 'member', async ({ body, action, person, reply }) => {
    const say = (text: string) => reply(sentence(text));
    const value = action.value ?? '';
    const reader = { now: slack.flows.now(), zone: person.timeZone ?? 'UTC' };

    const intent = intents[action.action_id];
    if (intent !== undefined) {
      // Under a warning the ready-made prolongations stand beside the button: whoever presses it wants a time of their own.
      const extension = readWarnedEnd(action.block_id) === undefined ? '30' : 'custom';
      const view = await changeForm(slack, intent, value, person, extension);
      if (isProblem(view)) return view.code === 'inviter_left' ? reply(takeOverFirst(value)) : say(problemWords(view));
      await openForm(slack, body.trigger_id, Promise.resolve(view));
      return;
    }
    if (action.action_id === buttons.again) {
      const invite = inviteToRepeat(slack.flows, value, person);
      const form = invite.then((found) =>
        isProblem(found) ? found : { ...formOfInvite(found, slack.flows.now()), typedIn: body.channel?.id },
      );
      return openFilledForm(slack, body.trigger_id, person, form);
    }
    if (action.action_id === buttons.show) {
      const found = await inviteWithHistory(slack.flows, value, person);
      if (isProblem(found)) return say(problemWords(found));
      return reply(inviteAnswer(found, reader));
    }
    const page = readListPage(value);
    if (page === undefined) return say('That button is not understood. “/guest list” makes a new list.');
    const list = await listPage(slack.flows, person, { ...page, size: PAGE_SIZE });
    return reply(inviteList({ filter: page.filter, ...list }, reader), true);
  });
}
