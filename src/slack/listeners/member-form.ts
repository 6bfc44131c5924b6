import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { MOST_ADDRESSES } from '../../domain/member-batch.ts';
import { readPastedMembers } from '../../domain/pasted-members.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { inviterRefusal } from '../../flows/inviter-refusal.ts';
import { type InvitingSystem, invitingSystem } from '../../flows/member-systems.ts';
import { needsRole } from '../../flows/member-terms.ts';
import { requestMembers } from '../../flows/request-members.ts';
import { formPlaceAgain, formPlaceFirst, sharedShown } from '../form-place.ts';
import type { Gate } from '../gate.ts';
import { fields, memberActions, modals } from '../names.ts';
import { createNewest, createNewestOnly } from '../newest-only.ts';
import { updateForm } from '../open-form.ts';
import { drawMemberForm, judgeRows, loadChoices, markOf, type OfferedChoices } from '../open-member-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { addressBlockId, leaveOutBlockId, MOST_BOXES } from '../views/address-blocks.ts';
import { type Offered, offeredIn } from '../views/choice-blocks.ts';
import type { MemberForm } from '../views/member-form.ts';
import { sayModal } from '../views/pick-form.ts';
import { readMemberForm, wantedTerms } from '../views/read-member-form.ts';
import { problemWords } from '../words/problems.ts';

type FormView = Pick<ViewOutput, 'id' | 'blocks' | 'state' | 'private_metadata'>;

/** The form in which members are invited: it is redrawn for another system and for more room, and submitted. */
export function listenToMemberForm(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();
  const newest = createNewest();
  const { system, room, reload, channel } = memberActions;
  const changed = new RegExp(`^(${system}|${room}|${reload}|${channel})$`);
  gate.onAction(changed, 'member', async ({ body, action, person }) => {
    const { view } = body;
    if (view?.callback_id !== modals.memberInvite) return;
    const refused = await inviterRefusal(slack.flows, person);
    if (refused !== undefined) {
      await updateForm(slack, { id: view.id, hash: '' }, sayModal('Invite members', problemWords(refused)));
      return;
    }
    newest.begin(view.id)();
    let complete: (() => Promise<void>) | undefined;
    await newestOnly(view.id, async () => {
      complete = await redraw(slack, view, person, action.action_id);
    });
    // Beside what comes next: a slow system must not keep the form from changing to another.
    await complete?.();
  });

  gate.onSubmission(modals.memberInvite, 'member', async ({ ack, view, person }) => {
    const reply = await submit(slack, view, person);
    if (reply === 'done') await ack();
    else if ('errors' in reply) await ack({ response_action: 'errors', errors: reply.errors });
    else {
      await ack({ response_action: 'update', view: reply.view });
      // What was being loaded for the form as it was before finds another one, and is dropped.
      const { blocks, private_metadata = '' } = reply.view;
      const shown = { ...view, blocks, private_metadata };
      const completed = await completion(slack, shown, person, readMemberForm(shown), newest.begin(view.id));
      if (completed !== undefined) await updateForm(slack, { id: view.id, hash: '' }, completed);
    }
  });
}

/** Draws the form as it should be now; answers how to complete it when the system has to be asked first. */
async function redraw(
  slack: SlackContext,
  view: FormView,
  person: Person,
  actionId: string,
): Promise<(() => Promise<void>) | undefined> {
  const read = readMemberForm(view);
  const more = actionId === memberActions.room && read.boxes.length < MOST_BOXES;
  const form: MemberForm = more ? { ...read, boxes: [...read.boxes, ''] } : read;
  const system = invitingSystem(slack.flows, form.system);
  if (isProblem(system)) return undefined;
  const offered = offeredNow(view, system);
  const place = await formPlaceAgain(slack.flows, 'members', view, form, person);
  const draw = (choices: OfferedChoices) => drawMemberForm(slack, person, form, system, { ...choices, place });
  // Without a hash: updates come in order here, and what was typed stays, whatever the order.
  const opened = await updateForm(slack, { id: view.id, hash: '' }, draw(offered));
  if (opened === undefined || !isLoading(offered)) return undefined;
  return async () => {
    const loaded = await loadChoices(slack, system, person);
    await updateForm(slack, opened, draw(loaded));
  };
}

/** A form that was answered with, with what was still loading in it. Undefined when all was there, or when it was changed meanwhile. */
async function completion(
  slack: SlackContext,
  view: FormView,
  person: Person,
  form: MemberForm,
  isNewest: () => boolean,
): Promise<ModalView | undefined> {
  const system = invitingSystem(slack.flows, form.system);
  if (isProblem(system) || !isLoading(offeredNow(view, system))) return undefined;
  const [offered, place] = await Promise.all([
    loadChoices(slack, system, person),
    formPlaceAgain(slack.flows, 'members', view, form, person),
  ]);
  return isNewest() ? drawMemberForm(slack, person, form, system, { ...offered, place }) : undefined;
}

/** Whether a menu that this form needs is not there yet. */
function isLoading(offered: OfferedChoices): boolean {
  return Object.values(offered).some(({ state }) => state === 'loading');
}

/** What the form offers already; a menu that is not there has to be asked for, one the system does not have has not. */
function offeredNow(view: FormView, { name, memberInvites: { asks } }: InvitingSystem): OfferedChoices {
  const of = (field: string, isAsked: boolean): Offered =>
    isAsked ? offeredIn(view.blocks, field, name) : { state: 'loaded', choices: [] };
  return {
    role: of(fields.role, asks.role !== 'none'),
    group: of(fields.group, asks.group),
    appRule: of(fields.appRule, asks.appRule),
  };
}

const noRolesYet = 'The roles are not there yet. Wait for them or load them again, and choose one.';

type Reply = 'done' | { readonly errors: Record<string, string> } | { readonly view: ModalView };

/** Saved first, acknowledged then. Rows that cannot be invited are shown first, and nothing is sent. */
async function submit(slack: SlackContext, view: ViewOutput, person: Person): Promise<Reply> {
  const form = readMemberForm(view);
  const refuse = (why: Problem, block = addressBlockId(0)): Reply => ({ errors: { [block]: problemWords(why) } });
  const system = invitingSystem(slack.flows, form.system);
  if (isProblem(system)) return refuse(system);

  const { rows, tooMany } = readPastedMembers(form.boxes.join('\n'));
  if (tooMany) return refuse(problem('addresses_too_many', { max: MOST_ADDRESSES }));
  const { faults, good } = judgeRows(form);
  const mark = markOf({ faults, good });
  const seen = mark === form.faultsShown;
  if (faults.length > 0 && (!seen || good === 0 || !form.leaveOut)) {
    if (seen && good === 0) return refuse(problem('addresses_missing'));
    if (seen)
      return { errors: { [leaveOutBlockId(mark)]: 'Correct these rows above, or tick this to leave them out.' } };
    const shown = { ...form, faultsShown: mark, leaveOut: false };
    const place = await formPlaceAgain(slack.flows, 'members', view, form, person);
    return { view: drawMemberForm(slack, person, shown, system, { ...offeredNow(view, system), place }) };
  }
  if (rows.length === 0) return refuse(problem('addresses_missing'));
  const { role } = offeredNow(view, system);
  if (form.role === undefined && role.state === 'loading' && needsRole(slack.flows, system, person)) {
    return { errors: { [addressBlockId(0)]: noRolesYet } };
  }

  const saved = await requestMembers(slack.flows, {
    requestKey: view.id,
    workspaceId: slack.workspaceId,
    asker: person,
    channelId: form.channelId,
    typedIn: form.typedIn,
    sharedShown: sharedShown(form),
    provider: system.name,
    wanted: wantedTerms(form),
    sendEmail: form.sendEmail,
    rows,
  });
  if (!isProblem(saved)) return 'done';
  if (saved.code === 'channel_shared') {
    const place = await formPlaceFirst(slack.flows, 'members', form, person);
    return { view: drawMemberForm(slack, person, form, system, { ...offeredNow(view, system), place }) };
  }
  if (saved.code.startsWith('channel_')) return refuse(saved, fields.channel);
  const menu = termBlockId(saved.facts.term, system.name);
  // Without a menu there is no input at which it could be said.
  const hasMenu = view.blocks.some(({ type, block_id }) => type === 'input' && block_id === menu);
  return refuse(saved, hasMenu ? menu : undefined);
}

const termFields: Readonly<Record<string, string>> = {
  role: fields.role,
  group: fields.group,
  appRule: fields.appRule,
};

/** The block of what a Problem is about, where it is about a role, a group or an app rule. */
function termBlockId(term: unknown, system: string): string {
  return `${termFields[String(term)] ?? ''}:${system}`;
}
