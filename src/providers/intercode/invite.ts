import { isProblem, type Problem } from '../../domain/problem.ts';
import { sameText } from '../../domain/same-invite.ts';
import { checked } from '../caller.ts';
import type { InvitedMember, Invitee, MemberTerms } from '../provider.ts';
import type { IntercodeApi } from './api.ts';
import { isInvited } from './members.ts';
import { intercodeProblem } from './problems.ts';
import { type Person, PersonToInvite } from './schema.ts';

/**
 * Invites one person. Intercode answers no id and shows no email address, and says nothing of what it does with somebody who is
 * invited already: so the team is read before and afterwards, and the person who is new in it and has the name we sent is the one. Where
 * two are, neither is taken.
 */
export async function intercodeInvite(
  api: Pick<IntercodeApi, 'getTeamMembers' | 'createInvitation'>,
  row: Invitee,
  terms: MemberTerms,
): Promise<InvitedMember> {
  const { email } = row;
  const wanted = checked('intercode', PersonToInvite, {
    email: email.trim(),
    firstName: row.firstName?.trim() || null,
    lastName: row.lastName?.trim() || null,
    phone: row.phone?.trim() || null,
    role: terms.roleId ?? '',
  });
  if (isProblem(wanted)) return { email, outcome: wanted };
  const before = await api.getTeamMembers();
  if (isProblem(before)) return { email, outcome: before };

  const sent = await api.createInvitation(wanted);
  if (isProblem(sent) && sent.code !== 'provider_outcome_unknown') return { email, outcome: sent };

  const after = await api.getTeamMembers();
  if (isProblem(after)) return isProblem(sent) ? { email, outcome: sent } : invited(email, undefined);
  const fresh = after.filter((person) => isInvited(person) && !before.some(({ id }) => id === person.id));
  const [found, ...others] = fresh.filter((person) => hasName(person, wanted));
  if (found !== undefined && others.length === 0) return invited(email, found.id || undefined);
  if (isProblem(sent)) return { email, outcome: sent };
  // Somebody is new under another name: who has an account already is shown with the name in it.
  if (fresh.length > 0) return invited(email, undefined);
  return { email, outcome: whyNobodyIsNew(before.filter((person) => hasName(person, wanted))) };
}

/** Sent with success, and yet nobody is new: it was somebody who was there before, or nobody can say. */
function whyNobodyIsNew(namesakes: readonly Person[]): Problem {
  const [invitedOnes, members] = [
    namesakes.filter(isInvited).length,
    namesakes.filter((each) => !isInvited(each)).length,
  ];
  if (invitedOnes > 0 && members === 0) return intercodeProblem('already_invited');
  if (members > 0 && invitedOnes === 0) return intercodeProblem('already_member');
  return intercodeProblem('provider_shows_nothing');
}

type Named = { readonly firstName: string | null; readonly lastName: string | null; readonly phone: string | null };

/** By the names we sent, and the phone where both sides have one. Without a name everybody would fit. */
function hasName(person: Person, { firstName, lastName, phone }: Named): boolean {
  if (firstName === null && lastName === null) return false;
  return (
    sameText(person.firstName ?? '', firstName ?? '') &&
    sameText(person.lastName ?? '', lastName ?? '') &&
    (!phone || !person.phone || digitsOf(person.phone) === digitsOf(phone))
  );
}

function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '');
}

function invited(email: string, inviteId: string | undefined): InvitedMember {
  return { email, outcome: 'invited', inviteId, joinUrl: undefined };
}
