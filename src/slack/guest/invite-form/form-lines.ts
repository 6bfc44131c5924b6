import { defined } from '../../../domain/defined.ts';
import type { GuestMessages } from '../../../domain/guest-message.ts';
import type { HostOnline } from '../../../domain/host-online.ts';
import type { Invite, Permissions } from '../../../domain/invite.ts';
import { isAdmin, type Person } from '../../../domain/person.ts';
import { domainProblem } from '../../../domain/policy/decide-guest.ts';
import type { GuestRule } from '../../../domain/policy/guest-rule.ts';
import { isProblem, problem } from '../../../domain/problem.ts';
import { readEmail } from '../../../domain/text/email.ts';
import { languageName } from '../../../domain/time/localized-time.ts';
import { readWindow, type TypedWindow } from '../../../domain/time/typed-window.ts';
import type { WindowLimits } from '../../../domain/time/window-limits.ts';
import { describeWindow, isDateAndTime, readWallTime, readZone } from '../../../domain/time/zoned-time.ts';
import { clashKey, elsewhere } from '../../../flows/guest/clashes.ts';
import { ruleOfNew } from '../../../flows/guest/decide-invite.ts';
import { givesLinks } from '../../../flows/guest/guest-link.ts';
import { clashingInvites } from '../../../flows/guest/read-invites.ts';
import { asOfCreation, leadMs } from '../../../flows/guest/series/ahead.ts';
import { seriesLimits } from '../../../flows/guest/series/request-series.ts';
import { policyLimits } from '../../../flows/guest/window-limits-now.ts';
import type { Context } from '../../../flows/shared/context.ts';
import { inTime } from '../../../flows/shared/in-time.ts';
import { escapeText } from '../../blocks/blocks.ts';
import { unmailedCopy } from '../../shared/link-copy.ts';
import { ruleCopy } from '../../shared/policy-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { refusalCopy } from '../../shared/system-refusal-copy.ts';
import { clockSpan } from '../../shared/time-copy.ts';
import { onlineLine } from '../online-copy.ts';
import { approvalOfForm } from './approval-of-form.ts';
import { clashCopy, elsewhereCopy } from './clash-copy.ts';
import { type ClashQuestion, noClash } from './clash-question.ts';
import { pickCopy } from './inline-invite-copy.ts';
import type { FormLines, InviteForm, MessageLanguage } from './invite-form.ts';
import type { RepeatForm } from './repeat-blocks.ts';
import { planOfForm, repeatLine } from './repeat-copy.ts';
import { windowForm } from './start-form.ts';
import type { TimeForm } from './time-blocks.ts';

/** The times of a form, in the terms of domain/time. */
export function typedWindow(time: TimeForm): TypedWindow {
  return {
    zone: time.zone,
    start: time.start.choice === 'now' ? { kind: 'now' } : { kind: 'at', date: time.start.date, time: time.start.time },
    end:
      time.end.choice === 'for'
        ? { kind: 'for', text: time.end.duration }
        : { kind: 'at', date: time.end.date, time: time.end.time },
    fold: defined({ start: time.start.fold, end: time.end.fold }),
  };
}

/** The form's times, with the question which of two equal wall times is meant, where the clocks go back. */
export function withFolds(time: TimeForm): TimeForm {
  const { startTwice: _, endTwice: __, ...rest } = time;
  const start = time.start.choice === 'at' ? twice(time.start, time.zone) : undefined;
  const end = time.end.choice === 'at' ? twice(time.end, time.zone) : undefined;
  return { ...rest, ...defined({ startTwice: time.startFixed === true ? undefined : start, endTwice: end }) };
}

function twice(wall: { date: string; time: string }, zone: string): readonly [number, number] | undefined {
  if (!isDateAndTime(wall.date, wall.time) || isProblem(readZone(zone))) return undefined;
  const read = readWallTime(`${wall.date}T${wall.time}`, zone);
  return read.kind === 'twice' ? [read.earlierAt, read.laterAt] : undefined;
}

/** What the times mean, or the first thing that is wrong with them, mrkdwn. Without `limits`, those of a new invite apply. */
export function timesLine(
  context: Context,
  time: TimeForm,
  own: string | undefined,
  limits: WindowLimits = policyLimits(context),
): string {
  if (pickCopy(time) !== '') return ':clock3: Some times are still missing.';
  const window = readWindow(typedWindow(time), limits);
  if (Array.isArray(window)) {
    const first = window[0];
    return first === undefined ? '' : `:warning: ${escapeText(problemCopy(first.problem))}`;
  }
  return `:clock3: ${escapeText(describeWindow(window.startsAt, window.endsAt, window.zone, own ?? window.zone, limits.now))}`;
}

/**
 * Other invites on the chosen host in the typed window, as far as this person may see them, and whether to ask about them. `invite` or
 * `email` say whose window it is.
 */
export async function clashQuestion(
  context: Context,
  person: Person,
  host: { readonly id: string } | undefined,
  time: TimeForm,
  options: { readonly limits?: WindowLimits; readonly invite?: Invite; readonly email?: string } = {},
): Promise<ClashQuestion> {
  if (host === undefined) return noClash;
  const { invite, limits = policyLimits(context) } = options;
  const email = invite?.guestEmail ?? options.email ?? '';
  const window = readWindow(typedWindow(time), limits);
  if (Array.isArray(window)) return noClash;
  const about = { hostId: host.id, startsAt: window.startsAt, endsAt: window.endsAt };
  const [others, away, key] = await Promise.all([
    clashingInvites(context, person, { ...about, ...defined({ except: invite?.id }) }),
    email === '' ? [] : elsewhere(context, person, { ...about, email, except: invite?.id }),
    clashKey(context, about, invite),
  ]);
  const withHours = (held: { readonly startsAt: number; readonly endsAt: number }) =>
    clockSpan(held.startsAt, held.endsAt, window.zone);
  const clash = clashCopy(
    others.map((other) => ({ ...other, when: withHours(other.kind === 'invite' ? other.invite : other) })),
    email,
  );
  const also = elsewhereCopy(away.map((other) => ({ invite: other, when: withHours(other) })));
  return { line: [clash, also].filter((line) => line !== '').join('\n'), key };
}

/**
 * What the invite will cost, and whether this person may spend it, mrkdwn; `count`: how many invites a series has. Asks Parsec, and says so when Parsec does not answer.
 */
export async function costLine(context: Context, email: string, person: Person, count = 1): Promise<string> {
  const address = readEmail(email);
  const answers = await inTime(
    Promise.all([
      context.credits.now(),
      isProblem(address) ? 'none' : (context.members?.findByEmail?.(address) ?? 'none'),
    ]),
  );
  if (answers === 'late')
    return `:credit_card: ${usesCopy(count)}. Guestlist couldn't check how many are left: Parsec is slow to answer.`;
  const [credits, member] = answers;
  if (!isProblem(member) && member !== 'none') return ':free: Free for a team member.';
  if (isProblem(credits))
    return `:credit_card: ${usesCopy(count)}. Guestlist couldn't check how many are left: ${refusalCopy(credits)}`;
  if (credits <= 0) return ':warning: Parsec has no credits left. Only team members can be invited.';
  if (credits <= context.policy().invites.creditReserve && !isAdmin(person, context.policy())) {
    const refusal = problem('credits_reserved', { provider: 'parsec', credits });
    return `:warning: ${escapeText(problemCopy(refusal))} Team members are free.`;
  }
  const left = `${credits} credit${credits === 1 ? '' : 's'}`;
  if (count === 1) return `:credit_card: Uses 1 of ${left}. Free for team members.`;
  const short = credits < count ? ` Get ${count - credits} more before the last ones.` : '';
  return `:credit_card: ${usesCopy(count)}. Parsec has ${left} left.${short} Free for team members.`;
}

function usesCopy(count: number): string {
  return count === 1 ? 'Uses 1 credit' : `Uses ${count} credits, 1 each time an invite is created`;
}

export const costUnknown = ':credit_card: Checking credits in Parsec…';

/** The rule of the policy for what is chosen so far; undefined until guest and computer are there, or while nobody can say. */
async function ruleOfForm(
  context: Context,
  person: Person,
  { email, host, channelId = '' }: Pick<InviteForm, 'email' | 'host' | 'channelId'>,
): Promise<GuestRule | undefined> {
  const guestEmail = readEmail(email);
  if (isProblem(guestEmail) || host === undefined) return undefined;
  return ruleOfNew(context, person, { guestEmail, channelId, hostId: host.id, hostName: host.name });
}

/** What the policy allows, before a limit is hit; empty where it limits nothing. */
function policyLine(context: Context, email: string, rule: GuestRule | undefined): string {
  const guest = readEmail(email);
  const refused = isProblem(guest) ? undefined : domainProblem(context.policy(), guest);
  if (refused !== undefined) return `:no_entry: ${escapeText(problemCopy(refused))}`;
  const allowed = rule === undefined ? '' : ruleCopy(rule);
  return allowed === '' ? '' : `:page_facing_up: ${escapeText(allowed)}`;
}

/** All lines of the invite form. `said` holds those that came from Parsec or from what was typed. */
export async function formLines(
  context: Context,
  form: {
    readonly email: string;
    readonly host: { readonly id: string; readonly name: string } | undefined;
    readonly time: TimeForm;
    readonly permissions: Permissions;
    readonly sendEmail: boolean;
    readonly channelId: string | undefined;
    readonly repeat: RepeatForm;
  },
  person: Person,
  {
    online,
    ...said
  }: Pick<FormLines, 'cost' | 'host' | 'guest' | 'others' | 'channel' | 'unread'> & {
    readonly online: HostOnline | undefined;
  },
): Promise<FormLines> {
  const rule = await ruleOfForm(context, person, form);
  const plan = planOfForm(context, typedWindow(form.time), form.repeat);
  const widened = plan === undefined ? (limits: WindowLimits) => limits : seriesLimits;
  const limits = widened(policyLimits(context));
  // What is asked about other invites and about approval is asked about the first of a series.
  const first = typeof plan === 'object' && 'first' in plan ? plan.first : undefined;
  const time = first === undefined ? form.time : windowForm(form.time.zone, first.startsAt, first.endsAt);
  const lead = leadMs(context, rule);
  const window = readWindow(typedWindow(time), limits);
  const isAhead = plan !== undefined && 'startsAt' in window;
  const created = isAhead ? asOfCreation(context, window.startsAt, lead) : context;
  const [clash, question] = await Promise.all([
    clashQuestion(context, person, form.host, time, { email: form.email, limits }),
    approvalOfForm(created, person, form, window),
  ]);
  const approval = question && plan !== undefined ? { ...question, mayBypass: false } : question;
  return {
    ...said,
    mail: form.sendEmail ? '' : unmailedCopy(await givesLinks(context)),
    times: timesLine(context, form.time, person.timeZone, widened(policyLimits(context, rule))),
    repeat: plan === undefined ? '' : repeatLine(plan, { lead, needsApproval: approval !== undefined }),
    policy: policyLine(context, form.email, rule),
    approval,
    languages: languagesOf(context.policy().messages),
    online: form.host === undefined ? '' : onlineLine(form.host.name, online),
    clash: clash.line,
    clashKey: clash.key,
  };
}

/** The languages of the policy's messages, by what they call themselves. */
function languagesOf({ default: chosen, texts }: GuestMessages): readonly MessageLanguage[] {
  return Object.keys(texts).map((tag) => ({ tag, name: languageName(tag), isDefault: tag === chosen }));
}

/** How many invites a form makes, as far as it says so now. */
export function countOfForm(context: Context, form: Pick<InviteForm, 'time' | 'repeat'>): number {
  const plan = planOfForm(context, typedWindow(form.time), form.repeat);
  return typeof plan === 'object' && 'count' in plan ? plan.count : 1;
}
