import { z } from 'zod';
import { defined } from '../../domain/defined.ts';
import type { Job } from '../../domain/job.ts';
import type { MemberBatch, MemberRow } from '../../domain/member-batch.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from '../shared/context.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { awaitBatchApproval, checkApproval } from './batch-approval.ts';
import { checkBatch } from './check-batch.ts';
import { lookForMembers } from './look-for-members.ts';
import { type Answered, readAnswer, refuseOpen, writeResults } from './member-results.ts';
import { type InvitingSystem, invitingSystem } from './member-systems.ts';
import { refuseByPolicy } from './refuse-by-policy.ts';

/** Requests of one claim: then other jobs run, and a stop need not wait for all of a long batch. */
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
export async function inviteMembers(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  let most = Progress.parse(JSON.parse(job.facts)).most;
  let checked: { readonly at: number; readonly actorId: string } | undefined;
  const startedAt = context.now();
  // However the clock was moved meanwhile.
  const hasTime = () => Math.abs(context.now() - startedAt) < CLAIM_MS;
  for (let request = 0; request < REQUESTS && hasTime(); request++) {
    const batch = await context.store.getMemberBatch(job.name);
    // Nothing is sent before it is approved.
    if (batch === undefined || batch.awaits !== undefined) return done;
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
      const approval = await checkApproval(context, result.batch);
      if (approval.may === 'ask') return awaitBatchApproval(context, result.batch, approval.need);
      if (approval.may === 'wait') return pauseFor(context, batch, claim, approval.why);
      checked = { at: context.now(), actorId: batch.actorId };
      ready = result.batch;
      if (await refuseByPolicy(context, ready, result.person)) continue;
    }
    const answered = await send(context, job, ready, system, size);
    if (answered === 'claim lost') return continueAt(context.now(), answered);
    if (answered === 'sent elsewhere') {
      // All that is left is asked for by other batches: it goes on when they have their answers.
      return pauseFor(context, batch, claim, problem('asked_elsewhere', { provider: batch.provider }));
    }
    most = nextMost(answered, answered.rows.length, system.memberInvites.batchSize);
    const outcome = await settle(context, job, claim, ready, answered, most);
    if (outcome !== 'go on') return outcome;
  }
  return continueAt(context.now(), 'there is more');
}

/**
 * One request for at most `most`. Written down first, fenced: a run that has lost the claim sends nothing. Nor is anybody asked for whom
 * another batch is asking for: systems are looked at before they are asked, and neither would see the other there.
 */
async function send(
  context: Context,
  job: Job,
  batch: MemberBatch,
  system: InvitingSystem,
  most: number,
): Promise<Answered | 'claim lost' | 'sent elsewhere'> {
  const sentAt = context.now();
  const rows = await context.store.transaction(async (tx): Promise<readonly MemberRow[] | 'claim lost'> => {
    if (!(await tx.renewLease(job, sentAt))) return 'claim lost';
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
    rows.map(({ email, firstName, lastName, phone }) => ({
      email,
      ...(asks.names ? defined({ firstName, lastName, phone }) : {}),
    })),
    defined({ roleId: role?.id, groupId: group?.id, appRuleId: appRule?.id, sendEmail }),
  );
  const sent = rows.map((row): MemberRow => ({ ...row, state: 'sent', sentAt }));
  return readAnswer(batch.provider, sent, answer);
}

/** A refusal of many together says nothing of each: half as many are asked next. After a success, twice as many. */
function nextMost(answered: Answered, asked: number, batchSize: number): number | undefined {
  if (answered.together) return Math.max(1, Math.floor(asked / 2));
  return asked * 2 < batchSize ? asked * 2 : undefined;
}

/** Writes the result of a request, and says how to go on. */
async function settle(
  context: Context,
  job: Job,
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
      if (answered.together) await tx.saveProgress(job, JSON.stringify(defined({ most })));
    },
  });
  if (hopeless !== undefined) return refuseOpen(context, batch, hopeless);
  if (wait !== undefined) return tryAgain(context, claim, wait);
  if (lost) return { kind: 'retry', at: context.now() + LOOK_AFTER_MS, failed: true, why: 'an answer was lost' };
  return 'go on';
}

/** Nothing can be sent now: the card says why, once, and it is tried again later. */
async function pauseFor(context: Context, batch: MemberBatch, claim: Claim, why: Problem): Promise<Outcome> {
  if (batch.pause?.code !== why.code) {
    await writeResults(context, batch, [], { pause: { code: why.code, facts: why.facts } });
  }
  return tryAgain(context, claim, why);
}

/** Nothing is left to do: the card says so, if it said that something is waited for. */
async function finish(context: Context, batch: MemberBatch): Promise<Outcome> {
  if (batch.pause !== undefined) await writeResults(context, batch, [], { pause: undefined });
  return done;
}
