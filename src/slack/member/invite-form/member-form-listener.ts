import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import { MOST_ADDRESSES } from '../../../domain/member-batch.ts';
import { termKinds } from '../../../domain/member-power.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { inviterRefusal } from '../../../flows/member/inviter-refusal.ts';
import { type InvitingSystem, invitingSystem } from '../../../flows/member/member-systems.ts';
import { asksFor, needsRole } from '../../../flows/member/member-terms.ts';
import { requestMembers } from '../../../flows/member/request-members.ts';
import { offeredIn } from '../../blocks/choice-blocks.ts';
import { actedAt, createNewest, createNewestOnly } from '../../blocks/newest-only.ts';
import type { Gate } from '../../gate.ts';
import { fields, memberActions, modals } from '../../names.ts';
import { answeredApproval, approvalBlockOf } from '../../shared/approval-blocks.ts';
import { type FormPlace, formPlaceAgain, formPlaceFirst, sharedShown } from '../../shared/form-place.ts';
import { updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { addressBlockId, leaveOutBlockId, MOST_BOXES } from './address-blocks.ts';
import { inviteTitle, type MemberForm } from './member-form.ts';
import { checkRows, drawMemberForm, loadChoices, type OfferedChoices } from './open-member-form.ts';
import { readMemberForm, wantedTerms } from './read-member-form.ts';
import { eachTerm, termBlockId, termFields } from './term-fields.ts';

type FormView = Pick<ViewOutput, 'id' | 'blocks' | 'state' | 'private_metadata'>;

/** The form that invites members: redrawn for another system, another channel or another box, and submitted. */
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
      await updateForm(slack, { id: view.id, hash: '' }, sayModal(inviteTitle, refused));
      return;
    }
    newest.begin(view.id)();
    let complete: (() => Promise<void>) | undefined;
    await newestOnly(view.id, actedAt(action), async () => {
      complete = await redraw(slack, view, person, action.action_id);
    });
    // Outside the queue: a slow system must not keep the form from changing to another.
    await complete?.();
  });

  gate.onSubmission(modals.memberInvite, 'member', async ({ ack, refuse, show, view, person }) => {
    const reply = await submit(slack, view, person);
    if (reply === 'done') return ack();
    if ('errors' in reply) return refuse(reply.errors);
    await show(reply.view);
    // Choices still loading for the earlier form are dropped.
    const { blocks, private_metadata = '' } = reply.view;
    const shown = { ...view, blocks, private_metadata };
    const completed = await completion(slack, shown, person, readMemberForm(shown), newest.begin(view.id));
    if (completed !== undefined) await updateForm(slack, { id: view.id, hash: '' }, completed);
  });
}

/** Draws the form as it should be now; returns how to complete it if the system has to be asked first. */
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
  // Without a hash: updates come in order here, and typed text stays, whatever the order.
  const opened = await updateForm(slack, { id: view.id, hash: '' }, draw(offered));
  if (opened === undefined || !isLoading(offered)) return undefined;
  return async () => {
    const loaded = await loadChoices(slack, system, person);
    await updateForm(slack, opened, draw(loaded));
  };
}

/** The form of an answer with what was still loading. Undefined if everything was there, or if the form has changed since. */
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

/** Whether a menu of this form is still loading. */
function isLoading(offered: OfferedChoices): boolean {
  return Object.values(offered).some(({ state }) => state === 'loading');
}

/** What the form offers already. Only menus that the system has can be loading. */
function offeredNow(view: FormView, system: InvitingSystem): OfferedChoices {
  return eachTerm((kind) =>
    asksFor(system, kind) ? offeredIn(view.blocks, termFields[kind], system.name) : { state: 'loaded', choices: [] },
  );
}

type Reply = 'done' | { readonly errors: Record<string, Problem | string> } | { readonly view: ModalView };

/** Saves first, then acknowledges. Rows with faults are shown first, and nothing is sent. */
async function submit(slack: SlackContext, view: ViewOutput, person: Person): Promise<Reply> {
  const form = readMemberForm(view);
  const refuse = (why: Problem | string, block = addressBlockId(0)): Reply => ({ errors: { [block]: why } });
  const system = invitingSystem(slack.flows, form.system);
  if (isProblem(system)) return refuse(system);

  const draw = (drawn: MemberForm, place: FormPlace, isApprovalNew = false): Reply => ({
    view: drawMemberForm(slack, person, drawn, system, { ...offeredNow(view, system), place, isApprovalNew }),
  });

  const { rows, tooMany, faults, good, mark } = checkRows(slack, form, { person, system: system.name });
  if (tooMany) return refuse(problem('addresses_too_many', { max: MOST_ADDRESSES }));
  const isSeen = mark === form.faultsShown;
  if (faults.length > 0 && !isSeen) {
    const place = await formPlaceAgain(slack.flows, 'members', view, form, person);
    return draw({ ...form, faultsShown: mark, leaveOut: false }, place);
  }
  if (good === 0) return refuse(problem('addresses_missing'));
  if (faults.length > 0 && !form.leaveOut) {
    return refuse('Correct these rows above, or tick this box to leave them out.', leaveOutBlockId(mark));
  }
  const { role } = offeredNow(view, system);
  if (form.role === undefined && role.state === 'loading' && needsRole(slack.flows, system, person)) {
    return refuse('Choose a role. If the roles are still loading, wait or load them again.');
  }

  const saved = await requestMembers(slack.flows, {
    requestKey: view.id,
    workspaceId: slack.flows.workspaceId(),
    requester: person,
    channelId: form.channelId,
    typedIn: form.typedIn,
    sharedShown: sharedShown(form),
    provider: system.name,
    wanted: wantedTerms(form),
    sendEmail: form.sendEmail,
    rows,
    ...defined({ approval: answeredApproval(view) }),
  });
  if (!isProblem(saved)) return 'done';
  if (saved.code === 'approval_needed')
    return draw(form, await formPlaceAgain(slack.flows, 'members', view, form, person), true);
  const asked = approvalBlockOf(saved.code, view);
  if (asked !== undefined) return refuse(saved, asked);
  if (saved.code === 'channel_shared') {
    return draw(form, await formPlaceFirst(slack.flows, 'members', form, person));
  }
  if (saved.code.startsWith('channel_')) return refuse(saved, fields.channel);
  const kind = termKinds.find((each) => each === saved.facts.term);
  const menu = kind && termBlockId(kind, system.name);
  // Without a menu there is no input to show it at.
  const hasMenu = view.blocks.some(({ type, block_id }) => type === 'input' && block_id === menu);
  return refuse(saved, hasMenu ? menu : undefined);
}
