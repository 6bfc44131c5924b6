import type { BlockAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import { isProblem } from '../../../domain/problem.ts';
import { type AuditScope, auditEntry, auditPage, scopeFor } from '../../../flows/guest/audit/audit-page.ts';
import { actedAt, createNewestOnly } from '../../blocks/newest-only.ts';
import type { Gate } from '../../gate.ts';
import { auditActions, modals } from '../../names.ts';
import { answer } from '../../posting/answer.ts';
import type { Call } from '../../shared/command-call.ts';
import { openForm, pushForm, updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import { textOf } from '../../shared/problem-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { auditDetails } from './audit-details.ts';
import {
  type AuditMemory,
  filtersOf,
  firstPage,
  nextPage,
  previousPage,
  readAuditForm,
  readPlace,
} from './audit-memory.ts';
import { AUDIT_SIZE, auditModal } from './audit-modal.ts';
import { formats, readAuditText, readExportText } from './audit-text.ts';
import type { SendExport } from './send-export.ts';

type FormView = NonNullable<BlockAction['view']>;

/** `/guest audit [export] [filters]`: the whole log for admins, and for everybody else their own history. */
export const openAudit = (call: Call, sendExport: SendExport) => open(call, 'all', sendExport);

/** `/guest history [filters]`: what the person did, and what was done to their own invites. */
export const openHistory = (call: Call, sendExport: SendExport) => open(call, 'own', sendExport);

async function open(call: Call, wanted: AuditScope, sendExport: SendExport): Promise<void> {
  const { slack, person } = call;
  const scope = scopeFor(slack.flows, person, wanted);
  const exported = readExportText(call.text);
  if (exported !== undefined) {
    await call.reply('Exporting. The files come in a direct message.');
    const memory = memoryOf(scope, exported.filters);
    return call.reply(await sendExport(person, scope, filtersOf(memory, zoneOf(person)), exported.formats));
  }
  const memory = memoryOf(scope, readAuditText(call.text));
  await openForm(slack, call.triggerId, auditView(slack, person, memory));
}

function memoryOf(scope: AuditScope, filters: ReturnType<typeof readAuditText>): AuditMemory {
  return { scope, ...filters, page: 0, before: [], no: 0 };
}

/** The log as this person may see it now. */
async function auditView(slack: SlackContext, person: Person, memory: AuditMemory, note = ''): Promise<ModalView> {
  // Somebody who is no admin any more has a modal of one open.
  const scope = scopeFor(slack.flows, person, memory.scope);
  const after = memory.before.at(-1);
  const page = await auditPage(slack.flows, person, scope, filtersOf(memory, zoneOf(person)), {
    limit: AUDIT_SIZE,
    after: readPlace(after),
  });
  return isProblem(page) ? sayModal('Audit log', page) : auditModal({ ...memory, scope }, page, note);
}

/** Filters, pages, details and exports of the audit log. */
export function listenToAudit(gate: Gate, slack: SlackContext, sendExport: SendExport): void {
  const newestOnly = createNewestOnly();

  async function redraw(view: FormView, action: BlockAction['actions'][number], person: Person, memory: AuditMemory) {
    await newestOnly(view.id, actedAt(action), async () => {
      await updateForm(slack, { id: view.id, hash: '' }, await auditView(slack, person, memory));
    });
  }

  const filters = [auditActions.who, auditActions.kind, auditActions.via, auditActions.from, auditActions.to];
  gate.onAction(new RegExp(`^(${filters.join('|')}|${auditActions.clear})$`), 'member', async (call) => {
    const { view } = call.body;
    if (view === undefined) return;
    const memory = readAuditForm(view);
    const next =
      call.action.action_id === auditActions.clear
        ? { scope: memory.scope, page: 0, before: [], no: memory.no + 1 }
        : firstPage(memory);
    await redraw(view, call.action, call.person, next);
  });

  gate.onButton(new RegExp(`^${auditActions.page}:`), 'member', async ({ body, action, person }) => {
    const { view } = body;
    if (view === undefined) return;
    const memory = readAuditForm(view);
    const next = action.action_id.endsWith(':next') ? nextPage(memory, action.value ?? '') : previousPage(memory);
    await redraw(view, action, person, next);
  });

  gate.onButton(auditActions.details, 'member', async ({ body, action, person }) => {
    const { view, trigger_id: triggerId } = body;
    const place = readPlace(action.value);
    if (view === undefined || place === undefined) return;
    const { scope } = readAuditForm(view);
    const entry = await auditEntry(slack.flows, person, scopeFor(slack.flows, person, scope), place);
    const why = isProblem(entry) ? entry : "This entry isn't there any more, or you can't see it.";
    const isShown = entry !== undefined && !isProblem(entry);
    await pushForm(slack, triggerId, isShown ? auditDetails(entry) : sayModal('Audit entry', why));
  });

  gate.onButton(new RegExp(`^${auditActions.export}:`), 'member', async ({ body, action, person }) => {
    const { view } = body;
    const format = formats.find((each) => each === action.value);
    if (view === undefined || format === undefined) return;
    const memory = readAuditForm(view);
    const scope = scopeFor(slack.flows, person, memory.scope);
    await updateForm(
      slack,
      { id: view.id, hash: '' },
      await auditView(slack, person, memory, ':hourglass_flowing_sand: Exporting. The files come in a direct message.'),
    );
    const result = textOf(await sendExport(person, scope, filtersOf(memory, zoneOf(person)), [format]));
    const shown = await updateForm(slack, { id: view.id, hash: '' }, await auditView(slack, person, memory, result));
    if (shown === undefined) await answer(slack, { personId: person.id }, result);
  });

  gate.onSubmission(modals.audit, 'member', async ({ show, view, person }) => {
    await show(await auditView(slack, person, firstPage(readAuditForm(view))));
  });
}

function zoneOf({ timeZone }: Person): string {
  return timeZone ?? 'UTC';
}
