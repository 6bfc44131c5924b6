import { z } from 'zod';
import type { MemberBatch, MemberRow } from '../domain/member-batch.ts';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { Work } from '../domain/work.ts';
import { checkBatch } from './check-batch.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { lookForMembers } from './look-for-members.ts';
import { type Answered, readAnswer, refuseOpen, writeResults } from './member-results.ts';
import { type InvitingSystem, invitingSystem } from './member-systems.ts';

/** Requests of one claim: then others have their turn, and a stop need not wait for all of a long batch. */
const REQUESTS = 20;
/** How long it holds that a batch may be sent, ms: many requests, or one slow system, take longer than anybody's right may outlive it. */
const CHECKED_MS = 10_000;
/** No request of a claim begins later than this after its first, ms: at a slow system, twenty would take minutes. */
const CLAIM_MS = 5_000;
/** How long to wait before an answer that was lost is looked for, ms. */
const LOOK_AFTER_MS = 3_000;

/** The most addresses of the next request, where the provider refused more of them together. */
const Progress = z.object({ most: z.number().int().positive().optional() });

/**
 * Invites what waits of a batch, request by request. Whether it may be sent is checked by what is so now; what is sent is written down
 * before it is sent; an answer that was lost is looked for before anything is sent again. When the provider asks to wait, it goes on from
 * there later.
 */
export async function inviteMembers(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  let most = Progress.parse(JSON.parse(work.facts)).most;
  let checked: { readonly at: number; readonly actorId: string } | undefined;
  const startedAt = context.now();
  // However the clock was moved meanwhile.
  const hasTime = () => Math.abs(context.now() - startedAt) < CLAIM_MS;
  for (let request = 0; request < REQUESTS && hasTime(); request++) {
    const batch = await context.store.getMemberBatch(work.name);
    if (batch === undefined) return done;
    const system = invitingSystem(context, batch.provider);
    if (isProblem(system)) return refuseOpen(context, batch, system);
    const size = Math.min(system.memberInvites.batchSize, most ?? Number.POSITIVE_INFINITY);
    const [first] = await context.store.openMemberRows(batch.id, 1);
    if (first === undefined) return finish(context, batch);
    if (first.state === 'sent') {
      const looked = await lookForMembers(context, batch, system, claim);
      if (looked !== 'looked') return looked;
      continue;
    }
    let ready = batch;
    if (checked?.actorId !== batch.actorId || Math.abs(context.now() - checked.at) >= CHECKED_MS) {
      const result = await checkBatch(context, batch, system);
      if (result.may === 'refuse') return refuseOpen(context, batch, result.why);
      if (result.may === 'wait') return pauseFor(context, batch, claim, result.why);
      checked = { at: context.now(), actorId: batch.actorId };
      ready = result.batch;
    }
    const answered = await send(context, work, ready, system, size);
    if (answered === 'claim lost') return { kind: 'again', at: context.now(), failed: false, why: answered };
    if (answered === 'sent elsewhere') {
      // All that is left is asked for by other batches: it goes on when they have their answers.
      return pauseFor(context, batch, claim, problem('asked_elsewhere', { provider: batch.provider }));
    }
    most = nextMost(answered, answered.rows.length, system.memberInvites.batchSize);
    const outcome = await settle(context, work, claim, ready, answered, most);
    if (outcome !== 'go on') return outcome;
  }
  return { kind: 'again', at: context.now(), failed: false, why: 'there is more' };
}

/**
 * One request for at most `most`. Written down first, fenced: whoever has lost the claim sends nothing. Nor is anybody asked for whom
 * another batch is asking for: systems are looked at before they are asked, and neither would see the other there.
 */
async function send(
  context: Context,
  work: Work,
  batch: MemberBatch,
  system: InvitingSystem,
  most: number,
): Promise<Answered | 'claim lost' | 'sent elsewhere'> {
  const sentAt = context.now();
  const rows = await context.store.transaction(async (tx): Promise<readonly MemberRow[] | 'claim lost'> => {
    if (!(await tx.renewLease(work, sentAt))) return 'claim lost';
    await tx.lockSame(batch.provider);
    const free = await tx.freeMemberRows(batch, most);
    await tx.markMemberRowsSent(
      free.map((row) => row.id),
      sentAt,
    );
    return free;
  });
  if (rows === 'claim lost') return rows;
  if (rows.length === 0) return 'sent elsewhere';
  const { memberInvites } = system;
  const { asks } = memberInvites;
  const { role, group, appRule, sendEmail } = batch.terms;
  const answer = await memberInvites.invite(
    rows.map((row) => ({
      email: row.email,
      ...(asks.names && row.firstName !== undefined ? { firstName: row.firstName } : {}),
      ...(asks.names && row.lastName !== undefined ? { lastName: row.lastName } : {}),
      ...(asks.names && row.phone !== undefined ? { phone: row.phone } : {}),
    })),
    {
      ...(role === undefined ? {} : { roleId: role.id }),
      ...(group === undefined ? {} : { groupId: group.id }),
      ...(appRule === undefined ? {} : { appRuleId: appRule.id }),
      sendEmail,
    },
  );
  const sent = rows.map((row): MemberRow => ({ ...row, state: 'sent', sentAt }));
  return readAnswer(sent, answer);
}

/** A refusal of many together says nothing of each: half as many are asked next. After a success, twice as many. */
function nextMost(answered: Answered, asked: number, batchSize: number): number | undefined {
  if (answered.together) return Math.max(1, Math.floor(asked / 2));
  return asked * 2 < batchSize ? asked * 2 : undefined;
}

/** Writes what came of a request, and says how to go on. */
async function settle(
  context: Context,
  work: Work,
  claim: Claim,
  batch: MemberBatch,
  answered: Answered,
  most: number | undefined,
): Promise<Outcome | 'go on'> {
  const { wait, hopeless } = answered;
  const lost = answered.rows.some(({ row }) => row.state === 'sent');
  const pause = wait ?? (lost ? answered.doubt : undefined);
  await writeResults(context, batch, answered.rows, {
    pause: pause && { code: pause.code, facts: pause.facts },
    action: 'members_answered',
    also: async (tx) => {
      if (answered.together) await tx.saveProgress(work, JSON.stringify(most === undefined ? {} : { most }));
    },
  });
  if (hopeless !== undefined) return refuseOpen(context, batch, hopeless);
  if (wait !== undefined) return { kind: 'again', at: retryAt(context, claim, wait), failed: true, why: wait.code };
  if (lost) return { kind: 'again', at: context.now() + LOOK_AFTER_MS, failed: true, why: 'an answer was lost' };
  return 'go on';
}

/** Nothing can be sent now: the card says why, once, and it is tried again later. */
async function pauseFor(context: Context, batch: MemberBatch, claim: Claim, why: Problem): Promise<Outcome> {
  if (batch.pause?.code !== why.code) {
    await writeResults(context, batch, [], { pause: { code: why.code, facts: why.facts } });
  }
  return { kind: 'again', at: retryAt(context, claim, why), failed: true, why: why.code };
}

/** Nothing is left to do: the card says so, if it said that something is waited for. */
async function finish(context: Context, batch: MemberBatch): Promise<Outcome> {
  if (batch.pause !== undefined) await writeResults(context, batch, [], { pause: undefined });
  return done;
}
