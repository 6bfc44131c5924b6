import { auditedTerms } from '../../../domain/audited-terms.ts';
import { type Invite, isAnnounced, nothingYet } from '../../../domain/invite.ts';
import { isProblem } from '../../../domain/problem.ts';
import { readZone, wallTimeOf } from '../../../domain/time/zoned-time.ts';
import {
  type Context,
  guestlist,
  type ProviderGuestInvite,
  type Statements,
  writeAudit,
} from '../../shared/context.ts';
import { planWindow } from '../plan-window.ts';

/** An invite at the provider that shows all we must know to keep it, and has not ended. */
export type ExternalInvite = ProviderGuestInvite &
  Required<Pick<Whole, 'hostId' | 'guestEmail' | 'startsAt' | 'endsAt'>>;
type Whole = { [K in keyof ProviderGuestInvite]: Exclude<ProviderGuestInvite[K], undefined> };

/** Whether it can be imported: what has ended is not worth keeping, and without guest, host and window there is nothing to show. */
export function isImportable(seen: ProviderGuestInvite, now: number): seen is ExternalInvite {
  const { hostId, guestEmail, startsAt, endsAt } = seen;
  if (hostId === undefined || guestEmail === undefined || startsAt === undefined || endsAt === undefined) return false;
  return !seen.cancelled && endsAt > now && endsAt > startsAt;
}

/**
 * Keeps an invite that somebody made in the provider's own dashboard as one of ours: listed and findable, changed by admins only,
 * since nobody knows who made it. It has a card and notices only when the policy names a channel for them.
 */
export async function importInvite(
  context: Context,
  tx: Statements,
  seen: ExternalInvite,
  hostName: string,
): Promise<Invite> {
  const invite = inviteFrom(context, seen, hostName);
  const inviteId = invite.id;
  await tx.insertInvite(invite);
  await tx.enqueue({ inviteId, kind: 'end', at: invite.endsAt });
  if (isAnnounced(invite)) {
    await tx.enqueue({ inviteId, kind: 'card' });
    await planWindow(tx, invite);
  }
  await writeAudit(context, tx, {
    inviteId,
    actor: guestlist,
    action: 'imported',
    facts: { providerInviteId: seen.providerInviteId },
    via: 'dashboard',
    after: auditedTerms(invite),
  });
  return invite;
}

function inviteFrom(context: Context, seen: ExternalInvite, hostName: string): Invite {
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
    requestKey: `imported:${seen.providerInviteId}`,
    workspaceId: context.workspaceId(),
    inviterId: '',
    inviterZone: undefined,
    channelId: context.policy().invites.adoptedChannel ?? '',
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
