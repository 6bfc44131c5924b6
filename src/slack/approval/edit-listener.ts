import type { ModalView } from '@slack/types';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { approve } from '../../flows/approval/decide.ts';
import { approvalToDecide } from '../../flows/approval/read-approval.ts';
import { preferencesOf } from '../../flows/guest/preferences.ts';
import { limitsOf, policyLimits } from '../../flows/guest/window-limits-now.ts';
import type { Context } from '../../flows/shared/context.ts';
import type { ShownApproval } from '../../flows/shared/notifier.ts';
import { escapeText } from '../blocks/blocks.ts';
import { type FormValues, formValues } from '../blocks/form-values.ts';
import { countedBlockId } from '../blocks/inputs.ts';
import { memoryOf } from '../blocks/metadata.ts';
import type { Gate, SubmissionCall } from '../gate.ts';
import type { RedrawForm } from '../guest/invite-form/form-changes.ts';
import { clashQuestion, timesLine, withFolds } from '../guest/invite-form/form-lines.ts';
import { ApprovalEditMemory } from '../guest/invite-form/form-memory.ts';
import { timeBlockOf } from '../guest/invite-form/invite-form-listener.ts';
import { readUpdateForm } from '../guest/invite-form/read-invite-form.ts';
import { untouched } from '../guest/invite-form/start-form.ts';
import { withSwitchedEnd } from '../guest/invite-form/switched-end.ts';
import { fields, modals } from '../names.ts';
import { sayModal } from '../shared/pick-form.ts';
import { problemCopy } from '../shared/problem-copy.ts';
import type { SlackContext } from '../slack-context.ts';
import type { ApprovalScreen } from './approval-screen.ts';
import { type EditForm, editModal, editOf, firstTime } from './edit-form.ts';

/** The form as a person opens it; `fault`: why it can't be approved as it is. Undefined where there is nothing to edit. */
export async function firstEditView(
  slack: SlackContext,
  shown: ShownApproval,
  person: Person,
  fault?: Problem,
): Promise<ModalView | undefined> {
  const asked = askedOf(shown);
  if (asked === undefined) return undefined;
  const time = firstTime(asked, slack.flows.now());
  const form = { ...untouched, permissions: asked.terms.permissions, time };
  return editView(slack, shown, form, person, fault === undefined ? '' : `:warning: ${escapeText(problemCopy(fault))}`);
}

/** The form is redrawn when something in it changes, and submitted: the request is approved as it says. */
export function listenToEdit(gate: Gate, slack: SlackContext, screen: ApprovalScreen): void {
  gate.onSubmission(modals.approvalEdit, 'member', async (call) => {
    const { view, person, show, refuse, ack } = call;
    const { id, seen } = memoryOf(view, ApprovalEditMemory).approval;
    const shown = await approvalToDecide(slack.flows, id, person, seen);
    if (isProblem(shown)) return show(sayModal('Not approved', shown));
    const asked = askedOf(shown);
    const form = formOf(slack, view, shown);
    const edit = asked === undefined ? {} : editOf(form, asked);
    const result = await approve(slack.flows, id, person, { seen, edit });
    if (isProblem(result)) return show(sayModal('Not approved', result));
    if ('id' in result) {
      await ack();
      return screen.refreshBelow(view, person, id);
    }
    const values = formValues(view);
    return refuse(Object.fromEntries(result.map(({ field, problem }) => [blockOf(field, form, values), problem])));
  });
}

/** Redraws the open form. */
export const redrawEdit: RedrawForm = async (slack, view, person, change) => {
  const { id, seen } = memoryOf(view, ApprovalEditMemory).approval;
  const shown = await approvalToDecide(slack.flows, id, person, seen);
  if (isProblem(shown)) return undefined;
  return { view: await editView(slack, shown, change(formOf(slack, view, shown)), person, '') };
};

type View = SubmissionCall['view'];

function formOf(slack: SlackContext, view: Pick<View, 'state' | 'private_metadata'>, shown: ShownApproval): EditForm {
  const { permissions, time, presetNo, hostNo, lengthNo } = readUpdateForm(view);
  const now = slack.flows.now();
  const startFixed = isStarted(shown, now);
  return { permissions, presetNo, hostNo, lengthNo, time: { ...withSwitchedEnd(time, view, now), startFixed } };
}

async function editView(
  slack: SlackContext,
  shown: ShownApproval,
  form: EditForm,
  person: Person,
  fault: string,
): Promise<ModalView> {
  const { flows } = slack;
  const time = withFolds({ ...form.time, startFixed: isStarted(shown, flows.now()) });
  const limits = limitsFor(flows, shown);
  const { terms } = shown.approval;
  const host = terms === undefined ? undefined : { id: terms.hostId };
  const { clock } = await preferencesOf(flows, person);
  const about = { limits, clock, ...(shown.invite === undefined ? {} : { invite: shown.invite }) };
  const clash = await clashQuestion(flows, person, host, time, about);
  const times = timesLine(flows, time, person.timeZone, limits, clock);
  return editModal(shown, { ...form, time }, { times, clash: clash.line, fault });
}

function askedOf({ approval, invite }: ShownApproval) {
  return approval.terms === undefined || invite === undefined ? undefined : { approval, invite, terms: approval.terms };
}

/** A change of an invite that has begun: its start stays. */
function isStarted({ approval, invite }: ShownApproval, now: number): boolean {
  return approval.kind === 'change' && invite !== undefined && invite.startsAt <= now;
}

function limitsFor(flows: Context, shown: ShownApproval) {
  const { approval, invite } = shown;
  if (approval.kind !== 'change' || invite === undefined) return policyLimits(flows);
  return { ...limitsOf(flows, invite), ...(isStarted(shown, flows.now()) ? { fixedStartAt: invite.startsAt } : {}) };
}

function blockOf(field: 'zone' | 'start' | 'end' | 'permissions', form: EditForm, values: FormValues): string {
  return field === 'permissions' ? countedBlockId(fields.permissions, form.presetNo) : timeBlockOf(field, form, values);
}
