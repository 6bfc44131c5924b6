import type { Invite } from '../../domain/invite.ts';
import type { Context } from '../shared/context.ts';

/** Whether an invite has this end, or had it before (epoch ms): what a warning's button says it was about is a claim. */
export async function hadEnd({ store }: Pick<Context, 'store'>, invite: Invite, endsAt: number): Promise<boolean> {
  if (endsAt === invite.endsAt) return true;
  const history = await store.auditOfInvite(invite.id);
  return history.some(({ facts }) => facts.endsAt === endsAt || facts.endsAtBefore === endsAt);
}
