import { type MemberBatch, type MemberRow, MOST_ADDRESSES, memberRowId, type Named } from '../domain/member-batch.ts';
import { termKinds } from '../domain/member-power.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { cleanLine } from '../domain/text/clean.ts';
import { checkPlace } from './check-place.ts';
import type { Context } from './context.ts';
import { startPatience } from './in-time.ts';
import { inviterRefusal } from './inviter-refusal.ts';
import { type InvitingSystem, invitingSystem } from './member-systems.ts';
import { asksFor, type FoundTerms, findTerms, needsRole, type WantedTerms } from './member-terms.ts';
import { cardOfBatch, oweCardElsewhere } from './owe-card-place.ts';
import { shareOf, takeShare } from './take-share.ts';

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
  /** As chosen: whether it may be told is looked up. */
  readonly channelId: string | undefined;
  /** The conversation the form was opened in; undefined when that was nowhere. */
  readonly typedIn: string | undefined;
  /** The shared channel the form said is shared; '' for none. */
  readonly sharedShown: string;
  readonly provider: string;
  readonly wanted: WantedTerms;
  readonly sendEmail: boolean;
  readonly rows: readonly PastedRow[];
};

/** The longest text kept of something that is no address. */
const LONGEST = 254;

/** How long the system may take to say what the ids mean, ms: with Slack's own look-ups it has to fit into three seconds. */
const PATIENCE_MS = 1_200;

/**
 * Takes a request: checks who asks and what for, takes the addresses out of the person's share, and in one transaction saves the batch,
 * its rows and what is owed (the invites, the card), with its audit row. Rows with a problem are kept as refused and never sent. Ids are
 * looked up at the system, and the channel at Slack, at the same time; where the system does not say in time what its ids are, they are saved
 * without names, and checked before anything is sent, as they are in any case (`check-batch.ts`).
 * Problems: not_allowed_*, not_member_inviter, groups_unknown, provider_off, addresses_missing, addresses_too_many,
 * member_addresses_per_hour, those of `findTerms`, each with its `term`, those of checkPlace, and channel_shared when the form has yet to say
 * so.
 */
export async function requestMembers(context: Context, request: MembersRequest): Promise<MemberBatch | Problem> {
  const patience = startPatience(PATIENCE_MS);
  const refused = await inviterRefusal(context, request.asker);
  if (refused !== undefined) return refused;
  const system = invitingSystem(context, request.provider);
  if (isProblem(system)) return system;
  if (!request.rows.some((row) => row.problem === undefined)) return problem('addresses_missing');
  if (request.rows.length > MOST_ADDRESSES) return problem('addresses_too_many', { max: MOST_ADDRESSES });
  const { asker, wanted } = request;
  const [found, place] = await Promise.all([
    patience(findTerms(context, system, asker, wanted)),
    checkPlace(context, request.channelId, asker),
  ]);
  // What the system itself refuses is told on the card, like all it says of this batch.
  const isSilent = found === 'late' || (isProblem(found) && found.code.startsWith('provider_'));
  const terms = isSilent ? unchecked(context, system, asker, wanted) : found;
  if (isProblem(terms)) return terms;

  if (isProblem(place)) return place;
  const { channelId = '', typedIn = '' } = request;
  if (place.isShared && request.sharedShown !== channelId) return problem('channel_shared', { channel: place.name });

  const now = context.now();
  const batch: MemberBatch = {
    id: `mb_${context.newId()}`,
    requestKey: request.requestKey,
    workspaceId: request.workspaceId,
    askerId: asker.id,
    actorId: asker.id,
    channelId,
    provider: system.name,
    terms: { ...terms, sendEmail: mails(system, request.sendEmail) },
    pause: undefined,
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: now,
  };
  const rows = request.rows.map((row, index) => rowOf(batch.id, index + 1, row));
  const good = rows.filter((row) => row.state === 'waiting').length;
  const saved = await context.store.transaction(async (tx) => {
    await tx.lockSame(shareOf(asker));
    const before = await tx.getMemberBatchByRequestKey(batch.requestKey);
    if (before !== undefined) return before;
    const over = await takeShare(tx, context, asker, 'member_addresses', good);
    if (over !== undefined) return over;
    if ((await tx.insertMemberBatch(batch, rows)) === 'already') return tx.getMemberBatchByRequestKey(batch.requestKey);
    await tx.oweWork({ inviteId: '', kind: 'members', name: batch.id, at: 0 });
    await tx.oweWork({ inviteId: '', kind: 'member_card', name: batch.id, at: 0 });
    await oweCardElsewhere(context, tx, cardOfBatch(batch), typedIn);
    await tx.insertAudit({
      id: context.newId(),
      subject: batch.id,
      at: now,
      actor: batch.askerId,
      action: 'members_asked',
      facts: {
        provider: batch.provider,
        addresses: rows.length,
        ...namesOf(terms),
        ...(typedIn === '' ? {} : { typedIn }),
      },
      // Whom it is about is found by its rows.
      history: { area: batch.provider, about: '' },
    });
    return batch;
  });
  context.wake();
  return saved ?? batch;
}

/** What is wanted, without the names that only the system knows. */
function unchecked(context: Context, system: InvitingSystem, asker: Person, wanted: WantedTerms): FoundTerms | Problem {
  if (wanted.role === undefined && needsRole(context, system, asker)) {
    return problem('role_missing', { provider: system.name, term: 'role' });
  }
  const claims = termKinds.flatMap((kind): [string, Named][] => {
    const id = wanted[kind];
    return id === undefined || !asksFor(system, kind) ? [] : [[kind, { id, name: '' }]];
  });
  return Object.fromEntries(claims);
}

function mails({ memberInvites: { asks } }: InvitingSystem, wanted: boolean): boolean {
  return asks.sendEmail === 'choice' ? wanted : asks.sendEmail === 'always';
}

/** What they were invited to as it is called, or by its id where the system has not said. */
function namesOf(terms: FoundTerms): Readonly<Record<string, string>> {
  return Object.fromEntries(
    termKinds.flatMap((kind) => {
      const term = terms[kind];
      return term === undefined ? [] : [[kind, term.name || term.id]];
    }),
  );
}

function rowOf(batchId: string, position: number, row: PastedRow): MemberRow {
  const { problem: why } = row;
  return {
    id: memberRowId(batchId, position),
    batchId,
    position,
    // Never through a surrogate pair: PostgreSQL takes no half of one.
    email: cleanLine(row.email ?? row.raw)
      .slice(0, LONGEST)
      .replace(/[\uD800-\uDBFF]$/, ''),
    firstName: cleanLine(row.firstName ?? '') || undefined,
    lastName: cleanLine(row.lastName ?? '') || undefined,
    phone: cleanLine(row.phone ?? '') || undefined,
    state: why === undefined ? 'waiting' : 'failed',
    problem: why && { code: why.code, facts: why.facts },
    inviteId: undefined,
    joinUrl: undefined,
    sentAt: undefined,
  };
}
