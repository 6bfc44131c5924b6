import type { BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import { isProblem } from '../../../domain/problem.ts';
import { findInvites } from '../../../flows/guest/find-invites.ts';
import { inviteWithHistory } from '../../../flows/guest/read-invites.ts';
import { actedAt, createNewestOnly } from '../../blocks/newest-only.ts';
import type { Gate } from '../../gate.ts';
import { findActions, modals } from '../../names.ts';
import type { Call } from '../../shared/command-call.ts';
import { openForm, pushForm, updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { type FindMemory, FindMetadata, filtersOf, readFindForm, readFindText } from './find-memory.ts';
import { FIND_SIZE, findModal, foundModal } from './find-modal.ts';

/** `/guest find [guest, computer, event, @person, month or day]` */
export async function openFind(call: Call): Promise<void> {
  const { slack, person, triggerId, text } = call;
  await openForm(slack, triggerId, findView(slack, person, readFindText(text)));
}

/** What this person may see of what matches, as of now. */
async function findView(slack: SlackContext, person: Person, memory: FindMemory): Promise<ModalView> {
  const { now, zone } = readerOf(slack, person);
  const at = { page: memory.page, size: FIND_SIZE };
  const found = await findInvites(slack.flows, person, filtersOf(memory, zone), at);
  return findModal(memory, found, { now, zone });
}

/** Search, filters, pages and details of `/guest find`. */
export function listenToFind(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();

  async function redraw(
    { body, action, person }: Pick<Parameters<Parameters<Gate['onAction']>[2]>[0], 'body' | 'action' | 'person'>,
    change: (memory: FindMemory, action: BlockAction['actions'][number]) => FindMemory,
  ): Promise<void> {
    const { view } = body;
    if (view === undefined) return;
    await newestOnly(view.id, actedAt(action), async () => {
      const memory = change(readFindForm(view), action);
      await updateForm(slack, { id: view.id, hash: '' }, await findView(slack, person, memory));
    });
  }

  const filters = [findActions.who, findActions.from, findActions.to].join('|');
  gate.onAction(new RegExp(`^(?:${filters})$`), 'member', (call) => redraw(call, (memory) => ({ ...memory, page: 0 })));

  gate.onButton(findActions.clear, 'member', (call) => redraw(call, ({ no }) => ({ page: 0, no: no + 1 })));

  gate.onButton(new RegExp(`^${findActions.page}:`), 'member', (call) => {
    const page = FindMetadata.shape.page.safeParse(Number(call.action.value));
    return redraw(call, (memory) => (page.success ? { ...memory, page: page.data } : memory));
  });

  gate.onButton(findActions.details, 'member', async ({ body, action, person }) => {
    const found = await inviteWithHistory(slack.flows, action.value ?? '', person);
    const view = isProblem(found) ? sayModal('Invite', found) : foundModal(found, readerOf(slack, person));
    await pushForm(slack, body.trigger_id, view);
  });

  gate.onSubmission(modals.find, 'member', async ({ show, view, person }) => {
    await show(await findView(slack, person, { ...readFindForm(view), page: 0 }));
  });
}

function readerOf({ flows }: SlackContext, { timeZone }: Person): { readonly now: number; readonly zone: string } {
  return { now: flows.now(), zone: timeZone ?? 'UTC' };
}
