import { auditedTerms } from '../../domain/audited-terms.ts';
import { defined } from '../../domain/defined.ts';
import type { Invite } from '../../domain/invite.ts';
import { type AskedApproval, bypassApproval, openApproval } from '../shared/approvals.ts';
import { type Context, type Statements, writeAudit } from '../shared/context.ts';

/**
 * What a new invite needs in the transaction that saves it, besides its card: it is sent to the provider, or waits for approval (`awaits`) of
 * what is `asked`, which somebody may also go ahead without; and its audit row. `typedIn`: where it was typed, '' for nowhere.
 */
export async function beginInvite(
  context: Context,
  tx: Statements,
  invite: Invite,
  about: { readonly asked: AskedApproval | undefined; readonly rule: string | undefined; readonly typedIn: string },
): Promise<void> {
  const { asked, rule, typedIn } = about;
  if (asked !== undefined && invite.awaits === asked.id) await openApproval(context, tx, asked);
  else {
    if (asked !== undefined) await bypassApproval(context, tx, asked);
    await tx.enqueue({ inviteId: invite.id, kind: 'provider' });
  }
  await writeAudit(context, tx, {
    inviteId: invite.id,
    workspaceId: invite.workspaceId,
    actor: invite.inviterId,
    action: 'requested',
    ...defined({ rule }),
    facts: {
      guestEmail: invite.guestEmail,
      host: invite.hostName,
      startsAt: invite.startsAt,
      endsAt: invite.endsAt,
      ...(typedIn === '' ? {} : { typedIn }),
      ...defined({ series: invite.seriesId }),
    },
    after: auditedTerms(invite),
  });
}
