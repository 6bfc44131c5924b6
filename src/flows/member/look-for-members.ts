import { SETTLE_MS } from '../../domain/job.ts';
import type { MemberBatch, MemberRow } from '../../domain/member-batch.ts';
import { readAll } from '../../domain/pages.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import {
  type Claim,
  type Context,
  continueAt,
  type Member,
  type Outcome,
  type PendingInvite,
} from '../shared/context.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { invitedRow, refused, settled, writeResults } from './member-results.ts';
import type { InvitingSystem } from './member-systems.ts';

/** What a system shows of the people it knows, read to its end. */
type Known = { readonly pending: readonly PendingInvite[]; readonly members: readonly Member[] };

/**
 * Looks for what was sent and never answered: among the pending invites, and among the members. What is not there is believed not to
 * have arrived only when the request has had its time; then it waits to be sent again.
 */
export async function lookForMembers(
  context: Context,
  batch: MemberBatch,
  system: InvitingSystem,
  claim: Claim,
): Promise<Outcome | 'looked'> {
  const sent = (await context.store.openMemberRows(batch.id, 1000)).filter((row) => row.state === 'sent');
  const known = await readKnown(system);
  if (isProblem(known)) {
    await writeResults(context, batch, [], { pause: { code: known.code, facts: known.facts } });
    return tryAgain(context, claim, known);
  }
  const now = context.now();
  const rows = sent.map((was) => ({ row: found(was, known, system.name, now), was }));
  const unsettled = rows.flatMap(({ row }) => (row.state === 'sent' ? [row] : []));
  const doubt = { code: 'provider_outcome_unknown', facts: { provider: system.name } } as const;
  await writeResults(context, batch, rows, {
    pause: unsettled.length === 0 ? undefined : (unsettled[0]?.problem ?? doubt),
    action: 'members_looked_for',
  });
  if (unsettled.length === 0) return 'looked';
  const settledAt = Math.max(...unsettled.map((row) => (row.sentAt ?? 0) + SETTLE_MS));
  return continueAt(settledAt, 'not there yet');
}

/**
 * A row by what the system shows. A name proves nothing: two people may have it, and one of them may have been invited before.
 * An invite that was over when this one was sent is another.
 */
function found(row: MemberRow, known: Known, provider: string, now: number): MemberRow {
  const key = emailKey(row.email);
  const isGood = ({ expiresAt = Number.POSITIVE_INFINITY }: PendingInvite) => expiresAt > (row.sentAt ?? 0);
  const seen = known.pending.find((each) => each.email !== undefined && emailKey(each.email) === key && isGood(each));
  if (seen !== undefined) return invitedRow(row, seen.inviteId || undefined);
  const isMember = known.members.some(({ email }) => email !== undefined && emailKey(email) === key);
  if (isMember) return refused(row, problem('already_member', { provider }));
  // Sent later than now, it was sent before the clock was set back: nobody knows how long ago, so it counts from now.
  const sentAt = Math.min(row.sentAt ?? 0, now);
  if (now < sentAt + SETTLE_MS) return { ...row, sentAt };
  // The system had said yes: asked again and again, it might mail each time.
  if (row.problem !== undefined) return { ...row, state: 'failed', sentAt: undefined };
  // A list that does not say whose its invites are proves nothing: the inviter decides whether to send again.
  const silent = known.pending.some(({ email }) => email === undefined);
  const perhapsIn = known.members.some((member) => member.email === undefined && hasName(member, row));
  if (silent || perhapsIn) return refused(row, problem('provider_outcome_unknown', { provider }));
  return { ...row, ...settled('waiting') };
}

/** Who has accepted is not among the pending any more. */
function hasName(member: Member, { firstName = '', lastName = '' }: MemberRow): boolean {
  return member.name.toLowerCase() === `${firstName.trim()} ${lastName.trim()}`.trim().toLowerCase();
}

async function readKnown(system: InvitingSystem): Promise<Known | Problem> {
  const pending = await readAll(system.memberInvites.pending());
  if (isProblem(pending)) return pending;
  const members = system.members === undefined ? [] : await readAll(system.members.list());
  return isProblem(members) ? members : { pending, members };
}
