import { type Approval, isWithin } from '../../domain/approval.ts';
import { defined } from '../../domain/defined.ts';
import { hasEnded, type Invite, type InviteChange, isAwaiting, type Terms, wishedTerms } from '../../domain/invite.ts';
import { mayChange, type Person } from '../../domain/person.ts';
import type { GuestRule } from '../../domain/policy/guest-rule.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { cleanText } from '../../domain/text/clean.ts';
import { latestEnd } from '../../domain/time/window-limits.ts';
import { bypassApproval, closeApprovalOf } from '../shared/approvals.ts';
import { askingFault } from '../shared/asked-for.ts';
import { type Context, changeInvite, type Statements, type Written } from '../shared/context.ts';
import { askedChangeOf, askForChange } from './ask-for-change.ts';
import { changeAwaiting } from './change-awaiting.ts';
import { clashKey } from './clashes.ts';
import { followInviter } from './follow-inviter.ts';
import { lookUpHost } from './look-up-host.ts';
import { type AskedChange, type ChangeAnswers, planChange } from './plan-change.ts';
import { ruledHost } from './ruled-host.ts';
import { limitsOf } from './window-limits-now.ts';

/** Whether a person may now change, extend, cancel or kick this invite at all. Problems: invite_unknown, not_*, invite_ended. */
export async function openForChange(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  const invite = await context.store.getInvite(inviteId);
  if (invite === undefined) return problem('invite_unknown');
  return changeRefusal(context, invite, person) ?? invite;
}

function changeRefusal({ policy, now }: Context, invite: Invite, person: Person): Problem | undefined {
  return mayChange(invite, person, policy()) ?? (hasEnded(invite, now()) ? problem('invite_ended') : undefined);
}

/**
 * What a person asks of an invite, if they may change it and it has not ended: `ask` decides, as in changeInvite.
 * Answers the invite as it is then. Problems: invite_unknown, not_*, invite_ended, those of `ask`.
 */
export async function askOfInvite(
  context: Context,
  inviteId: string,
  person: Person,
  ask: Parameters<typeof changeInvite>[2],
): Promise<Invite | Problem> {
  const result = await changeInvite(
    context,
    inviteId,
    async (invite, tx) => changeRefusal(context, invite, person) ?? ask(invite, tx),
  );
  context.wake();
  return result ?? (await context.store.getInvite(inviteId)) ?? problem('invite_unknown');
}

/** The invite as it is after a change was asked for. `approval`: the request that others have to approve first. */
export type ChangeAnswer = { readonly invite: Invite; readonly approval?: Approval };

/**
 * Asks for a change of host, permissions, zone or window; the runner sends it to Parsec. A change asked for before the last
 * one was confirmed is put on top of it; one that asks for what is on its way already changes nothing. What needs approval waits for it, and
 * the invite stays as it is; an invite that waits itself is changed at once, and approvers see it as it is then.
 * Who invited is looked at first: nothing is changed of an invite that nobody answers for.
 * Problems: those of openForChange, lookUpHost, planChange and askingFault, and host_booked.
 */
export async function requestChange(
  context: Context,
  inviteId: string,
  person: Person,
  wanted: Omit<AskedChange, 'hostName'>,
  answers: ChangeAnswers = {},
): Promise<ChangeAnswer | Problem> {
  await followInviter(context, inviteId, person);
  const host = wanted.hostId === undefined ? {} : await lookUpHost(context, wanted.hostId);
  if (isProblem(host)) return host;
  const asked: AskedChange = { ...wanted, ...host };
  const known = await context.store.getInvite(inviteId);
  const hostAfter = known === undefined ? undefined : { ...wishedTerms(known), ...host };
  const looked = { hostId: hostAfter?.hostId, host: await ruledHost(context, hostAfter) };
  let approval: Approval | undefined;
  const invite = await askOfInvite(context, inviteId, person, async (current, tx) => {
    if (isAwaiting(current)) return changeAwaiting(context, tx, current, person, { asked, looked, answers });
    const planned = planChange(context, current, person, asked, looked);
    if (planned === undefined || isProblem(planned)) return planned;
    const { change, terms, ruling } = planned;
    const refused = ruling.kind === 'approval' && askingFault(context, person, ruling.need, answers.approval);
    if (isProblem(refused)) return refused;
    if (answers.clash !== undefined) {
      const clash = await clashKey({ store: tx }, terms, current);
      if (clash !== '' && clash !== answers.clash) return problem('host_booked');
    }
    if (ruling.kind === 'approval') {
      const about = { asked, looked, reason: cleanText(answers.approval?.reason ?? '') };
      if (answers.approval?.bypass !== true) {
        const opened = await askForChange(context, tx, current, person, about);
        if (isProblem(opened)) return opened;
        if (opened !== undefined && 'ruling' in opened) {
          await closeApprovalOf(context, tx, inviteId, { state: 'overtaken', by: person.id });
          return writeChange(tx, current, {
            change: opened.change,
            actor: person.id,
            ...defined({ rule: opened.ruling.rule }),
          });
        }
        approval = opened;
        return undefined;
      }
      await closeCovered(context, tx, terms, { inviteId, by: person.id });
      await bypassApproval(context, tx, askedChangeOf(context, current, person, { ...planned, ...about, ...ruling }));
    }
    return writeChange(tx, current, { change, actor: person.id, ...defined({ rule: ruling.rule }) });
  });
  return isProblem(invite) ? invite : { invite, ...defined({ approval }) };
}

/** Ends a request that waits for no more than what is done without it. */
async function closeCovered(
  context: Context,
  tx: Statements,
  terms: Terms,
  { inviteId, by }: { readonly inviteId: string; readonly by: string },
): Promise<void> {
  const open = await tx.openApprovalOf(inviteId);
  if (open?.terms === undefined || !isWithin(open.terms, terms)) return;
  await closeApprovalOf(context, tx, inviteId, { state: 'overtaken', by });
}

/** An asked change as it is written, with the jobs that make it so. */
export async function writeChange(
  tx: Statements,
  invite: Invite,
  by: Pick<Written, 'actor' | 'rule' | 'approvedBy' | 'reason'> & { readonly change: InviteChange | undefined },
): Promise<Written> {
  const { change, ...rest } = by;
  await tx.enqueue({ inviteId: invite.id, kind: 'provider' });
  await tx.enqueue({ inviteId: invite.id, kind: 'card' });
  const facts = { change: JSON.stringify(change ?? 'none'), before: JSON.stringify(termsBefore(invite)) };
  return { parts: { change }, ...rest, action: 'change_asked', facts };
}

/** A new end no later than what is allowed for this invite; `rule`: the one that decides about it. */
export function clippedEnd(
  context: Context,
  invite: Invite,
  endsAt: number,
  rule?: GuestRule,
): { readonly endsAt: number; readonly clipped: boolean } {
  const { startsAt, timeZone } = wishedTerms(invite);
  const latest = latestEnd(startsAt, limitsOf(context, invite, rule), timeZone);
  return endsAt > latest ? { endsAt: latest, clipped: true } : { endsAt, clipped: false };
}

/** What a change changes, as it is before it, for the history. */
function termsBefore({ hostName, permissions, timeZone, startsAt, endsAt }: Invite): Omit<Terms, 'hostId'> {
  return { hostName, permissions, timeZone, startsAt, endsAt };
}
