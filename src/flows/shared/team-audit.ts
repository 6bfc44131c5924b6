import { type Context, guestlist, type Statements, writeAudit } from './context.ts';

type TeamAction = Parameters<Statements['insertTeamAction']>[0];

/** Puts what an admin asks for with `/team` into the audit log as well, in the same transaction. */
export function writeTeamAsked(
  context: Context,
  tx: Statements,
  { id, actor, provider, operation, input }: TeamAction,
): Promise<void> {
  const facts = { provider, operation, shown: input.shown.join('; ') };
  return writeAudit(context, tx, { subject: subjectOf(id), actor, action: 'team_asked', facts });
}

/** Writes down what became of an action of `/team`, there and in the audit log; `by`: who did not want it any more. */
export async function settleTeamAction(
  context: Context,
  tx: Statements,
  id: string,
  outcome: string,
  by: string = guestlist,
): Promise<void> {
  await tx.settleTeamAction(id, outcome, context.now());
  await writeAudit(context, tx, { subject: subjectOf(id), actor: by, action: 'team_settled', facts: { outcome } });
}

function subjectOf(id: string): string {
  return `team/${id}`;
}
