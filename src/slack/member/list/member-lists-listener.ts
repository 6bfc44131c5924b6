import type { BlockAction, ViewOutput } from '@slack/bolt';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { whoIs } from '../../../domain/who-is.ts';
import { type MemberForChange, removeMember } from '../../../flows/member/change-member.ts';
import { cancelPending, type PendingForChange, resendPending } from '../../../flows/member/change-pending.ts';
import type { StillWanted } from '../../../flows/shared/take-away.ts';
import { withdrawRemoval } from '../../../flows/shared/withdraw-removal.ts';
import { escapeText, mrkdwnMessage } from '../../blocks/blocks.ts';
import { formValues } from '../../blocks/form-values.ts';
import type { Gate } from '../../gate.ts';
import { fields, memberActions } from '../../names.ts';
import { type ListMemory, ListPageNo } from '../../shared/list-modal.ts';
import { updateForm } from '../../shared/open-form.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { keptModal } from '../../shared/removal.ts';
import { keptCopy } from '../../shared/removal-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { type Done, type ListPlace, type ListScreen, placeOf } from './list-screen.ts';
import { memberList } from './member-list.ts';

type ListView = Pick<ViewOutput, 'id' | 'callback_id' | 'state' | 'private_metadata'>;

const atOnce = [
  [memberActions.resend, 'resend', 'member'],
  [memberActions.cancel, 'cancel', 'member'],
  [memberActions.remove, 'remove', 'admin'],
] as const;

/** The lists of `/member`: search, pages, "Try again", another system, and the buttons that act at once. */
export function listenToMemberLists(gate: Gate, slack: SlackContext, screen: ListScreen): void {
  const moves = new RegExp(
    `^(${memberActions.listSystem}|${memberActions.again}|${memberActions.page}:(previous|next))$`,
  );
  gate.onAction(moves, 'member', async ({ body, action, person }) => {
    const place = placeOf(body.view, person);
    if (place === undefined) return;
    await screen.reload({ ...place, memory: moved(place.memory, body.view, action) }, '');
  });

  gate.onSubmission(/^member_(pending|list)$/, 'member', async ({ refuse, show, view, person }) => {
    const place = placeOf(view, person);
    if (place === undefined) return refuse({ [fields.search]: problem('form_unreadable') });
    const memory = { ...place.memory, text: formValues(view).text(fields.search), page: 0 };
    await show(memberList(slack, place.name, place.person).loading(memory, ''));
    await screen.reload({ ...place, memory }, '', 'is shown');
  });

  for (const [actionId, name, level] of atOnce) {
    gate.onButton(actionId, level, async ({ body, action, person }) => {
      const place = placeOf(body.view, person);
      if (place === undefined) return;
      const id = action.value ?? '';
      await screen.perform(place, name, id, () => doAtOnce(slack, name, place, id));
    });
  }

  // "Keep member", "Keep invite", "Withdraw": withdraws a removal that keeps failing. Pressed in a list, in a form over
  // one, in the form of `/team` or in a direct message. The flow decides who may.
  gate.onButton(memberActions.keep, 'member', async ({ body, action, person, reply }) => {
    const result = await withdrawRemoval(slack.flows, action.value ?? '', person);
    const text = isProblem(result) ? `:warning: ${escapeText(problemCopy(result))}` : keptCopy(result);
    const place = placeOf(body.view, person);
    if (place !== undefined) await screen.reload(place, text);
    else if (body.view !== undefined) await updateForm(slack, { id: body.view.id, hash: '' }, keptModal(text));
    else await reply(mrkdwnMessage(text));
  });
}

/** What the list is about after a click. Another system is searched for the text in the box; a page is a page of what is shown. */
function moved(memory: ListMemory, view: ListView | undefined, action: BlockAction['actions'][number]): ListMemory {
  if (action.type === 'static_select' && view !== undefined) {
    const system = action.selected_option?.value ?? memory.system;
    return { system, text: formValues(view).text(fields.search), page: 0 };
  }
  const page = action.type === 'button' ? Number(action.value) : memory.page;
  return { ...memory, page: ListPageNo.catch(0).parse(page) };
}

/** The flows decide who may, from the state now. */
async function doAtOnce(
  { flows }: SlackContext,
  name: (typeof atOnce)[number][1],
  { memory, person }: ListPlace,
  id: string,
): Promise<Done | StillWanted | Problem> {
  const provider = memory.system;
  switch (name) {
    case 'resend':
      return whose(await resendPending(flows, { provider, inviteId: id }, person));
    case 'cancel':
      return whose(await cancelPending(flows, { provider, inviteId: id }, person));
    case 'remove':
      return whose(await removeMember(flows, { provider, memberId: id }, person));
  }
}

/** The person it was done to. */
export function whose<Other extends Problem | StillWanted>(
  found: PendingForChange | MemberForChange | Other,
): Done | Other {
  if ('kind' in found) return found;
  return { who: whoIs('invite' in found ? found.invite : found.member) };
}
