import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../domain/person.ts';
import { memberApproval } from '../../domain/policy/approvers.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { readPastedMembers } from '../../domain/text/pasted-members.ts';
import { inviterRefusal } from '../../flows/member/inviter-refusal.ts';
import { MOST_PEOPLE, requestOnboarding } from '../../flows/person/request-onboarding.ts';
import { limits } from '../blocks/limits.ts';
import type { Gate } from '../gate.ts';
import { rowReason } from '../member/card/member-copy.ts';
import { fields, modals, personActions } from '../names.ts';
import type { Call } from '../shared/command-call.ts';
import { type FormPlace, formPlace, formPlaceAgain, formPlaceFirst, sharedShown } from '../shared/form-place.ts';
import { openForm, updateForm } from '../shared/open-form.ts';
import { sayModal } from '../shared/pick-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { type OnboardForm, onboardModal, readOnboardForm } from './onboard-form.ts';
import { onboardCopy } from './person-copy.ts';

/** `/member onboard …`: the form, with what was typed after it. */
export async function openOnboarding({ slack, person, channelId, triggerId, text, reply }: Call): Promise<void> {
  // Cut to what the form takes, an address could become another.
  if (text.length > limits.text) return reply(problem('addresses_too_many', { max: MOST_PEOPLE }));
  const form = { profile: '', addresses: text, reason: '', channelId, typedIn: channelId, checked: undefined };
  const place = formPlace(slack.flows, 'members', form, person);
  await openForm(
    slack,
    triggerId,
    place.then((known) => draw(slack, form, known)),
  );
}

/** The form of `/member onboard`: drawn again for another channel, and submitted: saved first, then acknowledged. */
export function listenToOnboarding(gate: Gate, slack: SlackContext): void {
  gate.onAction(personActions.onboardChannel, 'member', async ({ body, person }) => {
    const { view } = body;
    if (view?.callback_id !== modals.onboard) return;
    const refused = await inviterRefusal(slack.flows, person);
    const place = await formPlaceAgain(slack.flows, 'members', view, readOnboardForm(view), person);
    const next =
      refused === undefined ? draw(slack, readOnboardForm(view), place) : sayModal(onboardCopy.title, refused);
    await updateForm(slack, { id: view.id, hash: '' }, next);
  });

  gate.onSubmission(modals.onboard, 'member', async ({ ack, refuse, show, view, person }) => {
    const reply = await submit(slack, view, person);
    if (reply === 'done') return ack();
    return 'errors' in reply ? refuse(reply.errors) : show(reply.view);
  });
}

function draw({ flows }: SlackContext, form: OnboardForm, place: FormPlace): ModalView {
  const { profiles } = flows.policy();
  const asksReason = profiles.some(({ systems }) =>
    systems.some(({ name, terms }) => {
      const role = terms.role === undefined ? undefined : { id: '', name: terms.role };
      return memberApproval(flows.policy(), name, { role }) !== undefined;
    }),
  );
  return onboardModal(form, { profiles, asksReason, place });
}

type Reply = 'done' | { readonly errors: Record<string, Problem | string> } | { readonly view: ModalView };

async function submit(slack: SlackContext, view: ViewOutput, person: Person): Promise<Reply> {
  const form = readOnboardForm(view);
  const { rows, tooMany } = readPastedMembers(form.addresses);
  if (tooMany) return refused(problem('addresses_too_many', { max: MOST_PEOPLE }), view);
  const fault = rows.find((row) => row.problem !== undefined);
  if (fault?.problem !== undefined) {
    const why = `Correct or remove line ${fault.line}: ${rowReason(fault.problem)}.`;
    return { errors: { [fields.addresses]: why } };
  }
  const saved = await requestOnboarding(slack.flows, {
    requestKey: view.id,
    workspaceId: slack.flows.workspaceId(),
    requester: person,
    channelId: form.channelId,
    typedIn: form.typedIn,
    sharedShown: sharedShown(form),
    profile: form.profile,
    rows,
    reason: form.reason,
  });
  if (!isProblem(saved)) return 'done';
  if (saved.code === 'channel_shared') {
    return { view: draw(slack, form, await formPlaceFirst(slack.flows, 'members', form, person)) };
  }
  return refused(saved, view);
}

/** A Problem at the question it is about. */
function refused(why: Problem, view: ViewOutput): Reply {
  const asks = (blockId: string) => view.blocks.some(({ type, block_id }) => type === 'input' && block_id === blockId);
  if (why.code === 'profile_unknown') return { errors: { [fields.profile]: why } };
  if (why.code.startsWith('channel_')) return { errors: { [fields.channel]: why } };
  if (why.code.startsWith('approval_') && asks(fields.reason)) return { errors: { [fields.reason]: why } };
  return { errors: { [fields.addresses]: why } };
}
