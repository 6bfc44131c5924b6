import type { ModalView } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import type { Preferences } from '../../../domain/preferences.ts';
import { readWindow, type Window } from '../../../domain/time/typed-window.ts';
import { creditsFor } from '../../../flows/guest/group/group-credits.ts';
import { type GuestsPlan, planGuests } from '../../../flows/guest/group/plan-guests.ts';
import { givesLinks } from '../../../flows/guest/guest-link.ts';
import { preferencesOf } from '../../../flows/guest/preferences.ts';
import { clashingInvites } from '../../../flows/guest/read-invites.ts';
import { policyLimits } from '../../../flows/guest/window-limits-now.ts';
import { approvalQuestion } from '../../../flows/shared/asked-for.ts';
import type { Context } from '../../../flows/shared/context.ts';
import { shortText } from '../../blocks/blocks.ts';
import { submitCopy } from '../../shared/approval-blocks.ts';
import { unmailedCopy } from '../../shared/link-copy.ts';
import { clockSpan } from '../../shared/time-copy.ts';
import { clashCopy } from '../invite-form/clash-copy.ts';
import { askedFirst } from '../invite-form/clash-question.ts';
import { costUnknown, timesLine, typedWindow, withFolds } from '../invite-form/form-lines.ts';
import { faultLines, groupCostLine, planLines } from './several-copy.ts';
import { inviteAll, type SeveralForm, severalModal } from './several-form.ts';

/** Computers on which other invites are named; Slack takes no longer text, and a person reads none. */
const MOST_CLASHES = 5;

/** What a form was submitted without having said; it says it now, and that nothing was sent. */
export type Unsaid = 'faults' | 'plan' | 'clash' | 'approval' | undefined;

/** The form for several guests with all that there is to say about what it holds. Asks Parsec, which gets a second or so. */
export async function drawSeveralForm(
  { flows }: { readonly flows: Context },
  form: SeveralForm,
  person: Person,
  said: {
    readonly channel: string;
    /** The channel the form proposes (form-place.ts), where that is not simply the chosen one. */
    readonly proposed: string | undefined;
    readonly unread: string;
    readonly unsaid?: Unsaid;
  },
): Promise<ModalView> {
  const time = withFolds(form.time);
  const read = readWindow(typedWindow(time), policyLimits(flows));
  const window = Array.isArray(read) ? undefined : read;
  const asked = {
    ...form,
    guests: { text: form.text, peopleIds: form.peopleIds },
    hostIds: form.hosts.map(({ id }) => id),
    channelId: form.channelId ?? '',
  };
  const [plan, credits, links, { clock }] = await Promise.all([
    planGuests(flows, person, asked, window),
    creditsFor(flows, person),
    givesLinks(flows),
    preferencesOf(flows, person),
  ]);
  const approval = plan.need && approvalQuestion(flows, person, plan.need);
  const submit = submitCopy(inviteAll, approval, form.approval);
  const clash = window === undefined ? '' : await clashLines(flows, person, plan, { ...window, clock });
  return severalModal(
    { ...form, time, channelId: said.proposed },
    {
      faults: faultLines(plan.faults, said.unsaid === 'faults'),
      unread: said.unread,
      plan: planLines(plan, { wasSent: said.unsaid === 'plan', submit }),
      planKey: plan.key,
      times: timesLine(flows, time, person.timeZone, policyLimits(flows), clock),
      clash: said.unsaid === 'clash' ? `${clash}${askedFirst('Invite', submit)}` : clash,
      clashKey: plan.clashKey,
      channel: said.channel,
      cost: groupCostLine(plan.emails.length, credits),
      mail: form.sendEmail ? '' : unmailedCopy(links),
      approval,
      isApprovalNew: said.unsaid === 'approval',
    },
  );
}

/** The same at once, before Parsec is asked anything: who gets which computer comes with the next drawing. */
export function firstSeveralForm(
  { flows }: { readonly flows: Context },
  form: SeveralForm,
  person: Person,
  said: { readonly channel: string; readonly unread: string },
): ModalView {
  const time = withFolds(form.time);
  return severalModal(
    { ...form, time },
    {
      ...said,
      faults: [],
      plan: [],
      planKey: '',
      times: timesLine(flows, time, person.timeZone),
      clash: '',
      clashKey: '',
      cost: costUnknown,
      mail: '',
      approval: undefined,
      isApprovalNew: false,
    },
  );
}

/** Other invites on the computers then, as far as this person may see them, mrkdwn; '' for none. */
async function clashLines(
  flows: Context,
  person: Person,
  plan: GuestsPlan,
  { clock, ...window }: Window & Pick<Preferences, 'clock'>,
): Promise<string> {
  const clashing = plan.planned.filter(({ clash }) => clash !== '');
  const lines = await Promise.all(
    clashing.slice(0, MOST_CLASHES).map(async ({ hostId, hostName, email }) => {
      const others = await clashingInvites(flows, person, { hostId, ...window });
      const shown = others.map((other) => {
        const held = other.kind === 'invite' ? other.invite : other;
        return { ...other, when: clockSpan(held.startsAt, held.endsAt, window.zone, clock) };
      });
      return `*${shortText(hostName, 60)}* ${clashCopy(shown, email)}`;
    }),
  );
  const left = clashing.length - lines.length;
  return [...lines, ...(left > 0 ? [`…and ${left} more computers are booked then.`] : [])].join('\n');
}
