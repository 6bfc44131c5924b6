import type { ModalView } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { readOccurrenceId, type Series } from '../../../domain/series.ts';
import {
  endSeries,
  moveOccurrence,
  openInvitesOf,
  restoreOccurrence,
  skipOccurrence,
} from '../../../flows/guest/series/change-series.ts';
import { takeOverSeries } from '../../../flows/guest/series/hold-series.ts';
import { listSeries, occurrenceFor, seriesFor } from '../../../flows/guest/series/read-series.ts';
import { escapeText } from '../../blocks/blocks.ts';
import { formValues } from '../../blocks/form-values.ts';
import { memoryOf, readMetadata } from '../../blocks/metadata.ts';
import type { ActionCall, Gate } from '../../gate.ts';
import { fields, modals, seriesActions } from '../../names.ts';
import type { Call } from '../../shared/command-call.ts';
import { openForm, pushForm, updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import { textOf } from '../../shared/problem-copy.ts';
import { type OccurrenceAction, readOccurrenceChoice } from '../../shared/series-buttons.ts';
import type { SlackContext } from '../../slack-context.ts';
import { changeForm } from '../change-form/open-change-form.ts';
import { openFilledForm } from '../invite-form/open-invite-form.ts';
import { formOfOccurrence } from '../invite-form/start-form.ts';
import {
  endChoices,
  endModal,
  MOST_LISTED,
  MoveMemory,
  moveModal,
  restoredCopy,
  SeriesMemory,
  seriesListModal,
  seriesModal,
  skippedCopy,
} from './series-window.ts';

/** `/guest series [text]`: the series a person may see. */
export async function openSeriesList(call: Call): Promise<void> {
  const { slack, person, text } = call;
  const making = listSeries(slack.flows, person, { text, limit: MOST_LISTED });
  await openForm(
    slack,
    call.triggerId,
    making.then(({ found, more }) => seriesListModal(found, more, text.trim(), slack.flows.now())),
  );
}

/** The buttons of a series: on its card, in a message about it, and in its window. Who may is decided in the flows, from the store. */
export function listenToSeries(gate: Gate, slack: SlackContext): void {
  for (const action of ['skip', 'restore', 'move'] as const) {
    gate.onButton(seriesActions[action], 'member', (call) => act(slack, call, action, call.action.value ?? ''));
  }

  gate.onAction(seriesActions.more, 'member', async (call) => {
    const chosen = readOccurrenceChoice(call.action.type === 'overflow' ? call.action.selected_option.value : '');
    if (chosen !== undefined) await act(slack, call, chosen.action, chosen.id);
  });

  gate.onButton(seriesActions.show, 'member', async (call) => {
    const seen = await seriesFor(slack.flows, call.action.value ?? '', call.person);
    if (isProblem(seen)) return say(slack, call, seen);
    await show(slack, call, seriesModal(seen, slack.flows.now()));
  });

  gate.onButton(seriesActions.invite, 'member', async (call) => {
    const found = await occurrenceFor(slack.flows, call.action.value ?? '', call.person);
    if (isProblem(found)) return say(slack, call, found);
    if (found.invite !== undefined) return say(slack, call, { kind: 'problem', code: 'occurrence_created', facts: {} });
    const form = formOfOccurrence(found.series, found.occurrence, slack.flows.now());
    await openFilledForm(slack, call.body.trigger_id, call.person, form);
  });

  gate.onButton(seriesActions.end, 'member', async (call) => {
    const seen = await seriesFor(slack.flows, call.action.value ?? '', call.person);
    if (isProblem(seen)) return say(slack, call, seen);
    if (!seen.mayChange) return say(slack, call, { kind: 'problem', code: 'not_inviter', facts: {} });
    if (seen.series.state === 'ended') return say(slack, call, { kind: 'problem', code: 'series_ended', facts: {} });
    const open = await openInvitesOf(slack.flows, seen.series.id);
    await show(slack, call, endModal(seen.series, open, slack.flows.now()));
  });

  gate.onButton(seriesActions.takeOver, 'member', async (call) => {
    const series = await takeOverSeries(slack.flows, call.action.value ?? '', call.person);
    await say(slack, call, isProblem(series) ? series : 'You took over this series. Guestlist goes on creating it.');
  });

  gate.onSubmission(modals.seriesMove, 'member', async ({ ack, refuse, view, person }) => {
    const { occurrence } = memoryOf(view, MoveMemory);
    const values = formValues(view);
    const moved = await moveOccurrence(slack.flows, occurrence, person, {
      start: { kind: 'at', date: values.date(fields.startDate), time: values.time(fields.startTime) },
      end: { kind: 'at', date: values.date(fields.endDate), time: values.time(fields.endTime) },
    });
    if (isProblem(moved)) return refuse({ [fields.startDate]: moved });
    if (Array.isArray(moved)) {
      const blocks = moved.map(({ field, problem }) => [field === 'end' ? fields.endTime : fields.startTime, problem]);
      return refuse(Object.fromEntries(blocks));
    }
    await ack();
    await redraw(slack, view.previous_view_id, moved, person, '');
  });

  gate.onSubmission(modals.seriesEnd, 'member', async ({ ack, show: put, view, person }) => {
    const { seriesId } = memoryOf(view, SeriesMemory);
    const cancels = formValues(view).choice(fields.seriesEnd) === endChoices.cancel;
    const ended = await endSeries(slack.flows, seriesId, person, { cancels });
    if (isProblem(ended)) return put(sayModal('End series', ended));
    await ack();
    await redraw(slack, view.previous_view_id, ended, person, '');
  });
}

type Clicked = Pick<ActionCall, 'body' | 'person' | 'reply'>;

/** Skips, brings back or moves an occurrence; one that is an invite already is cancelled or updated as any invite is. */
async function act(slack: SlackContext, call: Clicked, action: OccurrenceAction, id: string): Promise<void> {
  const { person } = call;
  const { flows } = slack;
  const found = await occurrenceFor(flows, id, person);
  if (isProblem(found)) return say(slack, call, found);
  const { series, occurrence, invite } = found;
  if (invite !== undefined) {
    const intent = action === 'skip' || action === 'cancel' ? 'cancel' : 'update';
    const view = await changeForm(slack, intent, invite.id, person);
    return isProblem(view) ? say(slack, call, view) : show(slack, call, view);
  }
  if (action === 'move') {
    if (series.state === 'ended') return say(slack, call, { kind: 'problem', code: 'series_ended', facts: {} });
    return show(slack, call, moveModal(series, occurrence, id));
  }
  const { date = '' } = readOccurrenceId(id) ?? {};
  if (action === 'restore') {
    const restored = await restoreOccurrence(flows, id, person);
    return say(slack, call, isProblem(restored) ? restored : restoredCopy(date));
  }
  const skipped = await skipOccurrence(flows, id, person);
  await say(slack, call, isProblem(skipped) ? skipped : skippedCopy(skipped, date, flows.now()));
}

/** A modal from a click: over the one that was clicked in, or by itself. */
async function show(slack: SlackContext, { body }: Clicked, view: ModalView): Promise<void> {
  if (body.view === undefined) await openForm(slack, body.trigger_id, view);
  else await pushForm(slack, body.trigger_id, view);
}

/** What a click came to: in the window it was made in, which is drawn again, or to the person alone. */
async function say(slack: SlackContext, { body, person, reply }: Clicked, said: Problem | string): Promise<void> {
  const { view } = body;
  if (view === undefined) return reply(said);
  const memory = view.callback_id === modals.series ? readMetadata(view.private_metadata, SeriesMemory) : undefined;
  if (memory === undefined) return reply(said);
  const seen = await seriesFor(slack.flows, memory.seriesId, person);
  const next = isProblem(seen)
    ? sayModal('Series', seen)
    : seriesModal(seen, slack.flows.now(), escapeText(textOf(said)));
  await updateForm(slack, { id: view.id, hash: '' }, next);
}

/** Draws the window of a series again that lies under a form; nothing where there is none. */
async function redraw(
  slack: SlackContext,
  viewId: string | null | undefined,
  { id }: Series,
  person: Person,
  note: string,
): Promise<void> {
  if (typeof viewId !== 'string' || viewId === '') return;
  const seen = await seriesFor(slack.flows, id, person);
  if (isProblem(seen)) return;
  await updateForm(slack, { id: viewId, hash: '' }, seriesModal(seen, slack.flows.now(), note));
}
