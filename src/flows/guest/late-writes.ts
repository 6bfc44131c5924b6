import { type Invite, type InviteChange, isHeld, type Permissions, permissionKeys } from '../../domain/invite.ts';
import { compareInvite, sameSecond } from '../../domain/same-invite.ts';
import type { UnansweredWrite } from '../../domain/unanswered-write.ts';
import type { Context, ProviderGuestInvite, Statements } from '../shared/context.ts';

// What the provider carries out long after we stopped waiting for its answer.

/** The create of an invite that made what the provider shows; undefined when it was none of these. */
export function createOf(
  writes: readonly UnansweredWrite[],
  seen: ProviderGuestInvite,
): Extract<UnansweredWrite, { kind: 'create' }> | undefined {
  for (const write of writes) if (write.kind === 'create' && compareInvite(seen, write.sent) === 'same') return write;
  return undefined;
}

/** Whether the provider must show more of an invite before it can be compared with what was sent. */
export function isUnclear(writes: readonly UnansweredWrite[], seen: ProviderGuestInvite): boolean {
  return writes.some((write) => write.kind === 'create' && compareInvite(seen, write.sent) === 'unclear');
}

/**
 * Marks the invites at the provider that are what a create of ours made too late, and enqueues that each is cancelled there. Each create
 * without an answer accounts for one of them at most. A create whose invite has no key at the provider yet is left to grant-invite,
 * which looks for it. Answers the provider's keys of those that are spoken for.
 */
export async function markTwins(
  tx: Statements,
  unknown: readonly ProviderGuestInvite[],
  now: number,
): Promise<ReadonlySet<string>> {
  const spokenFor = new Set<string>();
  let writes = unknown.length === 0 ? [] : await tx.unansweredWrites(now);
  for (const seen of unknown) {
    const create = createOf(writes, seen);
    if (create === undefined) continue;
    spokenFor.add(seen.providerInviteId);
    const invite = await tx.lockInvite(create.inviteId);
    if (invite === undefined || isPending(invite)) continue;
    // It may have become the invite's own since the provider was asked; while that is held, it cannot any more.
    if ((await tx.takenProviderIds([seen.providerInviteId])).size > 0) continue;
    writes = writes.filter((write) => write !== create);
    await markSurplus(tx, create, seen.providerInviteId);
  }
  return spokenFor;
}

/** Its create is still looked for, to be taken or to be cancelled. Nobody looks for that of an invite that is on hold. */
function isPending(invite: Invite): boolean {
  if (invite.providerInviteId !== undefined) return false;
  return invite.state === 'cancelling' || (invite.state === 'requested' && !isHeld(invite));
}

/** What a write made at the provider is to be cancelled there; once. */
export async function markSurplus(tx: Statements, write: UnansweredWrite, providerInviteId: string): Promise<void> {
  if (!(await tx.markSurplus(write.id, providerInviteId))) return;
  const { endsAt = 0 } = write.sent;
  await tx.enqueue({ inviteId: write.inviteId, kind: 'surplus', name: providerInviteId, facts: { endsAt } });
}

/** What puts an invite back that a late change of ours altered at the provider, and the changes that did. */
export type Restoring = { readonly change: InviteChange; readonly late: readonly UnansweredWrite[] };

/**
 * What to send so that an invite at the provider is as we hold it again, when all it shows otherwise is what changes of ours asked for
 * whose answers were lost; undefined when somebody else changed it. `difference`: how the provider shows it. Each of those changes
 * accounts for one time it comes.
 */
export function restoringChange(
  invite: Invite,
  difference: InviteChange,
  writes: readonly UnansweredWrite[],
): Restoring | undefined {
  const candidates = writes.filter(isLateChange).filter(({ inviteId }) => inviteId === invite.id);
  const { hostId, permissions, timeZone, startsAt, endsAt } = difference;
  const different = permissionKeys.filter((key) => permissions?.[key] !== undefined);
  const asksFor: readonly ((sent: InviteChange) => boolean)[] = [
    ...(hostId === undefined ? [] : [(sent: InviteChange) => sent.hostId === hostId]),
    ...different.map((key) => (sent: InviteChange) => sent.permissions?.[key] === permissions?.[key]),
    ...(timeZone === undefined ? [] : [(sent: InviteChange) => sent.timeZone === timeZone]),
    ...(startsAt === undefined ? [] : [(sent: InviteChange) => isSame(sent.startsAt, startsAt)]),
    ...(endsAt === undefined ? [] : [(sent: InviteChange) => isSame(sent.endsAt, endsAt)]),
  ];
  const late = new Set<UnansweredWrite>();
  for (const asks of asksFor) {
    const found = candidates.find(({ sent }) => asks(sent));
    if (found === undefined) return undefined;
    late.add(found);
  }
  if (late.size === 0) return undefined;
  const change: InviteChange = {
    ...(hostId === undefined ? {} : { hostId: invite.hostId, hostName: invite.hostName }),
    ...(different.length === 0 ? {} : { permissions: only(invite.permissions, different) }),
    ...(timeZone === undefined ? {} : { timeZone: invite.timeZone }),
    ...(startsAt === undefined ? {} : { startsAt: invite.startsAt }),
    ...(endsAt === undefined ? {} : { endsAt: invite.endsAt }),
    sendEmail: false,
    requestedBy: difference.requestedBy,
    restores: true,
  };
  return { change, late: [...late] };
}

function only(permissions: Permissions, keys: readonly (keyof Permissions)[]): Partial<Permissions> {
  return Object.fromEntries(keys.map((key) => [key, permissions[key]]));
}

/** An invite that has ended, and a change of ours that moved its end at the provider when that was over. */
export type LateEnd = { readonly invite: Invite; readonly late: UnansweredWrite };

/** Ended invites of ours that are open again at the provider, by a change that came late: nobody wants the guest in any more. */
export async function findLateEnds(
  context: Pick<Context, 'store' | 'now'>,
  writes: readonly UnansweredWrite[],
  byId: ReadonlyMap<string, ProviderGuestInvite>,
): Promise<readonly LateEnd[]> {
  const found: LateEnd[] = [];
  for (const late of writes) {
    if (!isLateChange(late) || late.sent.endsAt === undefined || late.sent.endsAt <= context.now()) continue;
    const invite = await context.store.getInvite(late.inviteId);
    const shown = byId.get(invite?.providerInviteId ?? '');
    if (invite?.state !== 'ended' || shown === undefined || shown.cancelled) continue;
    if (isSame(late.sent.endsAt, shown.endsAt)) found.push({ invite, late });
  }
  return found;
}

/** The change of an invite that moved its end to where the provider shows it, and whose answer was lost; undefined when there is none. */
export async function lateEndOf(
  context: Pick<Context, 'store'>,
  invite: Pick<Invite, 'id'>,
  endsAt: number,
): Promise<UnansweredWrite | undefined> {
  const writes = await context.store.unansweredOf(invite.id);
  return writes.find((write) => isLateChange(write) && isSame(write.sent.endsAt, endsAt));
}

function isLateChange(write: UnansweredWrite): write is Extract<UnansweredWrite, { kind: 'change' }> {
  return write.kind === 'change' && write.overtaken;
}

function isSame(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && sameSecond(a, b);
}
