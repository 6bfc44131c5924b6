import type { ModalView } from '@slack/types';
import { type Invite, isRunning, mailsGuest, wishedTerms } from '../domain/invite.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { isDateAndTime, readWallTime, wallTimeOf } from '../domain/zoned-time.ts';
import { clippedEnd, longestLead, longestWindow, openForChange } from '../flows/request-change.ts';
import { clashLine, timesLine, withFolds } from './form-lines.ts';
import type { SlackContext } from './slack-context.ts';
import { cancelModal, kickModal } from './views/ending-forms.ts';
import { type ExtendForm, extendModal, extensionMs } from './views/extend-form.ts';
import type { Intent } from './views/pick-form.ts';
import { windowForm } from './views/start-form.ts';
import { type UpdateForm, updateModal } from './views/update-form.ts';

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
      return cancelModal(invite);
    case 'kick':
      return isRunning(invite, now) ? kickModal(invite) : problem('invite_not_running');
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

/** The update form with its lines; the start of a running invite is told, not asked. */
export async function updateFormView(
  slack: SlackContext,
  invite: Invite,
  form: UpdateForm,
  person: Person,
): Promise<ModalView> {
  const fixedStartAt = isRunning(invite, slack.flows.now()) ? invite.startsAt : undefined;
  const time = withFolds({ ...form.time, startFixed: fixedStartAt !== undefined });
  const bounds = {
    maxMs: longestWindow(slack.flows, invite),
    maxLeadMs: longestLead(slack.flows, invite),
    ...(fixedStartAt === undefined ? {} : { fixedStartAt }),
  };
  return updateModal(
    invite,
    { ...form, time },
    {
      times: timesLine(slack.flows, time, person.timeZone, bounds),
      clash: await clashLine(slack.flows, person, form.host, time, { except: invite.id, ...bounds }),
    },
  );
}

// It counts from the end that is on its way, for the same reason: less would ask for what was asked for already.
function firstExtendForm(invite: Invite, choice: ExtendForm['choice']): ExtendForm {
  const { endsAt, timeZone } = wishedTerms(invite);
  return { choice, ...wallTimeOf(endsAt + 30 * 60_000, timeZone), endsAt, timeZone };
}

/** The extend form with the line that says what the new end means, and when it would be clipped to what is allowed. */
export function extendFormView(slack: SlackContext, invite: Invite, form: ExtendForm, person: Person): ModalView {
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
  const meaning = timesLine(slack.flows, time, person.timeZone, {
    fixedStartAt: startsAt,
    maxMs: longestWindow(slack.flows, invite),
  });
  const note =
    allowed?.clipped === true
      ? `:scissors: That is longer than allowed; it will end as late as it may.\n${meaning}`
      : meaning;
  return extendModal(invite, form, note);
}

/** The wall time of the new end in the form's zone. */
function extendedEnd(form: ExtendForm): { readonly date: string; readonly time: string } {
  const longerMs = extensionMs(form.choice);
  return longerMs === undefined
    ? { date: form.date, time: form.time }
    : wallTimeOf(form.endsAt + longerMs, form.timeZone);
}
