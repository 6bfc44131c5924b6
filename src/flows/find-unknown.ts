import type { Invite } from '../domain/invite.ts';
import { isProblem } from '../domain/problem.ts';
import type { UnansweredWrite } from '../domain/unanswered.ts';
import { isAdoptable, type Stranger } from './adopt-invite.ts';
import type { Context, SeenGuestInvite } from './context.ts';
import type { HostNames } from './host-names.ts';
import { isUnclear } from './late-writes.ts';

/** What the provider shows and is no invite of ours, not over; and those that could be adopted, with the names of their hosts. */
type Unknown = {
  readonly untaken: readonly SeenGuestInvite[];
  readonly strangers: readonly { readonly seen: Stranger; readonly hostName: string }[];
};

/** Finds what the provider shows that is not among `ours`, nor known otherwise. What a list shows too little of is read by its key. */
export async function findUnknown(
  context: Context,
  byId: ReadonlyMap<string, SeenGuestInvite>,
  ours: readonly Invite[],
  { writes, names }: { readonly writes: readonly UnansweredWrite[]; readonly names: HostNames },
): Promise<Unknown> {
  const known = new Set(ours.map((invite) => invite.providerInviteId));
  const unknown = [...byId.values()].filter((each) => !known.has(each.providerInviteId));
  const candidates = unknown.filter((each): each is Stranger => isAdoptable(each, context.now()));
  const taken = await context.store.takenProviderIds(candidates.map((each) => each.providerInviteId));
  const untaken: SeenGuestInvite[] = [];
  const strangers: { readonly seen: Stranger; readonly hostName: string }[] = [];
  for (const seen of candidates) {
    if (taken.has(seen.providerInviteId)) continue;
    const closer = isUnclear(writes, seen) ? await context.guestAccess.get(seen.providerInviteId) : seen;
    // Taken for a stranger it would be let in for good: the next run looks again.
    if (isProblem(closer)) continue;
    untaken.push(closer);
    // Whose invite it is decides who may change it: before Slack has said where we are, nobody is adopted.
    const hostName = context.teller.workspaceId() === '' ? undefined : await names.nameOf(seen.hostId);
    if (hostName !== undefined) strangers.push({ seen, hostName });
  }
  return { untaken, strangers };
}
