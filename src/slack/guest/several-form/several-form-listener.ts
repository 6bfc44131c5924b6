import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type ProblemCode } from '../../../domain/problem.ts';
import { type GuestsField, type GuestsProblem, requestGuests } from '../../../flows/guest/group/request-guests.ts';
import { formValues, shownLine } from '../../blocks/form-values.ts';
import { countedBlockId } from '../../blocks/inputs.ts';
import type { Gate } from '../../gate.ts';
import { fields, modals } from '../../names.ts';
import { answeredApproval, errorsByBlock } from '../../shared/approval-blocks.ts';
import { formPlaceAgain, formPlaceFirst, sharedShown } from '../../shared/form-place.ts';
import type { SlackContext } from '../../slack-context.ts';
import { chosenHost } from '../invite-form/chosen-host.ts';
import { answeredClash } from '../invite-form/clash-question.ts';
import type { RedrawForm } from '../invite-form/form-changes.ts';
import { typedWindow } from '../invite-form/form-lines.ts';
import { timeBlockOf } from '../invite-form/invite-form-listener.ts';
import { withSwitchedEnd } from '../invite-form/switched-end.ts';
import { drawSeveralForm, type Unsaid } from './draw-several-form.ts';
import { type ReadSeveralForm, readSeveralForm } from './read-several-form.ts';

/** The form for several guests is submitted: saved first, acknowledged then. What it has to say or to ask first is shown in it. */
export function listenToSeveralForm(gate: Gate, slack: SlackContext): void {
  gate.onSubmission(modals.several, 'member', async ({ ack, refuse, show, view, person }) => {
    const form = readSeveralForm(view);
    const time = withSwitchedEnd(form.time, view, slack.flows.now());
    const { approval: _, seen: shown, text, peopleIds, ...typed } = form;
    const result = await requestGuests(slack.flows, {
      ...typed,
      ...defined({ approval: answeredApproval(view) }),
      guests: { text, peopleIds },
      shown,
      requestKey: view.id,
      workspaceId: slack.flows.workspaceId(),
      inviter: person,
      typedIn: form.typedIn,
      sharedShown: sharedShown(form),
      clashAnswered: answeredClash(view),
      window: typedWindow(time),
    });
    if (isProblem(result)) return refuse({ [fields.guests]: result });
    if (!Array.isArray(result)) return ack();
    const problems: readonly GuestsProblem[] = result;
    const asked = problems.map(({ problem }) => asks[problem.code]).find((each) => each !== undefined);
    if (asked !== undefined) return show(await redraw(slack, view, person, { form: { ...form, time }, asked }));
    return refuse(errorsByBlock(problems, view, (field) => blockOf(field, { ...form, time }, view)));
  });
}

type Asked = NonNullable<Unsaid> | 'shared';

/** What the form has to say or to ask before it can be sent; it is drawn again for that. */
const asks: Partial<Record<ProblemCode, Asked>> = {
  guests_faulty: 'faults',
  hosts_not_shown: 'plan',
  host_booked: 'clash',
  approval_needed: 'approval',
  channel_shared: 'shared',
};

/** Draws the form for several guests anew when something in it changes. */
export const redrawSeveralForm: RedrawForm = async (slack, view, person, change) => {
  const form = change(readSeveralForm(view));
  const time = withSwitchedEnd(form.time, view, slack.flows.now());
  return { view: await redraw(slack, view, person, { form: { ...form, time } }) };
};

async function redraw(
  slack: SlackContext,
  view: Pick<ViewOutput, 'blocks'>,
  person: Person,
  { form, asked }: { readonly form: ReadSeveralForm; readonly asked?: Asked },
): Promise<ModalView> {
  const { flows } = slack;
  const place =
    asked === 'shared'
      ? formPlaceFirst(flows, 'guest', form, person)
      : formPlaceAgain(flows, 'guest', view, form, person);
  const [{ line, checked, proposed }, hosts] = await Promise.all([
    place,
    Promise.all(form.hostIds.map((hostId) => chosenHost(flows, hostId))),
  ]);
  // One whose name nobody knows now stays chosen on the person's screen all the same.
  const named = hosts.map((host, nth) => host ?? { id: form.hostIds[nth] ?? '', name: form.hostIds[nth] ?? '' });
  const drawn = { ...form, hosts: named, checked };
  return drawSeveralForm(slack, drawn, person, {
    channel: line,
    proposed,
    unread: shownLine(view, 'unread_line') ?? '',
    ...(asked === undefined || asked === 'shared' ? {} : { unsaid: asked }),
  });
}

function blockOf(field: GuestsField, form: ReadSeveralForm, view: Pick<ViewOutput, 'state'>): string {
  switch (field) {
    case 'zone':
    case 'start':
    case 'end':
      return timeBlockOf(field, form, formValues(view));
    case 'hosts':
      return countedBlockId(fields.hosts, form.hostNo);
    case 'permissions':
      return countedBlockId(fields.permissions, form.presetNo);
    case 'reason':
      return fields.guests;
    default:
      return fields[field];
  }
}
