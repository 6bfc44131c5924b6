import { presenceOf } from '../../../domain/attendance.ts';
import { defined } from '../../../domain/defined.ts';
import { type GuestGroup, membersOf } from '../../../domain/guest-group.ts';
import type { Invite } from '../../../domain/invite.ts';
import type { Job } from '../../../domain/job.ts';
import { noOtherAccess } from '../../../domain/other-access.ts';
import { cardOfGroup } from '../../shared/card-place-notices.ts';
import {
  type Claim,
  type Context,
  closedStates,
  done,
  guestlist,
  type Outcome,
  type Statements,
  writeAudit,
} from '../../shared/context.ts';
import type { GroupMember } from '../../shared/notifier.ts';
import { otherAccessIn } from '../../shared/other-access.ts';
import { retryNotifyingAt } from '../../shared/retry-notifying.ts';
import { standCard } from '../../shared/stand-card.ts';
import { planWarning } from '../plan-window.ts';
import { saysGuestIsOut, waitsFor } from '../show-card.ts';

/** How long an edit of the card of a group is the last one, ms: guests who change one after the other are edited together. */
const GROUP_SPACING_MS = 2_000;

/** Makes the card of a group say how each of its guests stands; however many change at once, not more often than every two seconds. */
export async function showGroupCard(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const { store, notifier } = context;
  const group = await store.getGuestGroup(job.name);
  if (group === undefined) return done;
  const invites = membersOf(await store.invitesOfGroup(group.id));
  const isErased = invites.some(({ erasedAt }) => erasedAt !== undefined);
  return standCard(context, { job, claim }, group, {
    spacingMs: GROUP_SPACING_MS,
    // Whoever took them over is who invites.
    card: cardOfGroup({ ...group, requesterId: invites[0]?.inviterId ?? group.requesterId }),
    async show(options) {
      const members = await Promise.all(invites.map((invite) => memberOf(context, invite, options.channelId)));
      return notifier.showGroupCard(group, members, options);
    },
    save: (tx, { place, isNew, shownAt, channelId }) =>
      isNew || shownAt === undefined
        ? tx.saveGroupCard(group.id, { place, ...defined({ shownAt, channelId }) }, context.now())
        : tx.saveGroupCardShown(group.id, shownAt),
    // As long as one of them is news, it is tried as often as that.
    retryAt: (why) => Math.min(...invites.map((invite) => retryNotifyingAt(context, invite, claim, why))),
    // Nobody is to read of old guests again because one of them was erased.
    staysGone: isErased && invites.every(({ state }) => closedStates.includes(state)),
    move: (tx, direct) => moveGroup(context, tx, group, direct),
  });
}

/** A guest of a group with what is not in the invite itself. */
async function memberOf(context: Context, invite: Invite, channelId: string): Promise<GroupMember> {
  return {
    invite,
    access: saysGuestIsOut(invite) ? await otherAccessIn(context, invite, channelId) : noOtherAccess,
    ...defined({
      waits: await waitsFor(context, invite),
      presence: presenceOf(await context.store.getAttendance(invite.id)),
    }),
  };
}

/** All guests of the group move with its card. */
async function moveGroup(context: Context, tx: Statements, group: GuestGroup, direct: string): Promise<boolean> {
  const { workspaceId } = group;
  await tx.saveGroupCard(group.id, { place: undefined, channelId: direct }, context.now());
  const moved = { action: 'moved_to_direct_message', facts: { from: group.channelId } } as const;
  for (const invite of await tx.invitesOfGroup(group.id)) {
    // The warning was planned as the old place wanted it.
    if (invite.state === 'granted') await planWarning(tx, invite);
    await writeAudit(context, tx, { inviteId: invite.id, workspaceId, actor: guestlist, ...moved });
  }
  return true;
}
