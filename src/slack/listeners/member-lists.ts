import type { BlockAction, ViewOutput } from '@slack/bolt';
import type { Problem } from '../../domain/problem.ts';
import { whoIs } from '../../domain/who-is.ts';
import { type MemberForChange, removeMember } from '../../flows/change-member.ts';
import { cancelPending, type PendingForChange, resendPending } from '../../flows/change-pending.ts';
import type { StillWanted } from '../../flows/take-away.ts';
import type { Gate } from '../gate.ts';
import { type Done, type ListPlace, type ListScreen, placeOf } from '../list-screen.ts';
import { memberList } from '../member-list.ts';
import { fields, memberActions } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { formValues } from '../views/form-values.ts';
import { type ListMemory, ListPageNo } from '../views/list-modal.ts';

type ListView = Pick<ViewOutput, 'id' | 'callback_id' | 'state' | 'private_metadata'>;

const atOnce = [
  [memberActions.resend, 'resend', 'member'],
  [memberActions.cancel, 'cancel', 'member'],
  [memberActions.remove, 'remove', 'admin'],
] as const;

/** The lists of `/member` are searched, turned, asked for again and changed to another system; some buttons act at once. */
export function listenToMemberLists(gate: Gate, slack: SlackContext, screen: ListScreen): void {
  const moves = new RegExp(
    `^(${memberActions.listSystem}|${memberActions.again}|${memberActions.page}:(previous|next))$`,
  );
  gate.onAction(moves, 'member', async ({ body, action, person }) => {
    const place = placeOf(body.view, person);
    if (place === undefined) return;
    await screen.reload({ ...place, memory: moved(place.memory, body.view, action) }, '');
  });

  gate.onSubmission(/^member_(pending|list)$/, 'member', async ({ ack, view, person }) => {
    const place = placeOf(view, person);
    if (place === undefined) {
      const errors = { [fields.search]: 'Close this list and open it again: Guestlist has changed since.' };
      await ack({ response_action: 'errors', errors });
      return;
    }
    const memory = { ...place.memory, text: formValues(view).text(fields.search), page: 0 };
    const loading = memberList(slack, place.name, place.person).loading(memory, '');
    await ack({ response_action: 'update', view: loading });
    await screen.reload({ ...place, memory }, '', 'is shown');
  });

  for (const [actionId, deed, level] of atOnce) {
    gate.onButton(actionId, level, async ({ body, action, person }) => {
      const place = placeOf(body.view, person);
      if (place === undefined) return;
      const id = action.value ?? '';
      await screen.perform(place, deed, id, () => doAtOnce(slack, deed, place, id));
    });
  }
}

/** What the list is about after a click. Another system is searched for what stands in the box; a page is one of what is shown. */
function moved(memory: ListMemory, view: ListView | undefined, action: BlockAction['actions'][number]): ListMemory {
  if (action.type === 'static_select' && view !== undefined) {
    const system = action.selected_option?.value ?? memory.system;
    return { system, text: formValues(view).text(fields.search), page: 0 };
  }
  const page = action.type === 'button' ? Number(action.value) : memory.page;
  return { ...memory, page: ListPageNo.catch(0).parse(page) };
}

/** Who may is decided in the flow, from what is so now. */
async function doAtOnce(
  { flows }: SlackContext,
  deed: (typeof atOnce)[number][1],
  { memory, person }: ListPlace,
  id: string,
): Promise<Done | StillWanted | Problem> {
  const provider = memory.system;
  switch (deed) {
    case 'resend':
      return whose(await resendPending(flows, { provider, inviteId: id }, person));
    case 'cancel':
      return whose(await cancelPending(flows, { provider, inviteId: id }, person));
    case 'remove':
      return whose(await removeMember(flows, { provider, memberId: id }, person));
  }
}

/** Whom it was done to. */
export function whose<Other extends Problem | StillWanted>(
  found: PendingForChange | MemberForChange | Other,
): Done | Other {
  if ('kind' in found) return found;
  return { who: whoIs('invite' in found ? found.invite : found.member) };
}
