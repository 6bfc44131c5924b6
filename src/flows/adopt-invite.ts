import { type Invite, isTold, nothingYet } from '../domain/invite.ts';
import { isProblem } from '../domain/problem.ts';
import { readZone, wallTimeOf } from '../domain/zoned-time.ts';
import { type Context, guestlist, type SeenGuestInvite, type Statements } from './context.ts';
import { planWindow } from './plan-window.ts';

/** An invite at the provider that shows all we must know to keep it, and is not over. */
export type Stranger = SeenGuestInvite & Required<Pick<Whole, 'hostId' | 'guestEmail' | 'startsAt' | 'endsAt'>>;
type Whole = { [K in keyof SeenGuestInvite]: Exclude<SeenGuestInvite[K], undefined> };

/** Whether it could be adopted: what is over is not worth keeping, and without guest, host and window there is nothing to show. */
export function isAdoptable(seen: SeenGuestInvite, now: number): seen is Stranger {
  const { hostId, guestEmail, startsAt, endsAt } = seen;
  if (hostId === undefined || guestEmail === undefined || startsAt === undefined || endsAt === undefined) return false;
  return !seen.cancelled && endsAt > now && endsAt > startsAt;
}

/**
 * Keeps an invite that somebody made in the provider's own dashboard as one of ours: listed and findable, changed by admins only,
 * since nobody knows who made it. It has a card and notices only when the policy names a channel for them.
 */
export async function adoptStranger(
  context: Context,
  tx: Statements,
  seen: Stranger,
  hostName: string,
): Promise<Invite> {
  const invite = adopted(context, seen, hostName);
  const inviteId = invite.id;
  await tx.insertInvite(invite);
  await tx.oweWork({ inviteId, kind: 'end', at: invite.endsAt });
  if (isTold(invite)) {
    await tx.oweWork({ inviteId, kind: 'card', at: 0 });
    await planWindow(tx, invite);
  }
  await tx.insertAudit({
    id: context.newId(),
    inviteId,
    at: invite.createdAt,
    actor: guestlist,
    action: 'adopted',
    facts: { providerInviteId: seen.providerInviteId },
  });
  return invite;
}

function adopted(context: Context, seen: Stranger, hostName: string): Invite {
  const now = context.now();
  const zone = readZone(seen.timeZone ?? 'UTC');
  const timeZone = isProblem(zone) ? 'UTC' : zone;
  const typed = (at: number) => {
    const { date, time } = wallTimeOf(at, timeZone);
    return `${date}T${time}`;
  };
  const { keyboard = false, mouse = false, gamepad = false } = seen.permissions;
  return {
    id: `inv_${context.newId()}`,
    requestKey: `adopted:${seen.providerInviteId}`,
    workspaceId: context.teller.workspaceId(),
    inviterId: '',
    inviterZone: undefined,
    channelId: context.policy.invites.adoptedChannel ?? '',
    guestEmail: seen.guestEmail,
    hostId: seen.hostId,
    hostName,
    // A card must have a heading.
    eventName: seen.eventName?.trim() || 'Made in Parsec',
    message: '',
    permissions: { keyboard, mouse, gamepad },
    timeZone,
    startsAt: seen.startsAt,
    endsAt: seen.endsAt,
    typedStart: typed(seen.startsAt),
    typedEnd: typed(seen.endsAt),
    sendEmail: false,
    state: 'granted',
    providerInviteId: seen.providerInviteId,
    link: seen.link,
    ...nothingYet,
    createdAt: now,
    updatedAt: now,
  };
}
