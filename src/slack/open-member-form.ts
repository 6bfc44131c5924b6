import { createHash } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { readPastedMembers } from '../domain/pasted-members.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Choice } from '../flows/context.ts';
import { type InvitingSystem, invitingSystems } from '../flows/member-systems.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { systemInFront } from './system-in-front.ts';
import { boxesOf, MOST_BOXES, type RowFault } from './views/address-blocks.ts';
import type { Offered } from './views/choice-blocks.ts';
import { type MemberForm, type MemberFormFrame, memberModal } from './views/member-form.ts';
import { sayModal } from './views/pick-form.ts';
import { refusalWords } from './words/member-deeds.ts';
import { rowReason } from './words/members.ts';

/** What a system offers to choose from in the form. */
export type OfferedChoices = Pick<MemberFormFrame, 'role' | 'group' | 'appRule'>;

const loading: OfferedChoices = {
  role: { state: 'loading' },
  group: { state: 'loading' },
  appRule: { state: 'loading' },
};

const noSystem =
  'No system members can be invited to is connected to Guestlist. The person who runs Guestlist can change that.';

/** Opens the form at once, filled in with what was typed behind the command, and completes it with what the system offers. */
export async function openMemberForm(
  slack: SlackContext,
  triggerId: string,
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
    leaveOut: false,
    faultsShown: '',
  };
  const opened = await openForm(slack, triggerId, Promise.resolve(drawMemberForm(slack, form, system, loading)));
  if (opened === undefined || !asksToLoad(system)) return;
  const offered = await loadChoices(system);
  // With the hash: whoever chose another system meanwhile has a newer form.
  await updateForm(slack, opened, drawMemberForm(slack, form, system, offered));
}

/** The form with its frame: what is wrong with the rows is shown when it was shown before, or when it is asked for. */
export function drawMemberForm(
  slack: SlackContext,
  form: MemberForm,
  system: InvitingSystem,
  offered: OfferedChoices,
): ModalView {
  const judged = judgeRows(form);
  const isShown = form.faultsShown !== '';
  const mark = isShown ? markOf(judged) : '';
  return memberModal(
    { ...form, faultsShown: mark, leaveOut: form.leaveOut && mark === form.faultsShown },
    {
      systems: invitingSystems(slack.flows).map((each) => each.name),
      asks: system.memberInvites.asks,
      ...offered,
      faults: isShown ? judged.faults : [],
      good: judged.good,
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

function asksToLoad({ memberInvites: { asks } }: InvitingSystem): boolean {
  return asks.role !== 'none' || asks.group || asks.appRule;
}

/** Asks the system what there is to choose from. What it does not ask for in the form is not asked here. */
export async function loadChoices({ memberInvites }: Pick<InvitingSystem, 'memberInvites'>): Promise<OfferedChoices> {
  const { asks, roles, groups, appRules } = memberInvites;
  const [role, group, appRule] = await Promise.all([
    load(asks.role === 'none' ? undefined : roles),
    load(asks.group ? groups : undefined),
    load(asks.appRule ? appRules : undefined),
  ]);
  return { role, group, appRule };
}

/** What one list of choices came to. */
export async function load(ask: (() => Promise<readonly Choice[] | Problem>) | undefined): Promise<Offered> {
  const choices = (await ask?.()) ?? [];
  if (isProblem(choices)) return { state: 'failed', why: refusalWords(choices) };
  return { state: 'loaded', choices };
}
