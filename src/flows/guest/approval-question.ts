import { type Invite, isAwaiting, type Terms, wishedTerms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { type ApprovalQuestion, approvalQuestion } from '../shared/asked-for.ts';
import type { Context } from '../shared/context.ts';
import { ruleInvite } from './decide-invite.ts';
import { guestAddress } from './guest-address.ts';
import { type AskedChange, planChange } from './plan-change.ts';
import { ruledHost } from './ruled-host.ts';

/**
 * What a form has to ask about approval before an invite like this is asked for, as far as anybody can say now; undefined for nothing.
 * `email`: as typed.
 */
export async function questionOfNew(
  context: Context,
  person: Person,
  { email, ...asked }: Pick<Invite, 'channelId'> & Terms & { readonly email: string },
): Promise<ApprovalQuestion | undefined> {
  const [guestEmail, host] = await Promise.all([guestAddress(context, email), ruledHost(context, asked)]);
  if (isProblem(guestEmail)) return undefined;
  const ruling = ruleInvite(context, person, { ...asked, guestEmail, host });
  return ruling.kind === 'approval' ? approvalQuestion(context, person, ruling.need) : undefined;
}

/** As questionOfNew, for a change of an invite; of one that waits for approval, for the whole of it as it would be then. */
export async function questionOfChange(
  context: Context,
  person: Person,
  invite: Invite,
  asked: AskedChange,
): Promise<ApprovalQuestion | undefined> {
  const after = wishedTerms({ ...invite, change: { ...invite.change, ...asked, requestedBy: person.id } });
  const host = await ruledHost(context, after);
  const ruling = isAwaiting(invite)
    ? ruleInvite(context, person, { ...invite, ...after, host })
    : planned(planChange(context, invite, person, asked, { hostId: after.hostId, host }));
  return ruling?.kind === 'approval' ? approvalQuestion(context, person, ruling.need) : undefined;
}

function planned(plan: ReturnType<typeof planChange>) {
  return plan === undefined || isProblem(plan) ? undefined : plan.ruling;
}
