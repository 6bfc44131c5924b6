import type { ModalView } from '@slack/types';
import { type Invite, isRunning, mailsGuest, wishedTerms } from '../domain/invite.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { isDateAndTime, readWallTime, wallTimeOf } from '../domain/zoned-time.ts';
import { type HostOnline, lastOnline } from '../flows/host-online.ts';
import { otherAccessFor } from '../flows/other-access.ts';
import { clippedEnd, openForChange } from '../flows/request-change.ts';
import { limitsOf } from '../flows/window-limits-now.ts';
import { clashQuestion, timesLine, withFolds } from './form-lines.ts';
import type { SlackContext } from './slack-context.ts';
import { askedFirst, type ClashQuestion, noClash } from './views/clash-question.ts';
import { cancelModal, kickModal } from './views/ending-forms.ts';
import { type ExtendForm, endLaterBy, extendModal } from './views/extend-form.ts';
import type { Intent } from './views/pick-form.ts';
import { windowForm } from './views/start-form.ts';
import { type UpdateForm, updateModal } from './views/update-form.ts';
import { onlineLine } from './words/online.ts';
import { alsoWords } from './words/other-access.ts';

/** The form with which a person may do what they intend with an invite; `extension` is chosen in that of `extend`. Problems: those of openForChange, inviter_left, invite_not_ready, invite_not_running. */
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
      if (invite.inviterLeft !== undefined) return problem('inviter_left');
      return invite.state === 'granted'
        ? updateFormView(slack, invite, firstUpdateForm(invite), person)
        : problem('invite_not_ready');
    case 'extend':
      if (invite.inviterLeft !== undefined) return problem('inviter_left');
      return invite.state === 'granted'
        ? extendFormView(slack, invite, firstExtendForm(invite, extension), person)
        : problem('invite_not_ready');
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
  return alsoWords('The guest', await otherAccessFor(flows, invite, person), invite, flows.now());
}

// A change that is on its way is shown as if it were made: a form that showed less would take it back.
function firstUpdateForm(invite: Invite): UpdateForm {
  const shown = wishedTerms(invite);
  return {
    host: { id: shown.hostId, name: shown.hostName },
    permissions: shown.permissions,
    presetNo: 0,
    hostNo: 0,
    lengthNo: 0,
    time: windowForm(shown.timeZone, shown.startsAt, shown.endsAt),
    sendEmail: mailsGuest(invite),
    shown,
  };
}

/** The update form with its lines (`isClashAsked`: it was submitted before it could ask about other invites); the start of a running invite is told, not asked. */
export async function updateFormView(
  slack: SlackContext,
  invite: Invite,
  form: UpdateForm,
  person: Person,
  options: { readonly isClashAsked?: boolean; readonly online?: HostOnline } = {},
): Promise<ModalView> {
  const fixedStartAt = isRunning(invite, slack.flows.now()) ? invite.startsAt : undefined;
  const time = withFolds({ ...form.time, startFixed: fixedStartAt !== undefined });
  const limits = { ...limitsOf(slack.flows, invite), ...(fixedStartAt === undefined ? {} : { fixedStartAt }) };
  const clash = await clashQuestion(slack.flows, person, form.host, time, { invite, limits });
  const online = options.online ?? (form.host === undefined ? undefined : lastOnline(slack.flows, form.host.id));
  return updateModal(
    invite,
    { ...form, time },
    {
      times: timesLine(slack.flows, time, person.timeZone, limits),
      clash: `${clash.line}${options.isClashAsked === true ? askedFirst('Update') : ''}`,
      clashKey: clash.key,
      online: onlineLine(form.host?.name ?? '', online),
    },
  );
}

// It counts from the end that is on its way, for the same reason: less would ask for what was asked for already.
function firstExtendForm(invite: Invite, choice: ExtendForm['choice']): ExtendForm {
  const { endsAt, timeZone } = wishedTerms(invite);
  return { choice, ...wallTimeOf(endsAt + 30 * 60_000, timeZone), endsAt, timeZone };
}

/** The extend form with the line that says what the new end means, and when it would be clipped to what is allowed. */
export async function extendFormView(
  slack: SlackContext,
  invite: Invite,
  form: ExtendForm,
  person: Person,
  { isClashAsked = false }: { readonly isClashAsked?: boolean } = {},
): Promise<ModalView> {
  const end = extendedEnd(form);
  const read = isDateAndTime(end.date, end.time) ? readWallTime(`${end.date}T${end.time}`, form.timeZone) : undefined;
  const wanted =
    read === undefined || read.kind === 'never' ? undefined : read.kind === 'once' ? read.at : read.laterAt;
  const allowed = wanted === undefined ? undefined : clippedEnd(slack.flows, invite, wanted);
  const shown = allowed?.clipped === true ? wallTimeOf(allowed.endsAt, form.timeZone) : end;
  const { startsAt } = wishedTerms(invite);
  const time = {
    ...windowForm(form.timeZone, startsAt, form.endsAt),
    end: { choice: 'at' as const, ...shown, duration: '', fold: 'later' as const },
  };
  const limits = { ...limitsOf(slack.flows, invite), fixedStartAt: startsAt };
  const meaning = timesLine(slack.flows, time, person.timeZone, limits);
  const note =
    allowed?.clipped === true
      ? `:scissors: That is longer than allowed; it will end as late as it may.\n${meaning}`
      : meaning;
  const clash = allowed === undefined ? noClash : await clashOfEnd(slack, invite, allowed.endsAt, person);
  return extendModal(
    invite,
    form,
    note,
    isClashAsked ? { ...clash, line: `${clash.line}${askedFirst('Extend')}` } : clash,
  );
}

/** Who else is on the computer when an invite ends then (epoch ms). */
export async function clashOfEnd(
  slack: SlackContext,
  invite: Invite,
  endsAt: number,
  person: Person,
): Promise<ClashQuestion> {
  const { hostId, startsAt, timeZone } = wishedTerms(invite);
  const limits = { ...limitsOf(slack.flows, invite), fixedStartAt: startsAt };
  const time = windowForm(timeZone, startsAt, endsAt);
  return clashQuestion(slack.flows, person, { id: hostId }, time, { invite, limits });
}

/** The wall time of the new end in the form's zone. */
function extendedEnd(form: ExtendForm): { readonly date: string; readonly time: string } {
  const end = endLaterBy(form.choice, form.endsAt, form.timeZone);
  return end === undefined ? { date: form.date, time: form.time } : wallTimeOf(end, form.timeZone);
}
