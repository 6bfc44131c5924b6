import type { ModalView } from '@slack/types';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { historyPage } from '../../flows/read-history.ts';
import { teamOperations } from '../../flows/team-operations.ts';
import type { Gate } from '../gate.ts';
import { modals, teamActions } from '../names.ts';
import { createNewestOnly } from '../newest-only.ts';
import { updateForm } from '../open-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { ListPageNo } from '../views/list-modal.ts';
import { sayModal } from '../views/pick-form.ts';
import { HISTORY_SIZE, type HistoryMemory, historyModal, readHistoryForm } from '../views/team-history.ts';
import { problemWords } from '../words/problems.ts';

/** The history as a person may see it now. */
export async function historyView(slack: SlackContext, person: Person, memory: HistoryMemory): Promise<ModalView> {
  const { page, newestAt, ...filters } = memory;
  const read = await historyPage(slack.flows, person, filters, { page, newestAt, size: HISTORY_SIZE });
  if (isProblem(read)) return sayModal('History', problemWords(read));
  const systems = slack.flows.providers.map(({ name }) => name);
  return historyModal(memory, read, teamOperations(slack.flows), systems);
}

/** The history of `/team` is narrowed, searched and turned. */
export function listenToTeamHistory(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();

  gate.onAction(/^history:/, 'admin', async ({ body, action, person }) => {
    const { view } = body;
    if (view === undefined) return;
    const memory = moved(readHistoryForm(view), action);
    await newestOnly(view.id, async () => {
      await updateForm(slack, { id: view.id, hash: '' }, await historyView(slack, person, memory));
    });
  });

  gate.onSubmission(modals.teamHistory, 'admin', async ({ ack, view, person }) => {
    const memory = { ...readHistoryForm(view), page: 0 };
    await ack({ response_action: 'update', view: await historyView(slack, person, memory) });
  });
}

function moved(memory: HistoryMemory, action: { readonly action_id: string; readonly value?: string }): HistoryMemory {
  if (action.action_id === teamActions.historyClear) return { page: 0, no: memory.no + 1 };
  const page = action.action_id.startsWith(teamActions.historyPage) ? Number(action.value) : 0;
  return { ...memory, page: ListPageNo.catch(0).parse(page) };
}
