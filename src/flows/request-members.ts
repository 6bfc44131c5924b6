import {
  type BatchTerms,
  type MemberBatch,
  type MemberRow,
  MOST_ADDRESSES,
  memberRowId,
} from '../domain/member-batch.ts';
import { mayInvite, type Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { Context, MemberInvites } from './context.ts';
import { invitingSystem } from './member-systems.ts';

/** One row of what was pasted; without a problem it has an e-mail. */
export type PastedRow = {
  readonly raw: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly problem?: Problem;
};

/** What the form holds when it is submitted. */
export type MembersRequest = {
  /** The modal's id: the same submission twice is one request. */
  readonly requestKey: string;
  readonly workspaceId: string;
  readonly asker: Person;
  readonly channelId: string;
  readonly provider: string;
  readonly terms: BatchTerms;
  readonly rows: readonly PastedRow[];
};

/** The longest text kept of something that is no address. */
const LONGEST = 254;

/**
 * Takes a request: in one transaction saves the batch, its rows and what is owed (the invites, the card), with its audit row. Rows
 * with a problem are kept as refused and never sent. Nothing is sent here; the network has no place in Slack's three seconds.
 * Problems: not_allowed_*, provider_off, addresses_missing, addresses_too_many, role_missing.
 */
export async function requestMembers(context: Context, request: MembersRequest): Promise<MemberBatch | Problem> {
  const refused = mayInvite(request.asker, request.workspaceId);
  if (refused !== undefined) return refused;
  const system = invitingSystem(context, request.provider);
  if (isProblem(system)) return system;
  const { asks } = system.memberInvites;
  if (!request.rows.some((row) => row.problem === undefined)) return problem('addresses_missing');
  if (request.rows.length > MOST_ADDRESSES) return problem('addresses_too_many', { max: MOST_ADDRESSES });
  if (asks.role === 'required' && request.terms.role === undefined) {
    return problem('role_missing', { provider: system.name });
  }

  const now = context.now();
  const batch: MemberBatch = {
    id: `mb_${context.newId()}`,
    requestKey: request.requestKey,
    workspaceId: request.workspaceId,
    askerId: request.asker.id,
    channelId: request.channelId,
    provider: system.name,
    terms: askedTerms(request.terms, asks),
    pause: undefined,
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: now,
  };
  const rows = request.rows.map((row, index) => rowOf(batch.id, index + 1, row));
  const saved = await context.store.transaction(async (tx) => {
    if ((await tx.insertMemberBatch(batch, rows)) === 'already') return tx.getMemberBatchByRequestKey(batch.requestKey);
    await tx.oweWork({ inviteId: '', kind: 'members', name: batch.id, at: 0 });
    await tx.oweWork({ inviteId: '', kind: 'member_card', name: batch.id, at: 0 });
    await tx.insertAudit({
      id: context.newId(),
      subject: batch.id,
      at: now,
      actor: batch.askerId,
      action: 'members_asked',
      facts: { provider: batch.provider, addresses: rows.length },
    });
    return batch;
  });
  context.wake();
  return saved ?? batch;
}

/** What the system does not ask for is left out, whatever a form of another system still held. */
function askedTerms(terms: BatchTerms, asks: MemberInvites['asks']): BatchTerms {
  return {
    ...(asks.role === 'none' || terms.role === undefined ? {} : { role: terms.role }),
    ...(asks.group && terms.group !== undefined ? { group: terms.group } : {}),
    ...(asks.appRule && terms.appRule !== undefined ? { appRule: terms.appRule } : {}),
    sendEmail: asks.sendEmail === 'choice' ? terms.sendEmail : asks.sendEmail === 'always',
  };
}

function rowOf(batchId: string, position: number, row: PastedRow): MemberRow {
  const { problem: why } = row;
  return {
    id: memberRowId(batchId, position),
    batchId,
    position,
    // Never through a surrogate pair: PostgreSQL takes no half of one.
    email: (row.email ?? row.raw).slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, ''),
    firstName: row.firstName,
    lastName: row.lastName,
    phone: row.phone,
    state: why === undefined ? 'waiting' : 'failed',
    problem: why && { code: why.code, facts: why.facts },
    inviteId: undefined,
    joinUrl: undefined,
    sentAt: undefined,
  };
}
