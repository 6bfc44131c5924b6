import { defined } from '../../domain/defined.ts';
import type { Invite } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import type { GuestRule } from '../../domain/policy/guest-rule.ts';
import { type Length, lengthMs } from '../../domain/time/durations.ts';
import { nextFreeSlot, SLOT_DAYS, type Slot } from '../../domain/time/next-free-slot.ts';
import { lengthBetween, SOON_MS, wallTimeOf } from '../../domain/time/zoned-time.ts';
import type { Context } from '../shared/context.ts';
import { ruleOfNew } from './decide-invite.ts';
import { policyLimits } from './window-limits-now.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a free time is looked for: `from` in epoch ms, `zone` an IANA name. */
export type WantedSlot = {
  readonly hostId: string;
  readonly length: Length;
  readonly zone: string;
  readonly from: number;
  readonly timeOfDay?: string;
};

/** The next time in which a host is free, within what the policy allows; `rule`: the one that decides. Undefined for none in 14 days. */
export async function nextSlot(
  context: Pick<Context, 'store' | 'policy' | 'now'>,
  { hostId, ...wanted }: WantedSlot,
  rule: GuestRule | undefined,
): Promise<Slot | undefined> {
  const endsAt = wanted.from + (SLOT_DAYS + 1) * DAY_MS + lengthMs(wanted.length);
  const { bookings, knownUntil } = await context.store.bookedOnHost({ hostId, startsAt: wanted.from, endsAt });
  const limits = policyLimits(context, rule);
  const slot = nextFreeSlot({ ...wanted, bookings, limits, ...defined({ hours: rule?.hours }) });
  return slot !== undefined && slot.endsAt > knownUntil ? undefined : slot;
}

/** When an invite is proposed to be made again. */
export type RepeatTime =
  /** As it was: it lies ahead, and the host is free; or it failed, and is tried again. */
  | { readonly kind: 'same' }
  | { readonly kind: 'next'; readonly slot: Slot; readonly length: Length }
  /** The host has no free time of this length. */
  | { readonly kind: 'none'; readonly length: Length };

/**
 * When to invite a guest again: at the next free time of the same host for the same length, at the same time of day where that was chosen.
 * Parsec is not asked: a form opens with it.
 */
export async function timeToRepeat(context: Context, invite: Invite, person: Person): Promise<RepeatTime> {
  const now = context.now();
  const { startsAt, endsAt, timeZone: zone, hostId } = invite;
  if (invite.state === 'failed' && endsAt > now) return { kind: 'same' };
  if (startsAt > now && (await context.store.invitesOnHost({ hostId, startsAt, endsAt })).length === 0)
    return { kind: 'same' };
  const length = wholeMinutes(lengthBetween(startsAt, endsAt, zone));
  // Nobody chose the time of day of what started at once.
  const timeOfDay = invite.typedStart === 'now' ? undefined : wallTimeOf(startsAt, zone).time;
  const wanted = { hostId, length, zone, from: now + SOON_MS, ...defined({ timeOfDay }) };
  const slot = await nextSlot(context, wanted, await ruleOfNew(context, person, invite));
  return slot === undefined ? { kind: 'none', length } : { kind: 'next', slot, length };
}

function wholeMinutes({ days, ms }: Length): Length {
  const rest = Math.ceil(ms / MINUTE_MS) * MINUTE_MS;
  return days === 0 && rest === 0 ? { days, ms: MINUTE_MS } : { days, ms: rest };
}
