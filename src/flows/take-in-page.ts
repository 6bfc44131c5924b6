import type { Invite, InviteChange } from '../domain/invite.ts';
import { adoptStranger, isAdoptable, type Stranger } from './adopt-invite.ts';
import { recordChange } from './apply-change.ts';
import { type Context, changeInviteIn, guestlist, type SeenGuestInvite, type Statements } from './context.ts';
import type { HostNames } from './host-names.ts';
import { differenceOf, mayBeOurs } from './provider-difference.ts';
import { recordGone } from './record-gone.ts';

/**
 * How much older than the question our own record must be, ms. A page may have been read before a change of ours was confirmed,
 * and replicas' clocks differ: what was just written is compared in the next run.
 */
const SETTLED_MS = 5_000;

/** What is otherwise of an invite that only has not ended. */
const nothingElse: InviteChange = { sendEmail: false, askedBy: guestlist };

type Difference = { readonly invite: Invite; readonly change: InviteChange };

/**
 * Takes in what the provider showed of some invites: ours that differ are changed, with audit and owed work; ours that are
 * cancelled are so; one whose end nobody saw is open again, or seen to have ended; strangers are adopted. All but the cancelled in one
 * transaction with `progress`, which answers false when the claim is lost: then nothing is written, and the answer is false.
 * `askedAt`: when the provider was asked, epoch ms. `run`: met in this run.
 */
export async function takeIn(
  context: Context,
  seen: readonly SeenGuestInvite[],
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
  const differences: Difference[] = [];
  const cancelled: Invite[] = [];
  const over: Invite[] = [];
  for (const invite of ours) {
    const shown = byId.get(invite.providerInviteId ?? '');
    if (shown === undefined || isMoving(invite, options.askedAt, now)) continue;
    const hasEnded = invite.state === 'ended';
    if (hasEnded && (shown.cancelled || (shown.endsAt ?? invite.endsAt) <= now)) over.push(invite);
    else if (shown.cancelled) cancelled.push(invite);
    else {
      const difference = differenceOf(invite, shown) ?? (hasEnded ? nothingElse : undefined);
      const change = await named(options.names, difference);
      if (change !== undefined) differences.push({ invite, change });
    }
  }
  const strangers = await findStrangers(context, byId, ours, options.names);

  const written = await context.store.transaction(async (tx) => {
    if (!(await options.progress(tx))) return false;
    for (const { invite, change } of differences) {
      await changeInviteIn(context, tx, invite.id, async (current, told) => {
        if (current.version !== invite.version) return undefined;
        const changed = await recordChange(told, current, change);
        return { ...changed, parts: { ...changed.parts, state: 'granted' }, action: 'changed_at_provider' };
      });
    }
    for (const invite of over) {
      await changeInviteIn(context, tx, invite.id, async (current, told) => {
        if (current.version !== invite.version) return undefined;
        await told.oweWork({ inviteId: invite.id, kind: 'card', at: 0 });
        return { parts: { problem: undefined }, actor: guestlist, action: 'end_seen' };
      });
    }
    const adopted = await adopt(context, tx, strangers);
    await tx.markSeen([...ours.map((invite) => invite.id), ...adopted], options.run);
    return true;
  });
  if (written) for (const invite of cancelled) await recordGone(context, invite);
  return written;
}

// What we are about to change ourselves is left alone: it is settled first, and told by whoever asked for it.
function isMoving(invite: Invite, askedAt: number, now: number): boolean {
  if (invite.change !== undefined || invite.kickAskedBy !== undefined) return true;
  // Written later than now: by a clock that has been set back since.
  return invite.updatedAt > askedAt - SETTLED_MS && invite.updatedAt <= now;
}

/** The change with the name of its host; without a name the difference waits for the next run. */
async function named(names: HostNames, change: InviteChange | undefined): Promise<InviteChange | undefined> {
  if (change?.hostId === undefined) return change;
  const hostName = await names.nameOf(change.hostId);
  return hostName === undefined ? undefined : { ...change, hostName };
}

type Named = { readonly seen: Stranger; readonly hostName: string };

async function findStrangers(
  context: Context,
  byId: ReadonlyMap<string, SeenGuestInvite>,
  ours: readonly Invite[],
  names: HostNames,
): Promise<readonly Named[]> {
  // Whose invite it is decides who may change it: before Slack has said where we are, nobody is adopted.
  if (context.teller.workspaceId() === '') return [];
  const known = new Set(ours.map((invite) => invite.providerInviteId));
  const unknown = [...byId.values()].filter((each) => !known.has(each.providerInviteId));
  const candidates = unknown.filter((each): each is Stranger => isAdoptable(each, context.now()));
  const taken = await context.store.takenProviderIds(candidates.map((each) => each.providerInviteId));
  const found: Named[] = [];
  for (const seen of candidates) {
    if (taken.has(seen.providerInviteId)) continue;
    const hostName = await names.nameOf(seen.hostId);
    if (hostName !== undefined) found.push({ seen, hostName });
  }
  return found;
}

/** Adopts those that are still nobody's and cannot be a create of ours whose answer is not recorded. */
async function adopt(context: Context, tx: Statements, strangers: readonly Named[]): Promise<readonly string[]> {
  if (strangers.length === 0) return [];
  const pending = await tx.pendingCreates();
  const taken = await tx.takenProviderIds(strangers.map(({ seen }) => seen.providerInviteId));
  const adopted: string[] = [];
  for (const { seen, hostName } of strangers) {
    if (taken.has(seen.providerInviteId) || pending.some((invite) => mayBeOurs(invite, seen))) continue;
    adopted.push((await adoptStranger(context, tx, seen, hostName)).id);
  }
  return adopted;
}
