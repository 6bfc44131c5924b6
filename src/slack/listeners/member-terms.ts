import { isAdmin, type Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { whoIs } from '../../domain/who-is.ts';
import { changeRole, memberForChange } from '../../flows/change-member.ts';
import { editPending, pendingForChange } from '../../flows/change-pending.ts';
import { removalsOf, type ShownRemoval } from '../../flows/read-removals.ts';
import type { Gate, Level, SubmissionCall } from '../gate.ts';
import { type ListPlace, type ListScreen, placeOf } from '../list-screen.ts';
import { memberActions, modals } from '../names.ts';
import { pushForm, updateForm } from '../open-form.ts';
import { load, loadChoices } from '../open-member-form.ts';
import type { SlackContext } from '../slack-context.ts';
import {
  editModal,
  readTermsForm,
  roleModal,
  type TermsForm,
  termsLoading,
  termsRefused,
  termsWithRemoval,
} from '../views/member-terms-form.ts';
import { wantedTerms } from '../views/read-member-form.ts';
import { refusalWords } from '../words/member-deeds.ts';
import { nothingToGive } from '../words/power.ts';
import { whose } from './member-lists.ts';

/** Edit and Role: a small form is laid over the list, filled when the system has answered; its submission closes it again. */
export function listenToMemberTerms(gate: Gate, slack: SlackContext, screen: ListScreen): void {
  const opening = (form: TermsForm, level: Level, draw: typeof drawEdit) => {
    gate.onButton(memberActions[form], level, async ({ body, action, person }) => {
      const place = placeOf(body.view, person);
      if (place === undefined) return;
      const pushed = await pushForm(slack, body.trigger_id, termsLoading(form, place.memory.system));
      const view = await draw(slack, place, action.value ?? '');
      if (pushed !== undefined) await updateForm(slack, pushed, view);
    });
  };
  opening('edit', 'member', drawEdit);
  opening('role', 'admin', drawRole);

  for (const [callbackId, level] of [
    [modals.memberEdit, 'member'],
    [modals.memberRole, 'admin'],
  ] as const) {
    gate.onSubmission(callbackId, level, (call) => submit(slack, screen, call));
  }
}

async function submit(slack: SlackContext, screen: ListScreen, { ack, view, person }: SubmissionCall): Promise<void> {
  const form = readTermsForm(view);
  const [input = ''] = view.blocks.flatMap(({ type, block_id }) => (type === 'input' ? [block_id] : []));
  const { system, text, page, role, group, appRule, memberRole } = form;
  if ([role, group, appRule, memberRole].every((each) => each === undefined)) {
    await ack({ response_action: 'errors', errors: { [input]: 'Choose what to change, or go back.' } });
    return;
  }
  await ack();
  const list = { viewId: view.previous_view_id ?? '', person, memory: { system, text, page } };
  if (view.callback_id === modals.memberEdit) {
    const ref = { provider: system, inviteId: form.id };
    await screen.perform({ ...list, name: 'pending' }, 'edit', form.id, async () =>
      whose(await editPending(slack.flows, ref, person, wantedTerms({ role, group, appRule }))),
    );
    return;
  }
  const ref = { provider: system, memberId: form.id };
  await screen.perform({ ...list, name: 'members' }, 'role', form.id, async () =>
    whose(await changeRole(slack.flows, ref, person, memberRole?.id ?? '')),
  );
}

async function removalOf(
  { flows }: SlackContext,
  person: Person,
  kind: 'member' | 'invite',
  provider: string,
  id: string,
): Promise<ShownRemoval | undefined> {
  const removal = (await removalsOf(flows, person, { provider, kind, keys: [id] })).get(id);
  // Whoever may not withdraw it may not see whose invite it is either.
  return removal?.mayWithdraw === true ? removal : undefined;
}

async function drawEdit(slack: SlackContext, { memory, person }: ListPlace, id: string) {
  const removal = await removalOf(slack, person, 'invite', memory.system, id);
  if (removal !== undefined) return termsWithRemoval('edit', removal);
  const found = await pendingForChange(slack.flows, { provider: memory.system, inviteId: id }, person);
  if (isProblem(found)) return termsRefused('edit', refusalWords(found));
  const offered = await loadChoices(slack, found.system, person);
  const isNothing = Object.values(offered).every((each) => each.state === 'loaded' && each.choices.length === 0);
  if (isNothing && !isAdmin(person, slack.flows.policy)) return termsRefused('edit', nothingToGive(memory.system));
  return editModal({ ...memory, id, who: whoIs(found.invite) }, found.system.memberInvites.asks, offered);
}

async function drawRole(slack: SlackContext, { memory, person }: ListPlace, id: string) {
  const removal = await removalOf(slack, person, 'member', memory.system, id);
  if (removal !== undefined) return termsWithRemoval('role', removal);
  const found = await memberForChange(slack.flows, { provider: memory.system, memberId: id }, person);
  if (isProblem(found)) return termsRefused('role', refusalWords(found));
  const offered = await load(found.system.members.roles);
  return roleModal({ ...memory, id, who: whoIs(found.member) }, offered, found.member.role);
}
