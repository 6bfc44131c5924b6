import type { App, BlockAction, ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { MOST_ADDRESSES } from '../../domain/member-batch.ts';
import { readPastedMembers } from '../../domain/pasted-members.ts';
import { mayInvite } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { invitingSystem } from '../../flows/member-systems.ts';
import { requestMembers } from '../../flows/request-members.ts';
import { inTime } from '../in-time.ts';
import { actions, fields, memberActions, modals } from '../names.ts';
import { createNewestOnly } from '../newest-only.ts';
import { updateForm } from '../open-form.ts';
import { drawMemberForm, judgeRows, loadChoices, markOf, type OfferedChoices } from '../open-member-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { choiceOptions, offeredIn } from '../views/choice-blocks.ts';
import { addressBlockId, type MemberForm, MOST_BOXES } from '../views/member-form.ts';
import { readMemberForm } from '../views/read-member-form.ts';
import { problemWords } from '../words/problems.ts';

type FormView = Pick<ViewOutput, 'id' | 'blocks' | 'state' | 'private_metadata'>;

/** Slack: at most 100 options. */
const MAX_OPTIONS = 100;

/** The form in which members are invited: it is redrawn for another system and for more room, and submitted. */
export function listenToMemberForm(app: App, slack: SlackContext): void {
  const newestOnly = createNewestOnly();
  const changed = new RegExp(`^(${memberActions.system}|${memberActions.room}|${memberActions.reload})$`);
  app.action<BlockAction>({ type: 'block_actions', action_id: changed }, async ({ ack, body, action }) => {
    await ack();
    const { view } = body;
    if (view?.callback_id !== modals.memberInvite) return;
    let complete: (() => Promise<void>) | undefined;
    await newestOnly(view.id, async () => {
      complete = await redraw(slack, view, action.action_id);
    });
    // Beside what comes next: a slow system must not keep the form from changing to another.
    await complete?.();
  });

  app.view({ type: 'view_submission', callback_id: modals.memberInvite }, async ({ ack, body, view }) => {
    const reply = await submit(slack, view, body.user.id);
    if (reply === 'done') await ack();
    else if ('errors' in reply) await ack({ response_action: 'errors', errors: reply.errors });
    else await ack({ response_action: 'update', view: reply.view });
  });

  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: actions.choice }, async ({ ack, payload }) => {
    const [field = '', name = ''] = payload.block_id.split(':');
    const person = await slack.people.person(payload.user.id);
    const system = invitingSystem(slack.flows, name);
    const refused = isProblem(person) || mayInvite(person, slack.workspaceId) !== undefined || isProblem(system);
    const offered = refused ? 'late' : await inTime(loadChoices(system));
    const all = offered === 'late' ? [] : choicesOf(offered, field);
    const wanted = payload.value.trim().toLowerCase();
    const found = all.filter((choice) => choice.name.toLowerCase().includes(wanted));
    await ack({ options: choiceOptions(found).slice(0, MAX_OPTIONS) });
  });
}

function choicesOf(offered: OfferedChoices, field: string) {
  const of = { [fields.role]: offered.role, [fields.group]: offered.group, [fields.appRule]: offered.appRule }[field];
  return of?.state === 'loaded' ? of.choices : [];
}

/** Draws the form as it should be now; answers how to complete it when the system has to be asked first. */
async function redraw(
  slack: SlackContext,
  view: FormView,
  actionId: string,
): Promise<(() => Promise<void>) | undefined> {
  const read = readMemberForm(view);
  const more = actionId === memberActions.room && read.boxes.length < MOST_BOXES;
  const form: MemberForm = more ? { ...read, boxes: [...read.boxes, ''] } : read;
  const system = invitingSystem(slack.flows, form.system);
  if (isProblem(system)) return undefined;
  const offered = offeredNow(view, form.system);
  // Without a hash: updates come in order here, and what was typed stays, whatever the order.
  const opened = await updateForm(slack, { id: view.id, hash: '' }, drawMemberForm(slack, form, system, offered));
  const isLoading = Object.values(offered).some(({ state }) => state === 'loading');
  if (opened === undefined || !isLoading) return undefined;
  return async () => {
    const loaded = await loadChoices(system);
    await updateForm(slack, opened, drawMemberForm(slack, form, system, loaded));
  };
}

/** What the form offers already; a menu that is not there has to be asked for. */
function offeredNow(view: FormView, system: string): OfferedChoices {
  return {
    role: offeredIn(view.blocks, fields.role, system),
    group: offeredIn(view.blocks, fields.group, system),
    appRule: offeredIn(view.blocks, fields.appRule, system),
  };
}

type Reply = 'done' | { readonly errors: Record<string, string> } | { readonly view: ModalView };

/** Saved first, acknowledged then. Rows that cannot be invited are shown first, and nothing is sent. */
async function submit(slack: SlackContext, view: ViewOutput, personId: string): Promise<Reply> {
  const form = readMemberForm(view);
  const refuse = (why: Problem, block = addressBlockId(0)): Reply => ({ errors: { [block]: problemWords(why) } });
  const person = await slack.people.person(personId);
  if (isProblem(person)) return refuse(person);
  const notAllowed = mayInvite(person, slack.workspaceId);
  if (notAllowed !== undefined) return refuse(notAllowed);
  const system = invitingSystem(slack.flows, form.system);
  if (isProblem(system)) return refuse(system);
  if (form.channelId === undefined) return { errors: { [fields.channel]: 'Choose the channel that is told.' } };

  const { rows, tooMany } = readPastedMembers(form.boxes.join('\n'));
  if (tooMany) return refuse(problem('addresses_too_many', { max: MOST_ADDRESSES }));
  const { faults, good } = judgeRows(form);
  const mark = markOf(faults);
  const seen = mark === form.faultsShown;
  if (faults.length > 0 && (!seen || good === 0 || !form.leaveOut)) {
    if (seen && good === 0) return refuse(problem('addresses_missing'));
    if (seen) return { errors: { [fields.leaveOut]: 'Correct these rows above, or tick this to leave them out.' } };
    const shown = { ...form, faultsShown: mark, leaveOut: false };
    return { view: drawMemberForm(slack, shown, system, offeredNow(view, form.system)) };
  }
  if (rows.length === 0) return refuse(problem('addresses_missing'));
  if (system.memberInvites.asks.role === 'required' && form.role === undefined) {
    const role = offeredNow(view, form.system).role;
    if (role.state === 'loaded')
      return refuse(problem('role_missing', { provider: system.name }), `${fields.role}:${system.name}`);
    return {
      errors: { [addressBlockId(0)]: 'The roles are not loaded yet. Wait until they are shown, and choose one.' },
    };
  }

  const saved = await requestMembers(slack.flows, {
    requestKey: view.id,
    workspaceId: slack.workspaceId,
    asker: person,
    channelId: form.channelId,
    provider: system.name,
    terms: {
      ...(form.role === undefined ? {} : { role: form.role }),
      ...(form.group === undefined ? {} : { group: form.group }),
      ...(form.appRule === undefined ? {} : { appRule: form.appRule }),
      sendEmail: form.sendEmail,
    },
    rows,
  });
  return isProblem(saved) ? refuse(saved) : 'done';
}
