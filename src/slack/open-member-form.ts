import { createHash } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { type TermKind, termKinds } from '../domain/member-power.ts';
import { readPastedMembers } from '../domain/pasted-members.ts';
import { isAdmin, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { Choice } from '../flows/context.ts';
import { type InvitingSystem, invitingSystems } from '../flows/member-systems.ts';
import { asksFor, needsRole, offeredTerms } from '../flows/member-terms.ts';
import { type FormPlace, formPlace } from './form-place.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { systemInFront } from './system-in-front.ts';
import { boxesOf, MOST_BOXES, type RowFault } from './views/address-blocks.ts';
import { isCarried } from './views/blocks.ts';
import type { Offered } from './views/choice-blocks.ts';
import { type MemberForm, type MemberFormFrame, memberModal } from './views/member-form.ts';
import { sayModal } from './views/pick-form.ts';
import { refusalWords } from './words/member-deeds.ts';
import { rowReason } from './words/members.ts';
import { othersForAdmins } from './words/power.ts';
import { problemWords } from './words/problems.ts';

/** What a system offers to choose from in the form. */
export type OfferedChoices = Pick<MemberFormFrame, 'role' | 'group' | 'appRule'>;

const loading: OfferedChoices = {
  role: { state: 'loading' },
  group: { state: 'loading' },
  appRule: { state: 'loading' },
};

const noSystem =
  'No system members can be invited to is connected to Guestlist. The person who runs Guestlist can change that.';

/** Opens the form as soon as Slack has said what its channel is, filled in with what was typed behind the command, and completes it with what the system offers. */
export async function openMemberForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  options: { readonly channelId: string | undefined; readonly text: string },
): Promise<void> {
  const systems = invitingSystems(slack.flows);
  const [first] = systems;
  if (first === undefined) {
    await openForm(slack, triggerId, Promise.resolve(sayModal('Invite members', noSystem)));
    return;
  }
  // The name of a system may stand in front of the addresses.
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
  // With the hash: whoever chose another system meanwhile has a newer form.
  await updateForm(slack, opened, draw(await loadChoices(slack, system, person), await place));
}

/**
 * The form with its frame, for one person: what is wrong with the rows is shown when it was shown before, or when it is asked for. The only
 * role there is to give is chosen. `place` is what is said of its channel.
 */
export function drawMemberForm(
  slack: SlackContext,
  person: Person,
  form: MemberForm,
  system: InvitingSystem,
  { place, ...offered }: OfferedChoices & { readonly place: FormPlace },
): ModalView {
  const judged = judgeRows(form);
  const isShown = form.faultsShown !== '';
  const mark = isShown ? markOf(judged) : '';
  const needed = needsRole(slack.flows, system, person);
  const { role } = offered;
  const [only, ...others] = role.state === 'loaded' && role.leftOut === undefined ? role.choices : [];
  const chosen = form.role ?? (needed && others.length === 0 ? only : undefined);
  const isFree = isAdmin(person, slack.flows.policy);
  const asked = termKinds.filter((kind) => asksFor(system, kind));
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
      noRole: isFree ? 'There is none.' : problemWords(problem('no_role_given', { provider: system.name })),
      forAdmins: isFree || asked.length === 0 ? '' : othersForAdmins(asked),
      faults: isShown ? judged.faults : [],
      good: judged.good,
      channel: place.line,
    },
  );
}

/** The rows of a form that cannot be invited, with the reason, and how many can. */
export function judgeRows(form: Pick<MemberForm, 'boxes'>): {
  readonly faults: readonly RowFault[];
  readonly good: number;
} {
  const { rows } = readPastedMembers(form.boxes.join('\n'));
  const faults = rows.flatMap(({ line, raw, problem }) =>
    problem === undefined ? [] : [{ line, raw, reason: rowReason(problem) }],
  );
  return { faults, good: rows.length - faults.length };
}

/** What is said of the same bad rows has the same mark; '' stands for none. Only beside good ones they can be left out. */
export function markOf({ faults, good }: ReturnType<typeof judgeRows>): string {
  if (faults.length === 0) return '';
  return createHash('sha256')
    .update(JSON.stringify([faults, good > 0]))
    .digest('hex')
    .slice(0, 16);
}

/** Asks the system what there is to choose from, and leaves what this person may give. What it does not ask for is not asked here. */
export async function loadChoices(
  { flows }: SlackContext,
  system: InvitingSystem,
  person: Person,
): Promise<OfferedChoices> {
  const of = (kind: TermKind) => load(() => offeredTerms(flows, system, person, kind));
  const [role, group, appRule] = await Promise.all([of('role'), of('group'), of('appRule')]);
  return { role, group, appRule };
}

/** What one list of choices came to. */
export async function load(ask: (() => Promise<readonly Choice[] | Problem>) | undefined): Promise<Offered> {
  const choices = (await ask?.()) ?? [];
  if (isProblem(choices)) return { state: 'failed', why: refusalWords(choices) };
  const carried = choices.filter(({ id }) => isCarried(id));
  const leftOut = choices.length - carried.length;
  return { state: 'loaded', choices: carried, ...(leftOut === 0 ? {} : { leftOut }) };
}
