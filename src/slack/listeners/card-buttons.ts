import { isProblem } from '../../domain/problem.ts';
import { linkOfInvite } from '../../flows/guest-link.ts';
import { inviteToRepeat, inviteWithHistory, listPage } from '../../flows/read-invites.ts';
import { sentence } from '../answer.ts';
import type { ActionCall, Gate } from '../gate.ts';
import { buttons } from '../names.ts';
import { changeForm } from '../open-change-form.ts';
import { openForm } from '../open-form.ts';
import { openFilledForm } from '../open-invite-form.ts';
import { readerOf } from '../reader.ts';
import type { SlackContext } from '../slack-context.ts';
import { readMenuChoice } from '../views/card-buttons.ts';
import { inviteAnswer } from '../views/invite-details.ts';
import { inviteList, PAGE_SIZE, readListPage } from '../views/invite-list.ts';
import { linkAnswer } from '../views/link.ts';
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

/** Buttons of cards and lists, and the menu of a card. They carry an id and no right: who may press is decided here, from the store. */
export function listenToButtons(gate: Gate, slack: SlackContext): void {
  gate.onButton(/^(invite|list):/, 'member', async (call) => {
    const { body, action, person, reply } = call;
    const value = action.value ?? '';
    const intent = intents[action.action_id];
    if (intent !== undefined) return change(slack, call, intent, value);
    if (action.action_id === buttons.again) {
      const invite = inviteToRepeat(slack.flows, value, person);
      const form = invite.then((found) =>
        isProblem(found) ? found : { ...formOfInvite(found, slack.flows.now()), typedIn: body.channel?.id },
      );
      return openFilledForm(slack, body.trigger_id, person, form);
    }
    if (action.action_id === buttons.show) return show(slack, call, value);
    const page = readListPage(value);
    if (page === undefined) {
      return reply(sentence('That button is not understood. “/guest list” makes a new list.'));
    }
    const list = await listPage(slack.flows, person, { ...page, size: PAGE_SIZE });
    return reply(inviteList({ filter: page.filter, ...list }, readerOf(slack, call.person)), true);
  });

  gate.onAction(buttons.more, 'member', async (call) => {
    const chosen = readMenuChoice(call.action.type === 'overflow' ? call.action.selected_option.value : '');
    if (chosen === undefined) {
      return call.reply(sentence('Guestlist can’t read that choice. “/guest list” shows the invite again.'));
    }
    const { deed, inviteId } = chosen;
    if (deed === 'show') return show(slack, call, inviteId);
    return deed === 'link' ? showLink(slack, call, inviteId) : change(slack, call, deed, inviteId);
  });
}

type Call = Pick<ActionCall, 'action' | 'body' | 'person' | 'reply'>;

/** Opens the form in which somebody changes or ends an invite, or says why they can't. */
async function change(slack: SlackContext, call: Call, intent: Intent, inviteId: string): Promise<void> {
  const { body, action, person, reply } = call;
  // Under a warning the ready-made prolongations stand beside the button: whoever presses it wants a time of their own.
  const extension = readWarnedEnd(action.block_id) === undefined ? '30' : 'custom';
  const view = await changeForm(slack, intent, inviteId, person, extension);
  if (isProblem(view)) {
    return reply(view.code === 'inviter_left' ? takeOverFirst(inviteId) : sentence(problemWords(view)));
  }
  await openForm(slack, body.trigger_id, Promise.resolve(view));
}

/** The guest's way in, for the eyes of who invited or of an admin. Who may see it is decided in the flow. */
async function showLink(slack: SlackContext, { person, reply }: Call, inviteId: string): Promise<void> {
  const found = await linkOfInvite(slack.flows, inviteId, person);
  return reply(isProblem(found) ? sentence(problemWords(found)) : linkAnswer(found.invite, found.link));
}

async function show(slack: SlackContext, call: Call, inviteId: string): Promise<void> {
  const found = await inviteWithHistory(slack.flows, inviteId, call.person);
  if (isProblem(found)) return call.reply(sentence(problemWords(found)));
  return call.reply(inviteAnswer(found, readerOf(slack, call.person)));
}
