import type { ModalView } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import type { HostOnline } from '../../../domain/host-online.ts';
import { type Invite, isAwaiting, isRunning, mailsGuest, wishedTerms } from '../../../domain/invite.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem, type ProblemCode, problem } from '../../../domain/problem.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import { questionOfChange } from '../../../flows/guest/approval-question.ts';
import { ruleOfInvite } from '../../../flows/guest/decide-invite.ts';
import { preferencesOf } from '../../../flows/guest/preferences.ts';
import { reasonOfOpen } from '../../../flows/guest/read-invites.ts';
import { clippedEnd, openForChange } from '../../../flows/guest/request-change.ts';
import { limitsOf } from '../../../flows/guest/window-limits-now.ts';
import { lastOnline } from '../../../flows/shared/host-online.ts';
import { otherAccessFor } from '../../../flows/shared/other-access.ts';
import { type ApprovalAnswer, noAnswer, submitCopy } from '../../shared/approval-blocks.ts';
import { alsoCopy } from '../../shared/other-access-copy.ts';
import type { Intent } from '../../shared/pick-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { askedFirst, type ClashQuestion, noClash } from '../invite-form/clash-question.ts';
import { clashQuestion, timesLine, withFolds } from '../invite-form/form-lines.ts';
import { untouched, windowForm } from '../invite-form/start-form.ts';
import { onlineLine } from '../online-copy.ts';
import { cancelModal, kickModal } from './ending-forms.ts';
import { type ExtendForm, extendedEnd, extendModal } from './extend-form.ts';
import { type UpdateForm, updateModal } from './update-form.ts';
import { wantedUpdate } from './wanted-update.ts';

/**
 * The form for what a person wants to do with an invite; `extension` is the choice an extend form opens with. Problems: those of
 * openForChange, inviter_left, invite_not_ready, invite_not_running.
 */
export async function changeForm(
  slack: SlackContext,
  intent: Intent,
  inviteId: string,
  person: Person,
  extension: ExtendForm['choice'] = '30',
): Promise<ModalView | Problem> {
  const invite = await openForChange(slack.flows, inviteId, person);
  if (isProblem(invite)) return invite;
  const now = slack.flows.now();
  switch (intent) {
    case 'cancel':
      return cancelModal(invite, await alsoLine(slack, invite, person));
    case 'kick':
      return isRunning(invite, now) ? kickFormView(slack, invite, person) : problem('invite_not_running');
    case 'update':
    case 'extend':
      if (invite.inviterLeft !== undefined) return problem('inviter_left');
      if (isAwaiting(invite) && intent === 'extend') return problem('invite_awaiting');
      if (invite.state !== 'granted' && !isAwaiting(invite)) return problem('invite_not_ready');
      return intent === 'update'
        ? updateFormView(slack, invite, firstUpdateForm(invite, await firstAnswer(slack, invite)), person)
        : extendFormView(slack, invite, firstExtendForm(invite, extension, await firstAnswer(slack, invite)), person);
  }
}

/** The form that asks before a guest is kicked, with what is `chosen` in it. */
export async function kickFormView(
  slack: SlackContext,
  invite: Invite,
  person: Person,
  chosen?: string,
): Promise<ModalView> {
  return kickModal(invite, await alsoLine(slack, invite, person), chosen);
}

/** What else lets the guest in when this invite is cancelled, as the person may know it, mrkdwn; '' for nothing. */
async function alsoLine({ flows }: SlackContext, invite: Invite, person: Person): Promise<string> {
  return alsoCopy('The guest', await otherAccessFor(flows, invite, person), invite, flows.now());
}

/** What is asked on top of a request that waits is asked for the same reason, unless somebody writes another. */
async function firstAnswer({ flows }: SlackContext, { id }: Invite): Promise<ApprovalAnswer> {
  return { ...noAnswer, reason: await reasonOfOpen(flows, id) };
}

// A change that Parsec has not confirmed yet is shown as made: otherwise submitting the form would undo it.
function firstUpdateForm(invite: Invite, approval: ApprovalAnswer): UpdateForm {
  const shown = wishedTerms(invite);
  return {
    host: { id: shown.hostId, name: shown.hostName },
    permissions: shown.permissions,
    ...untouched,
    time: windowForm(shown.timeZone, shown.startsAt, shown.endsAt),
    sendEmail: mailsGuest(invite),
    approval,
    shown,
  };
}

/** The update form with its lines; the start of a running invite is fixed. `asksFirst`: it was submitted before it could ask about that. */
export async function updateFormView(
  slack: SlackContext,
  invite: Invite,
  form: UpdateForm,
  person: Person,
  options: { readonly asksFirst?: ProblemCode; readonly online?: HostOnline } = {},
): Promise<ModalView> {
  const { asksFirst } = options;
  const fixedStartAt = isRunning(invite, slack.flows.now()) ? invite.startsAt : undefined;
  const time = withFolds({ ...form.time, startFixed: fixedStartAt !== undefined });
  const limits = { ...limitsOf(slack.flows, invite), ...defined({ fixedStartAt }) };
  const wanted = wantedUpdate(slack.flows, invite, { ...form, time, hostId: form.host?.id });
  const asked =
    Array.isArray(wanted) || wanted.hostId === undefined ? wanted : { ...wanted, hostName: form.host?.name };
  const { clock } = await preferencesOf(slack.flows, person);
  const [clash, approval] = await Promise.all([
    clashQuestion(slack.flows, person, form.host, time, { invite, limits, clock }),
    Array.isArray(asked) ? undefined : questionOfChange(slack.flows, person, invite, defined(asked)),
  ]);
  const online = options.online ?? (form.host === undefined ? undefined : lastOnline(slack.flows, form.host.id));
  return updateModal(
    invite,
    { ...form, time },
    {
      times: timesLine(slack.flows, time, person.timeZone, limits, clock),
      clash: `${clash.line}${asksFirst === 'host_booked' ? askedFirst('Update', submitCopy('Update', approval, form.approval)) : ''}`,
      clashKey: clash.key,
      approval,
      isApprovalNew: asksFirst === 'approval_needed',
      online: onlineLine(form.host?.name ?? '', online),
    },
  );
}

// It counts from the end that was asked for, confirmed or not, for the same reason.
function firstExtendForm(invite: Invite, choice: ExtendForm['choice'], approval: ApprovalAnswer): ExtendForm {
  const { endsAt, timeZone } = wishedTerms(invite);
  return { choice, ...wallTimeOf(endsAt + 30 * 60_000, timeZone), endsAt, timeZone, approval };
}

/** The extend form with the line that explains the new end, and says when the policy allows less. */
export async function extendFormView(
  slack: SlackContext,
  invite: Invite,
  form: ExtendForm,
  person: Person,
  { asksFirst }: { readonly asksFirst?: ProblemCode } = {},
): Promise<ModalView> {
  const wanted = extendedEnd(form);
  const rule = await ruleOfInvite(slack.flows, person, invite);
  const allowed = isProblem(wanted) ? undefined : clippedEnd(slack.flows, invite, wanted, rule);
  const shown =
    allowed === undefined ? { date: form.date, time: form.time } : wallTimeOf(allowed.endsAt, form.timeZone);
  const { startsAt } = wishedTerms(invite);
  const time = {
    ...windowForm(form.timeZone, startsAt, form.endsAt),
    end: { choice: 'at' as const, ...shown, duration: '', fold: 'later' as const },
  };
  const limits = { ...limitsOf(slack.flows, invite, rule), fixedStartAt: startsAt };
  const { clock } = await preferencesOf(slack.flows, person);
  const meaning = timesLine(slack.flows, time, person.timeZone, limits, clock);
  const note =
    allowed?.clipped === true ? `:scissors: The end is set to the latest time allowed.\n${meaning}` : meaning;
  const [clash, approval] =
    allowed === undefined
      ? [noClash, undefined]
      : await Promise.all([
          clashOfEnd(slack, invite, allowed.endsAt, person),
          questionOfChange(slack.flows, person, invite, { endsAt: allowed.endsAt, sendEmail: false }),
        ]);
  const submit = submitCopy('Extend', approval, form.approval);
  const said = asksFirst === 'host_booked' ? { ...clash, line: `${clash.line}${askedFirst('Extend', submit)}` } : clash;
  return extendModal(invite, form, note, said, { approval, isApprovalNew: asksFirst === 'approval_needed' });
}

/** Who else is on the computer if the invite ends then (epoch ms). */
export async function clashOfEnd(
  slack: SlackContext,
  invite: Invite,
  endsAt: number,
  person: Person,
): Promise<ClashQuestion> {
  const { hostId, startsAt, timeZone } = wishedTerms(invite);
  const limits = { ...limitsOf(slack.flows, invite), fixedStartAt: startsAt };
  const time = windowForm(timeZone, startsAt, endsAt);
  const { clock } = await preferencesOf(slack.flows, person);
  return clashQuestion(slack.flows, person, { id: hostId }, time, { invite, limits, clock });
}
