import { defined } from '../../../domain/defined.ts';
import { mayChange, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { occurrenceToRetry } from '../../../domain/series.ts';
import { requestCalendarFile } from '../../../flows/guest/calendar/request-calendar-file.ts';
import { linkOfInvite } from '../../../flows/guest/guest-link.ts';
import { timeToRepeat } from '../../../flows/guest/next-slot.ts';
import { inviteToRepeat, inviteWithHistory, listPage, reasonToRepeat } from '../../../flows/guest/read-invites.ts';
import { revealGuest } from '../../../flows/guest/reveal-guest.ts';
import { takeOver } from '../../../flows/guest/take-over.ts';
import { withdrawRequest } from '../../../flows/guest/withdraw-request.ts';
import type { ActionCall, Gate } from '../../gate.ts';
import { buttons } from '../../names.ts';
import { noAnswer } from '../../shared/approval-blocks.ts';
import { openForm } from '../../shared/open-form.ts';
import type { Intent } from '../../shared/pick-form.ts';
import { takeOverFirst } from '../../shared/take-over.ts';
import type { SlackContext } from '../../slack-context.ts';
import { calendarAnswer } from '../calendar/calendar-copy.ts';
import { changeForm } from '../change-form/open-change-form.ts';
import { type FilledForm, openFilledForm } from '../invite-form/open-invite-form.ts';
import { repeatCopy } from '../invite-form/slot-copy.ts';
import { formToRepeat } from '../invite-form/start-form.ts';
import { inviteList, PAGE_SIZE, readerOf, readListPage } from '../list/invite-list.ts';
import { readWarnedEnd } from '../notices/notice.ts';
import { readMenuChoice } from './card-buttons.ts';
import { emailAnswer, inviteAnswer, linkAnswer } from './invite-details.ts';

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
      return openFilledForm(slack, body.trigger_id, person, formAgain(slack, value, person, body.channel?.id));
    }
    if (action.action_id === buttons.show) return show(slack, call, value);
    const page = readListPage(value);
    if (page === undefined) {
      return reply("Guestlist can't read that button. Type “/guest list” for a new list.");
    }
    const list = await listPage(slack.flows, person, { ...page, size: PAGE_SIZE });
    return reply(inviteList({ filter: page.filter, ...list }, readerOf(slack, call.person)), true);
  });

  gate.onAction(buttons.more, 'member', async (call) => {
    const chosen = readMenuChoice(call.action.type === 'overflow' ? call.action.selected_option.value : '');
    if (chosen === undefined) {
      return call.reply("Guestlist can't read that choice. Type “/guest list” to find the invite.");
    }
    const { action, inviteId } = chosen;
    if (action === 'show') return show(slack, call, inviteId);
    if (action === 'calendar') return sendCalendar(slack, call, inviteId);
    return action === 'link' ? showLink(slack, call, inviteId) : change(slack, call, action, inviteId);
  });

  // An admin becomes the inviter of an invite whose inviter has left. The flow decides who can: that person may be back.
  gate.onButton(buttons.takeOver, 'member', async ({ action, person, reply }) => {
    const invite = await takeOver(slack.flows, action.value ?? '', person);
    await reply(isProblem(invite) ? invite : 'You took over this invite. Its card shows where it stands.');
  });

  // The whole address, on a card that masks it. The flow decides who can see it, and writes down who did.
  gate.onButton(buttons.showEmail, 'member', async ({ action, body, person, reply }) => {
    const invite = await revealGuest(slack.flows, action.value ?? '', person, body.channel?.id ?? '');
    await reply(isProblem(invite) ? invite : emailAnswer(invite));
  });

  // “Keep invite” and “Withdraw kick”: what Parsec has not done yet is no longer wanted.
  gate.onButton(buttons.keep, 'member', async ({ action, person, reply }) => {
    const result = await withdrawRequest(slack.flows, action.value ?? '', person);
    if (isProblem(result)) await reply(result);
  });
}

/** The form filled in from an invite, with why its inviter wanted it, at the next free time. Problems: those of inviteToRepeat. */
async function formAgain(
  { flows }: SlackContext,
  inviteId: string,
  person: Person,
  typedIn: string | undefined,
): Promise<FilledForm | Problem> {
  const found = await inviteToRepeat(flows, inviteId, person);
  if (isProblem(found)) return found;
  const reason = await reasonToRepeat(flows, inviteId, person);
  const time = await timeToRepeat(flows, found, person);
  return {
    ...formToRepeat(found, time, flows.now(), flows.policy().messages),
    approval: { ...noAnswer, reason },
    typedIn,
    slotLine: repeatCopy(time, found, found.timeZone),
    // The series would try it as well.
    ...defined({
      occurrence: mayChange(found, person, flows.policy()) === undefined ? occurrenceToRetry(found) : undefined,
    }),
  };
}

type Call = Pick<ActionCall, 'action' | 'body' | 'person' | 'reply'>;

/** Opens the form in which somebody changes or ends an invite, or says why they can't. */
async function change(slack: SlackContext, call: Call, intent: Intent, inviteId: string): Promise<void> {
  const { body, action, person, reply } = call;
  // A warning has the ready-made lengths as buttons of their own: this one is for a time the person picks.
  const extension = readWarnedEnd(action.block_id) === undefined ? '30' : 'custom';
  const view = await changeForm(slack, intent, inviteId, person, extension);
  if (isProblem(view)) return reply(view.code === 'inviter_left' ? takeOverFirst(inviteId) : view);
  await openForm(slack, body.trigger_id, view);
}

/** The guest's way in, for the eyes of who invited or of an admin. Who may see it is decided in the flow. */
async function showLink(slack: SlackContext, { person, reply }: Call, inviteId: string): Promise<void> {
  const found = await linkOfInvite(slack.flows, inviteId, person);
  return reply(isProblem(found) ? found : linkAnswer(found.invite, found.link));
}

/** The calendar file comes into the thread of the card; a job sends it. Who may have it sent is decided in the flow. */
async function sendCalendar(slack: SlackContext, { person, reply }: Call, inviteId: string): Promise<void> {
  const invite = await requestCalendarFile(slack.flows, inviteId, person);
  return reply(isProblem(invite) ? invite : calendarAnswer(invite, slack.flows.now()));
}

async function show(slack: SlackContext, call: Call, inviteId: string): Promise<void> {
  const found = await inviteWithHistory(slack.flows, inviteId, call.person);
  return call.reply(isProblem(found) ? found : inviteAnswer(found, readerOf(slack, call.person)));
}
