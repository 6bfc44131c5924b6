import { createHash } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { type TermKind, termKinds } from '../../../domain/member-power.ts';
import { isAdmin, type Person } from '../../../domain/person.ts';
import { memberApproval } from '../../../domain/policy/approvers.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { readPastedMembers } from '../../../domain/text/pasted-members.ts';
import { type InvitingSystem, invitingSystems } from '../../../flows/member/member-systems.ts';
import { asksFor, needsRole, offeredTerms } from '../../../flows/member/member-terms.ts';
import { ruledRow } from '../../../flows/member/ruled-row.ts';
import { approvalQuestion } from '../../../flows/shared/asked-for.ts';
import type { Choice } from '../../../flows/shared/context.ts';
import { isCarried } from '../../blocks/blocks.ts';
import type { Offered } from '../../blocks/choice-blocks.ts';
import { noAnswer } from '../../shared/approval-blocks.ts';
import { type FormPlace, formPlace } from '../../shared/form-place.ts';
import { openForm, updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import { othersForAdmins } from '../../shared/power-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { systemInFront } from '../../shared/system-copy.ts';
import { refusalCopy } from '../../shared/system-refusal-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { rowReason } from '../card/member-copy.ts';
import { noSystemCopy } from '../list/member-list-copy.ts';
import { boxesOf, MOST_BOXES, type RowFault } from './address-blocks.ts';
import { inviteTitle, type MemberForm, memberModal } from './member-form.ts';
import { type ByTerm, eachTerm } from './term-fields.ts';

/** What a system offers to choose from in the form. */
export type OfferedChoices = ByTerm<Offered>;

const loading: OfferedChoices = eachTerm(() => ({ state: 'loading' }));

/** Opens the form with what was typed after the command, and completes it when the system has said what it offers. */
export async function openMemberForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  options: { readonly channelId: string | undefined; readonly text: string },
): Promise<void> {
  const systems = invitingSystems(slack.flows);
  const [first] = systems;
  if (first === undefined) {
    await openForm(slack, triggerId, sayModal(inviteTitle, noSystemCopy.pending));
    return;
  }
  // The text may begin with the name of a system.
  const { named: name, rest } = systemInFront(options.text);
  const named = systems.find((each) => each.name === name);
  const system = named ?? first;
  const form: MemberForm = {
    system: system.name,
    boxes: boxesOf(named === undefined ? options.text : rest).slice(0, MOST_BOXES),
    role: undefined,
    group: undefined,
    appRule: undefined,
    sendEmail: true,
    channelId: options.channelId,
    typedIn: options.channelId,
    checked: undefined,
    leaveOut: false,
    faultsShown: '',
    approval: noAnswer,
  };
  const draw = (offered: OfferedChoices, place: FormPlace) =>
    drawMemberForm(slack, person, form, system, { ...offered, place });
  const place = formPlace(slack.flows, 'members', form, person);
  const opened = await openForm(
    slack,
    triggerId,
    place.then((known) => draw(loading, known)),
  );
  if (opened === undefined || !termKinds.some((kind) => asksFor(system, kind))) return;
  // With the hash: a person who has chosen another system has a newer form.
  await updateForm(slack, opened, draw(await loadChoices(slack, system, person), await place));
}

/** Where its card goes, and whether it was submitted before it could ask about approval. */
type Drawn = { readonly place: FormPlace; readonly isApprovalNew?: boolean };

/**
 * The form with its frame, for one person. Faults of rows are shown if `faultsShown` says so; a single role is chosen already. `place`
 * describes its channel.
 */
export function drawMemberForm(
  slack: SlackContext,
  person: Person,
  form: MemberForm,
  system: InvitingSystem,
  { place, isApprovalNew = false, ...offered }: OfferedChoices & Drawn,
): ModalView {
  const { faults, good, mark } =
    form.faultsShown === '' ? noFaults : checkRows(slack, form, { person, system: system.name });
  const needed = needsRole(slack.flows, system, person);
  const { role } = offered;
  const [only, ...others] = role.state === 'loaded' && role.leftOut === undefined ? role.choices : [];
  const chosen = form.role ?? (needed && others.length === 0 ? only : undefined);
  const isFree = isAdmin(person, slack.flows.policy());
  const asked = termKinds.filter((kind) => asksFor(system, kind));
  const need = memberApproval(slack.flows.policy(), system.name, { role: chosen });
  return memberModal(
    {
      ...form,
      checked: place.checked,
      channelId: place.proposed,
      role: chosen,
      faultsShown: mark,
      leaveOut: form.leaveOut && mark === form.faultsShown,
    },
    {
      systems: invitingSystems(slack.flows).map((each) => each.name),
      asks: { ...system.memberInvites.asks, ...(needed ? { role: 'required' } : {}) },
      ...offered,
      noRole: isFree ? undefined : problemCopy(problem('no_role_given', { provider: system.name })),
      forAdmins: isFree || asked.length === 0 ? '' : othersForAdmins(asked),
      faults,
      good,
      approval: need && approvalQuestion(slack.flows, person, need),
      isApprovalNew,
      channel: place.line,
    },
  );
}

const noFaults = { faults: [], good: 0, mark: '' };

/** The pasted rows of a form, those that can't be invited, how many can, and a mark: the same faults have the same one, '' without any. */
export function checkRows(
  { flows }: SlackContext,
  { boxes }: Pick<MemberForm, 'boxes'>,
  by: { readonly person: Person; readonly system: string },
) {
  const { rows: read, tooMany } = readPastedMembers(boxes.join('\n'));
  const rows = read.map((row) => ruledRow(flows, row, by));
  const faults = rows.flatMap(({ line, raw, problem }): RowFault[] =>
    problem === undefined ? [] : [{ line, raw, reason: rowReason(problem) }],
  );
  const good = rows.length - faults.length;
  return { rows, tooMany, faults, good, mark: faults.length === 0 ? '' : markOf(faults, good > 0) };
}

function markOf(faults: readonly RowFault[], canLeaveOut: boolean): string {
  return createHash('sha256')
    .update(JSON.stringify([faults, canLeaveOut]))
    .digest('hex')
    .slice(0, 16);
}

/** Asks the system for the roles, groups and app rules that this person may assign. */
export async function loadChoices(
  { flows }: SlackContext,
  system: InvitingSystem,
  person: Person,
): Promise<OfferedChoices> {
  const of = (kind: TermKind) => load(() => offeredTerms(flows, system, person, kind));
  const [role, group, appRule] = await Promise.all([of('role'), of('group'), of('appRule')]);
  return { role, group, appRule };
}

/** Loads one list of choices. */
export async function load(ask: (() => Promise<readonly Choice[] | Problem>) | undefined): Promise<Offered> {
  const choices = (await ask?.()) ?? [];
  if (isProblem(choices)) return { state: 'failed', why: refusalCopy(choices) };
  const carried = choices.filter(({ id }) => isCarried(id));
  const leftOut = choices.length - carried.length;
  return { state: 'loaded', choices: carried, ...(leftOut === 0 ? {} : { leftOut }) };
}
