import { defined } from '../../domain/defined.ts';
import { memberDomainProblem } from '../../domain/member-power.ts';
import type { ShownInvite } from '../../domain/own-invite.ts';
import { isAdmin, type Person } from '../../domain/person.ts';
import { memberApproval } from '../../domain/policy/approvers.ts';
import { isProblem, onSuccess, type Problem, problem } from '../../domain/problem.ts';
import { canPassUnseen } from '../../domain/removal.ts';
import { whoIs } from '../../domain/who-is.ts';
import { type AuditedAction, askedRow, audited } from '../shared/audited.ts';
import { type Context, type Statements, writeAudit } from '../shared/context.ts';
import { subjectOf } from '../shared/settle-removal.ts';
import { type StillWanted, takeAway, type Wish } from '../shared/take-away.ts';
import { takeShare } from '../shared/take-share.ts';
import { inviterRefusal } from './inviter-refusal.ts';
import { enqueueMemberCard } from './member-results.ts';
import { type InvitingSystem, invitingSystem } from './member-systems.ts';
import { findTerms, type WantedTerms } from './member-terms.ts';
import { type OwnedInvite, rowAbout, withOwners } from './read-member-lists.ts';

/** Which pending invite, by the provider's name and key. */
export type PendingRef = { readonly provider: string; readonly inviteId: string };

export type PendingForChange = { readonly system: InvitingSystem; readonly invite: OwnedInvite };

/**
 * A pending invite as it is now, if this person may change it: admins, and who made it here as long as inviting members is open to them.
 * Problems: not_allowed_*, not_member_inviter, groups_unknown, provider_off, provider_not_found when it is not there, not_inviter, those
 * of the provider.
 */
export async function pendingForChange(
  context: Context,
  ref: PendingRef,
  person: Person,
): Promise<PendingForChange | Problem> {
  const refused = await inviterRefusal(context, person);
  if (refused !== undefined) return refused;
  const system = invitingSystem(context, ref.provider);
  if (isProblem(system)) return system;
  const invite = await findPending(context, system, ref.inviteId);
  if (isProblem(invite)) return invite;
  if (invite === 'none' || invite === 'unclear') return problem('provider_not_found', { provider: system.name });
  return invite.requesterId === person.id || isAdmin(person, context.policy())
    ? { system, invite }
    : problem('not_members_requester');
}

/**
 * A pending invite as it is now. 'unclear': it is not among those that show an id, and one that shows none may be it. Problems: those of the
 * provider.
 */
export async function findPending(
  context: Context,
  system: InvitingSystem,
  inviteId: string,
): Promise<OwnedInvite | 'none' | 'unclear' | Problem> {
  let isWhole = true;
  for await (const page of system.memberInvites.pending()) {
    if (isProblem(page)) return page;
    const seen = page.find((each) => each.inviteId === inviteId && each.inviteId !== '');
    if (seen !== undefined)
      return (await withOwners(context, system, [seen]))[0] ?? { ...seen, requesterId: undefined };
    isWhole &&= page.every((each) => each.inviteId !== '');
  }
  return isWhole ? 'none' : 'unclear';
}

/**
 * Cancels a pending invite: at once, or as soon as the system lets it (take-away.ts). Of a system that cannot be asked which invite that is
 * now, it is cancelled later, if it is one this person may cancel. Problems: those of pendingForChange and of the provider.
 */
export async function cancelPending(
  context: Context,
  ref: PendingRef,
  person: Person,
): Promise<PendingForChange | StillWanted | Problem> {
  const { provider, inviteId } = ref;
  const found = await pendingForChange(context, ref, person);
  if (isProblem(found) && !canPassUnseen(found)) return found;
  const system = invitingSystem(context, provider);
  if (isProblem(system)) return system;
  const invite = isProblem(found) ? await unseenInvite(context, system, inviteId, person) : found.invite;
  if (invite === undefined) return isProblem(found) ? found : problem('not_members_requester');

  const { email, invitedAt } = invite;
  const who = isProblem(found) ? context.shownNames.get(provider, inviteId) || (email ?? '') : whoIs(invite);
  const owner = isProblem(found) && !isAdmin(person, context.policy()) ? person.id : undefined;
  const target = { inviteId, email, invitedAt, owner };
  const wish: Wish = { kind: 'invite', provider, targetKey: inviteId, target, who, isSent: !isProblem(found) };
  const about = isProblem(found) ? { name: who || inviteId } : invite;
  const action = { subject: subjectOf(wish), person, action: 'member_cancel', about } as const;
  return takeAway(
    context,
    person,
    wish,
    (tx, id) => writeAudit(context, tx, askedRow(action, id)),
    async () => {
      if (isProblem(found)) return found;
      const answer = await system.memberInvites.cancel(invite);
      if (isProblem(answer)) {
        if (answer.code !== 'provider_outcome_unknown') return answer;
        // The answer was lost: what is not pending any more was cancelled.
        const still = await findPending(context, system, inviteId);
        if (still !== 'none') return answer;
      }
      await recordCancelled(context, system, invite);
      return found;
    },
  );
}

/** An invite by our own record, while its system does not answer; undefined when nothing here says that this person may change it. */
async function unseenInvite(
  context: Context,
  system: InvitingSystem,
  inviteId: string,
  person: Person,
): Promise<OwnedInvite | undefined> {
  const unseen = {
    inviteId,
    email: undefined,
    name: undefined,
    role: undefined,
    invitedAt: undefined,
    expiresAt: undefined,
  };
  const [invite] = await withOwners(context, system, [unseen]);
  return invite?.requesterId === person.id || isAdmin(person, context.policy()) ? invite : undefined;
}

/**
 * Mails an invite once more, out of the person's share. Problems: ability_missing, member_addresses_per_hour, resend_too_soon,
 * policy_domain_*, those of pendingForChange and of the provider.
 */
export async function resendPending(
  context: Context,
  ref: PendingRef,
  person: Person,
): Promise<PendingForChange | Problem> {
  const found = await pendingForChange(context, ref, person);
  if (isProblem(found)) return found;
  const refused = domainRefusal(context, found, person);
  if (refused !== undefined) return refused;
  return changeFound(context, ref, person, found, { action: 'member_resend' }, async ({ system, invite }) => {
    const { resend } = system.memberInvites;
    if (resend === undefined) return problem('ability_missing', { provider: system.name });
    const take = (tx: Statements) => takeShare(tx, context, person, 'member_addresses', 1);
    return (await context.store.transaction(take)) ?? resend(invite);
  });
}

/**
 * Changes what somebody is invited to; what it becomes is looked up at the system, and must be this person's to give. Problems:
 * ability_missing, change_empty, edit_needs_approval, policy_domain_*, those of pendingForChange, of `findTerms` and of the provider.
 */
export async function editPending(
  context: Context,
  ref: PendingRef,
  person: Person,
  wanted: WantedTerms,
): Promise<PendingForChange | Problem> {
  const found = await pendingForChange(context, ref, person);
  if (isProblem(found)) return found;
  const refused = domainRefusal(context, found, person);
  if (refused !== undefined) return refused;
  const { edit } = found.system.memberInvites;
  if (edit === undefined) return problem('ability_missing', { provider: ref.provider });
  const terms = await findTerms(context, found.system, person, wanted, 'edit');
  if (isProblem(terms)) return terms;
  const { role, group, appRule } = terms;
  const named = Object.entries({ role, group, appRule }).flatMap(([kind, each]) => (each ? [[kind, each.name]] : []));
  if (named.length === 0) return problem('change_empty');
  // What was approved is not this; a system that shows no role may have given it any.
  const shown = found.invite.role;
  const before = shown === undefined ? undefined : { id: '', name: shown };
  if (memberApproval(context.policy(), found.system.name, { role: role ?? before }) !== undefined)
    return problem('edit_needs_approval', { provider: found.system.name });
  const ids = defined({ roleId: role?.id, groupId: group?.id, appRuleId: appRule?.id });
  const action = { action: 'member_edit', terms: { ...Object.fromEntries(named), ...ids } } as const;
  return changeFound(context, ref, person, found, action, ({ invite }) => edit(invite, ids));
}

/** Nobody whom the policy would not let this person invite now is mailed again, or invited to something else. */
function domainRefusal(
  { policy }: Context,
  { system: { name: system }, invite: { email } }: PendingForChange,
  person: Person,
): Problem | undefined {
  return email?.includes('@') !== true ? undefined : memberDomainProblem(policy(), email, { person, system });
}

/** What was asked is written down before it is done, and the result afterwards. */
function changeFound(
  context: Context,
  ref: PendingRef,
  person: Person,
  found: PendingForChange,
  action: Pick<AuditedAction, 'action' | 'terms'>,
  run: (found: PendingForChange) => Promise<string | Problem>,
): Promise<PendingForChange | Problem> {
  const subject = `${ref.provider}/invite/${ref.inviteId}`;
  const about = found.invite;
  return onSuccess(
    audited(context, { ...action, subject, person, about }, () => run(found)),
    () => found,
  );
}

/** What we invited and took back is not counted as invited any more, and its link leads nowhere. */
export async function recordCancelled(context: Context, system: InvitingSystem, invite: ShownInvite): Promise<void> {
  await context.store.transaction(async (tx) => {
    const rows = await tx.invitedMemberRows(system.name, {
      inviteIds: [invite.inviteId],
      emails: invite.email === undefined ? [] : [invite.email],
    });
    const row = rowAbout(invite, rows, system.memberInvites.inviteIds, context.now());
    if (row === undefined || !(await tx.saveMemberRow({ ...row, state: 'cancelled', joinUrl: undefined }, row))) return;
    const batch = await tx.getMemberBatch(row.batchId);
    if (batch !== undefined) await enqueueMemberCard(tx, batch, context.now());
  });
  context.wake();
}
