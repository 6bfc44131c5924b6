import type { ModalView } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import { isProblem } from '../../../domain/problem.ts';
import { historyPage } from '../../../flows/team/read-history.ts';
import { teamOperations } from '../../../flows/team/team-operations.ts';
import { actedAt, createNewestOnly } from '../../blocks/newest-only.ts';
import type { Gate } from '../../gate.ts';
import { modals, teamActions } from '../../names.ts';
import { ListPageNo } from '../../shared/list-modal.ts';
import { updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { HISTORY_SIZE, type HistoryMemory, historyModal, readHistoryForm } from './team-history.ts';

/** The history as this person may see it now. */
export async function historyView(slack: SlackContext, person: Person, memory: HistoryMemory): Promise<ModalView> {
  const { page, newestAt, ...filters } = memory;
  const read = await historyPage(slack.flows, person, filters, { page, newestAt, size: HISTORY_SIZE });
  if (isProblem(read)) return sayModal('History', read);
  const systems = slack.flows.providers.map(({ name }) => name);
  return historyModal(memory, read, teamOperations(slack.flows), systems);
}

/** Filters, search and pages of `/team history`. */
export function listenToTeamHistory(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();

  gate.onAction(/^history:/, 'admin', async ({ body, action, person }) => {
    const { view } = body;
    if (view === undefined) return;
    const memory = moved(readHistoryForm(view), action);
    await newestOnly(view.id, actedAt(action), async () => {
      await updateForm(slack, { id: view.id, hash: '' }, await historyView(slack, person, memory));
    });
  });

  gate.onSubmission(modals.teamHistory, 'admin', async ({ show, view, person }) => {
    await show(await historyView(slack, person, { ...readHistoryForm(view), page: 0 }));
  });
}

function moved(memory: HistoryMemory, action: { readonly action_id: string; readonly value?: string }): HistoryMemory {
  if (action.action_id === teamActions.historyClear) return { page: 0, no: memory.no + 1 };
  const page = action.action_id.startsWith(teamActions.historyPage) ? Number(action.value) : 0;
  return { ...memory, page: ListPageNo.catch(0).parse(page) };
}
