import type { Invite } from '../../../domain/invite.ts';
import { isProblem } from '../../../domain/problem.ts';
import type { UnansweredWrite } from '../../../domain/unanswered-write.ts';
import type { Context, ProviderGuestInvite } from '../../shared/context.ts';
import type { HostNames } from '../host-names.ts';
import { isUnclear } from '../late-writes.ts';
import { type ExternalInvite, isImportable } from './import-invite.ts';

/** What the provider shows and is no invite of ours and has not ended; and those that can be imported, with the names of their hosts. */
type Unknown = {
  readonly untaken: readonly ProviderGuestInvite[];
  readonly external: readonly { readonly seen: ExternalInvite; readonly hostName: string }[];
};

/** Finds what the provider shows that is not among `ours`, nor known otherwise. What a list shows too little of is read by its key. */
export async function findUnknown(
  context: Context,
  byId: ReadonlyMap<string, ProviderGuestInvite>,
  ours: readonly Invite[],
  { writes, names }: { readonly writes: readonly UnansweredWrite[]; readonly names: HostNames },
): Promise<Unknown> {
  const known = new Set(ours.map((invite) => invite.providerInviteId));
  const unknown = [...byId.values()].filter((each) => !known.has(each.providerInviteId));
  const candidates = unknown.filter((each): each is ExternalInvite => isImportable(each, context.now()));
  const taken = await context.store.takenProviderIds(candidates.map((each) => each.providerInviteId));
  const untaken: ProviderGuestInvite[] = [];
  const external: { readonly seen: ExternalInvite; readonly hostName: string }[] = [];
  for (const seen of candidates) {
    if (taken.has(seen.providerInviteId)) continue;
    const closer = isUnclear(writes, seen) ? await context.guestAccess.get(seen.providerInviteId) : seen;
    // Imported it would stay for good: the next run looks again.
    if (isProblem(closer)) continue;
    untaken.push(closer);
    // Whose invite it is decides who may change it: before Slack has said where we are, none is imported.
    const hostName = context.workspaceId() === '' ? undefined : await names.nameOf(seen.hostId);
    if (hostName !== undefined) external.push({ seen, hostName });
  }
  return { untaken, external };
}
