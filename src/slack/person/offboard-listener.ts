import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { readPastedMembers } from '../../domain/text/pasted-members.ts';
import { findPersonAt } from '../../flows/person/find-person.ts';
import {
  guestAccessToEnd,
  offboardRefusal,
  requestOffboarding,
  systemsOfPeople,
} from '../../flows/person/request-offboarding.ts';
import type { Gate } from '../gate.ts';
import { fields, modals, personActions } from '../names.ts';
import type { Call } from '../shared/command-call.ts';
import { formPlace, formPlaceAgain, formPlaceFirst, sharedShown } from '../shared/form-place.ts';
import { openForm, updateForm } from '../shared/open-form.ts';
import { sayModal } from '../shared/pick-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { foundBlocks, type OffboardForm, offboardModal, readOffboardForm, shownFound } from './offboard-form.ts';
import { offboardCopy } from './person-copy.ts';

/** `/member offboard ana@example.com`: looks at every system, and shows what is there before anything is removed. */
export async function openOffboarding({ slack, person, channelId, triggerId, text, reply }: Call): Promise<void> {
  const { rows } = readPastedMembers(text);
  const [only, ...others] = rows;
  if (only?.email === undefined || others.length > 0) return reply(only?.problem ?? offboardCopy.none);
  const { email } = only;
  const refused = await offboardRefusal(slack.flows, person, email);
  if (refused !== undefined) return reply(refused);
  if (systemsOfPeople(slack.flows).length === 0) return reply(offboardCopy.nothing);
  await openForm(slack, triggerId, findAndDraw(slack, person, { email, channelId }));
}

async function findAndDraw(
  slack: SlackContext,
  person: Person,
  { email, channelId }: { readonly email: string; readonly channelId: string },
): Promise<ModalView> {
  const { flows } = slack;
  const form = { email, endsGuestInvites: false, channelId, typedIn: channelId, checked: undefined };
  const [place, guests, found] = await Promise.all([
    formPlace(flows, 'members', form, person),
    guestAccessToEnd(flows, person, email),
    Promise.all(
      systemsOfPeople(flows).map(async (system) => ({
        system: system.name,
        found: await findPersonAt(flows, system, email),
      })),
    ),
  ]);
  return offboardModal(
    { ...form, guestInvites: guests.invites, guestSeries: guests.series },
    { found: foundBlocks(found), place },
  );
}

/** The form of `/member offboard`: drawn again for another channel, and submitted: saved first, then acknowledged. */
export function listenToOffboarding(gate: Gate, slack: SlackContext): void {
  gate.onAction(personActions.offboardChannel, 'member', async ({ body, person }) => {
    const { view } = body;
    if (view?.callback_id !== modals.offboard) return;
    const form = readOffboardForm(view);
    const refused = await offboardRefusal(slack.flows, person, form.email);
    const place = await formPlaceAgain(slack.flows, 'members', view, form, person);
    const next =
      refused === undefined
        ? offboardModal(form, { found: shownFound(view), place })
        : sayModal(offboardCopy.title, refused);
    await updateForm(slack, { id: view.id, hash: '' }, next);
  });

  gate.onSubmission(modals.offboard, 'member', async ({ ack, refuse, show, view, person }) => {
    const form = readOffboardForm(view);
    const saved = await submit(slack, view, form, person);
    if (!isProblem(saved)) return ack();
    if (saved.code !== 'channel_shared') return refuse({ [fields.channel]: saved });
    const place = await formPlaceFirst(slack.flows, 'members', form, person);
    await show(offboardModal(form, { found: shownFound(view), place }));
  });
}

function submit(
  { flows }: SlackContext,
  view: ViewOutput,
  form: OffboardForm,
  person: Person,
): Promise<object | Problem> {
  return requestOffboarding(flows, {
    requestKey: view.id,
    workspaceId: flows.workspaceId(),
    requester: person,
    channelId: form.channelId,
    typedIn: form.typedIn,
    sharedShown: sharedShown(form),
    email: form.email,
    endsGuestInvites: form.endsGuestInvites,
  });
}
