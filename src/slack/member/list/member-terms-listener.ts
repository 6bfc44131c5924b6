import type { ModalView } from '@slack/types';
import { isAdmin } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { whoIs } from '../../../domain/who-is.ts';
import { changeRole, memberForChange } from '../../../flows/member/change-member.ts';
import { editPending, pendingForChange } from '../../../flows/member/change-pending.ts';
import { removalsOf } from '../../../flows/member/read-removals.ts';
import type { Gate, Level, SubmissionCall } from '../../gate.ts';
import { memberActions, modals } from '../../names.ts';
import { pushForm, updateForm } from '../../shared/open-form.ts';
import { nothingToGive } from '../../shared/power-copy.ts';
import { refusalCopy } from '../../shared/system-refusal-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { load, loadChoices } from '../invite-form/open-member-form.ts';
import { wantedTerms } from '../invite-form/read-member-form.ts';
import { type ListPlace, type ListScreen, placeOf } from './list-screen.ts';
import { whose } from './member-lists-listener.ts';
import {
  editModal,
  readTermsForm,
  roleModal,
  type TermsForm,
  termsLoading,
  termsRefused,
  termsWithRemoval,
} from './member-terms-form.ts';

/** "Edit" and "Change role": a small form over the list, filled when the system has answered. Its submission closes it. */
export function listenToMemberTerms(gate: Gate, slack: SlackContext, screen: ListScreen): void {
  const opening = (form: TermsForm, level: Level, kind: 'invite' | 'member', draw: typeof drawEdit) => {
    gate.onButton(memberActions[form], level, async ({ body, action, person }) => {
      const place = placeOf(body.view, person);
      if (place === undefined) return;
      const id = action.value ?? '';
      const provider = place.memory.system;
      const pushed = await pushForm(slack, body.trigger_id, termsLoading(form, provider));
      const removal = (await removalsOf(slack.flows, person, { provider, kind, keys: [id] })).get(id);
      // People who may not withdraw it may not see whose invite it is either.
      const view = removal?.mayWithdraw === true ? termsWithRemoval(form, removal) : await draw(slack, place, id);
      if (pushed === undefined) return;
      await updateForm(slack, pushed, isProblem(view) ? termsRefused(form, refusalCopy(view)) : view);
    });
  };
  opening('edit', 'member', 'invite', drawEdit);
  opening('role', 'admin', 'member', drawRole);

  gate.onSubmission(modals.memberEdit, 'member', (call) => submit(slack, screen, call));
  gate.onSubmission(modals.memberRole, 'admin', (call) => submit(slack, screen, call));
}

async function submit(slack: SlackContext, screen: ListScreen, call: SubmissionCall): Promise<void> {
  const { ack, refuse, view, person } = call;
  const form = readTermsForm(view);
  const [input = ''] = view.blocks.flatMap(({ type, block_id }) => (type === 'input' ? [block_id] : []));
  const { id, system, text, page, memberRole } = form;
  const terms = wantedTerms(form);
  if (memberRole === undefined && Object.keys(terms).length === 0) {
    return refuse({ [input]: 'Choose what to change, or go back.' });
  }
  await ack();
  const list = { viewId: view.previous_view_id ?? '', person, memory: { system, text, page } };
  if (view.callback_id === modals.memberEdit) {
    const edit = () => editPending(slack.flows, { provider: system, inviteId: id }, person, terms);
    return screen.perform({ ...list, name: 'pending' }, 'edit', id, async () => whose(await edit()));
  }
  const change = () => changeRole(slack.flows, { provider: system, memberId: id }, person, memberRole?.id ?? '');
  return screen.perform({ ...list, name: 'members' }, 'role', id, async () => whose(await change()));
}

async function drawEdit(slack: SlackContext, { memory, person }: ListPlace, id: string): Promise<ModalView | Problem> {
  const found = await pendingForChange(slack.flows, { provider: memory.system, inviteId: id }, person);
  if (isProblem(found)) return found;
  const offered = await loadChoices(slack, found.system, person);
  const isNothing = Object.values(offered).every((each) => each.state === 'loaded' && each.choices.length === 0);
  if (isNothing && !isAdmin(person, slack.flows.policy())) return termsRefused('edit', nothingToGive(memory.system));
  return editModal({ ...memory, id, who: whoIs(found.invite) }, found.system.memberInvites.asks, offered);
}

async function drawRole(slack: SlackContext, { memory, person }: ListPlace, id: string): Promise<ModalView | Problem> {
  const found = await memberForChange(slack.flows, { provider: memory.system, memberId: id }, person);
  if (isProblem(found)) return found;
  const offered = await load(found.system.members.roles);
  return roleModal({ ...memory, id, who: whoIs(found.member) }, offered, found.member.role);
}
