import type { Invite, InviteChange } from '../../../domain/invite.ts';
import { sameSecond } from '../../../domain/same-invite.ts';
import type { UnansweredWrite } from '../../../domain/unanswered-write.ts';
import {
  type Context,
  changeInviteIn,
  guestlist,
  type ProviderGuestInvite,
  type Statements,
  type Written,
} from '../../shared/context.ts';
import { recordChange } from '../change-invite.ts';
import { endThere } from '../end-invite.ts';
import type { HostNames } from '../host-names.ts';
import { findLateEnds, type LateEnd, markSurplus, markTwins, type Restoring, restoringChange } from '../late-writes.ts';
import { differenceOf, mayBeOurs } from '../provider-difference.ts';
import { recordRemoved } from '../record-removed.ts';
import { findUnknown } from './find-unknown.ts';
import { type ExternalInvite, importInvite } from './import-invite.ts';

/**
 * How much older than the question our own record must be, ms. A page may have been read before a change of ours was confirmed,
 * and replicas' clocks differ: what was just written is compared in the next run.
 */
const SETTLED_MS = 5_000;

/** What is otherwise of an invite that only has not ended. */
const nothingElse: InviteChange = { sendEmail: false, requestedBy: guestlist };

type Difference = { readonly invite: Invite; readonly change: InviteChange };

/** What the provider shows otherwise than we hold it, by what is to be done about it. */
type Findings = {
  /** Changed in the dashboard. */
  readonly changed: Difference[];
  /** Changed by a write of ours that came late: to be put back. */
  readonly late: (Restoring & { readonly invite: Invite })[];
  readonly cancelled: Invite[];
  /** Over, as our own record had it that nobody saw confirmed; `endsAt`: since when, epoch ms. */
  readonly over: { readonly invite: Invite; readonly endsAt: number }[];
  /** Their end was none, and a cancel is wanted. */
  readonly stillOpen: Invite[];
};

/**
 * Takes in what the provider showed of some invites: ours that differ are changed, with audit and jobs; ours that are
 * cancelled are so; one whose end nobody saw is open again, or seen to have ended, or cancelled if that was wanted when its time was over.
 * What a write of ours did too late is undone: a change is put back, a second invite is cancelled. External invites are imported. All but the
 * cancelled in one transaction with `progress`, which answers false when the claim is lost: then nothing is written, and the answer is
 * false. `askedAt`: when the provider was asked, epoch ms. `run`: met in this run.
 */
export async function takeIn(
  context: Context,
  seen: readonly ProviderGuestInvite[],
  options: {
    readonly askedAt: number;
    readonly run: number;
    readonly names: HostNames;
    readonly progress: (tx: Statements) => Promise<boolean>;
  },
): Promise<boolean> {
  const now = context.now();
  const byId = new Map(seen.map((each) => [each.providerInviteId, each]));
  const ours = await context.store.openByProviderIds([...byId.keys()], now);
  const writes = await context.store.unansweredWrites(now);
  const lateEnds = await findLateEnds(context, writes, byId);
  const settled = ours.filter((invite) => !isMoving(invite, options.askedAt, now));
  const inTime = settled.filter((invite) => !lateEnds.some((late) => late.invite.id === invite.id));
  const found = await compare(inTime, byId, writes, { now, names: options.names });
  const unknown = await findUnknown(context, byId, ours, { writes, names: options.names });

  const written = await context.store.transaction(async (tx) => {
    if (!(await options.progress(tx))) return false;
    await write(context, tx, found, lateEnds);
    const twins = await markTwins(tx, unknown.untaken, now);
    const external = unknown.external.filter(({ seen: { providerInviteId } }) => !twins.has(providerInviteId));
    const imported = await importAll(context, tx, external);
    await tx.markSeen([...ours.map((invite) => invite.id), ...imported], options.run);
    return true;
  });
  if (written) for (const invite of found.cancelled) await recordRemoved(context, invite);
  return written;
}

async function compare(
  ours: readonly Invite[],
  byId: ReadonlyMap<string, ProviderGuestInvite>,
  writes: readonly UnansweredWrite[],
  { now, names }: { readonly now: number; readonly names: HostNames },
): Promise<Findings> {
  const found: Findings = { changed: [], late: [], cancelled: [], over: [], stillOpen: [] };
  for (const invite of ours) {
    const shown = byId.get(invite.providerInviteId ?? '');
    if (shown === undefined) continue;
    const hasEnded = invite.state === 'ended';
    if (hasEnded && (shown.cancelled || (shown.endsAt ?? invite.endsAt) <= now))
      found.over.push({ invite, endsAt: shown.cancelled ? invite.endsAt : endThere(invite, shown) });
    else if (shown.cancelled) found.cancelled.push(invite);
    else if (hasEnded && (invite.cancel !== undefined || invite.inviterLeft?.isHeld === true))
      found.stillOpen.push(invite);
    else {
      const difference = differenceOf(invite, shown);
      const restoring = difference && !hasEnded ? restoringChange(invite, difference, writes) : undefined;
      const change = await named(names, difference ?? (hasEnded ? nothingElse : undefined));
      if (restoring !== undefined) found.late.push({ invite, ...restoring });
      else if (change !== undefined) found.changed.push({ invite, change });
    }
  }
  return found;
}

async function write(
  context: Context,
  tx: Statements,
  { changed, late, over, stillOpen }: Findings,
  lateEnds: readonly LateEnd[],
): Promise<void> {
  const update = (invite: Invite, change: Parameters<typeof changeInviteIn>[3]) =>
    changeInviteIn(context, tx, invite.id, async (current, statements) =>
      current.version === invite.version ? change(current, statements) : undefined,
    );
  for (const { invite, change } of changed) {
    await update(invite, async (current, statements) => {
      // Open again, by a change nobody could see to be made: it has its answer now.
      const asked = current.state === 'ended' ? await takeAnswered(statements, invite.id, change.endsAt) : undefined;
      const recorded = await recordChange(
        statements,
        current,
        { ...change, requestedBy: asked?.requestedBy ?? change.requestedBy },
        context.now(),
      );
      const parts = { ...recorded.parts, state: 'granted' } as const;
      return asked === undefined
        ? { ...recorded, parts, action: 'changed_at_provider', via: 'dashboard' }
        : { ...recorded, parts };
    });
  }
  for (const { invite, change, late: came } of late) {
    await update(invite, async (_current, statements) => {
      await statements.forgetUnanswered(came.map(({ id }) => id));
      await statements.enqueue({ inviteId: invite.id, kind: 'provider' });
      return { parts: { change }, actor: guestlist, action: 'late_change_found' };
    });
  }
  for (const invite of stillOpen) {
    await update(invite, async (_current, statements) => {
      await statements.enqueue({ inviteId: invite.id, kind: 'card' });
      await statements.enqueue({ inviteId: invite.id, kind: 'provider' });
      return { parts: { state: 'cancelling', problem: undefined }, actor: guestlist, action: 'cancel_resumed' };
    });
  }
  for (const { late: change, invite } of lateEnds) {
    await markSurplus(tx, change, invite.providerInviteId ?? '');
    if (invite.problem !== undefined) await recordEndSeen(context, invite, tx);
  }
  for (const { invite, endsAt } of over) {
    if (endsAt === invite.endsAt) await recordEndSeen(context, invite, tx);
    else await update(invite, (current, statements) => recordEndMoved(statements, current, endsAt, context.now()));
  }
}

/**
 * It has ended, but not when our own record had it: a change of ours came through that nobody saw, or somebody moved the end there. The
 * card names the true end, and its thread who moved it.
 */
async function recordEndMoved(
  tx: Statements,
  current: Invite,
  endsAt: number,
  now: number,
): Promise<Written | undefined> {
  // The notice of the end we hold would not be true any more: that is sent first, and the next run comes here again.
  const jobs = await tx.jobsOfInvite(current.id);
  if (jobs.some(({ name, state }) => name === `expired:${current.endsAt}` && state !== 'done')) return undefined;
  const asked = await takeAnswered(tx, current.id, endsAt);
  const change = { endsAt, sendEmail: false, requestedBy: asked?.requestedBy ?? guestlist };
  const recorded = await recordChange(tx, current, change, now);
  const via = asked === undefined ? 'dashboard' : 'job';
  return { ...recorded, parts: { ...recorded.parts, problem: undefined }, action: 'end_seen', via };
}

/** The changes of an invite that were sent without an answer have it by now; answers the one that asked for this end (epoch ms). */
async function takeAnswered(
  tx: Statements,
  inviteId: string,
  endsAt: number | undefined,
): Promise<InviteChange | undefined> {
  const changes = (await tx.unansweredOf(inviteId)).filter((write) => write.kind === 'change');
  await tx.forgetUnanswered(changes.map(({ id }) => id));
  const isAsked = ({ sent }: { readonly sent: InviteChange }) =>
    sent.endsAt !== undefined && endsAt !== undefined && sameSecond(sent.endsAt, endsAt);
  return changes.find(isAsked)?.sent;
}

/** An end that nobody saw was one: the card says so. */
export async function recordEndSeen(context: Context, invite: Invite, tx?: Statements): Promise<void> {
  if (tx === undefined) return context.store.transaction((begun) => recordEndSeen(context, invite, begun));
  await changeInviteIn(context, tx, invite.id, async (current, statements) => {
    if (current.version !== invite.version) return undefined;
    await statements.enqueue({ inviteId: invite.id, kind: 'card' });
    return { parts: { problem: undefined }, actor: guestlist, action: 'end_seen' };
  });
}

// What we are about to change ourselves is left alone: it is settled first, and its requester is notified.
function isMoving(invite: Invite, askedAt: number, now: number): boolean {
  const kicking = invite.kickRequestedBy !== undefined && invite.stuckSince === undefined;
  if (invite.change !== undefined || kicking) return true;
  // Written later than now: by a clock that has been set back since.
  return invite.updatedAt > askedAt - SETTLED_MS && invite.updatedAt <= now;
}

/** The change with the name of its host; without a name the difference waits for the next run. */
async function named(names: HostNames, change: InviteChange | undefined): Promise<InviteChange | undefined> {
  if (change?.hostId === undefined) return change;
  const hostName = await names.nameOf(change.hostId);
  return hostName === undefined ? undefined : { ...change, hostName };
}

/** Imports those that are still nobody's and cannot be a create of ours whose answer is not recorded. */
async function importAll(
  context: Context,
  tx: Statements,
  external: readonly { readonly seen: ExternalInvite; readonly hostName: string }[],
): Promise<readonly string[]> {
  if (external.length === 0) return [];
  const pending = await tx.pendingCreates();
  const taken = await tx.takenProviderIds(external.map(({ seen }) => seen.providerInviteId));
  const imported: string[] = [];
  for (const { seen, hostName } of external) {
    if (taken.has(seen.providerInviteId) || pending.some((invite) => mayBeOurs(invite, seen))) continue;
    imported.push((await importInvite(context, tx, seen, hostName)).id);
  }
  return imported;
}
