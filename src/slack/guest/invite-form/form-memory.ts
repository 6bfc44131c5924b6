import { z } from 'zod';
import { limits } from '../../blocks/limits.ts';
import { Conversation, Count, Id, Instant, Text, Zone } from '../../blocks/metadata.ts';
import { CheckedPlace } from '../../shared/form-place.ts';
import type { TimeForm } from './time-blocks.ts';

const Kept = z.object({ startDate: Text, startTime: Text, endDate: Text, endTime: Text, duration: Text });

/** The terms an update form opened with: values that still equal them were not changed. Instants are epoch milliseconds. */
const Shown = z.object({
  hostId: Id,
  hostName: Text,
  permissions: z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() }),
  timeZone: Zone,
  startsAt: Instant,
  endsAt: Instant,
});

/** What is under "More options" while that is folded. It comes back from outside and is checked like any input. */
const Folded = z.object({
  zone: Zone,
  message: Text,
  language: Text.default(''),
  sendEmail: z.boolean(),
  channelId: Id.optional(),
});

/** How often the invite comes, as the form holds it. */
const Repeat = z.object({
  kind: z.enum(['none', 'weekdays', 'weekly']),
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).readonly(),
  until: z.string().max(10),
});

/** What a form remembers between two drawings: hidden inputs keep what was typed into them. */
export const Memory = z.object({
  presetNo: Count,
  hostNo: Count,
  lengthNo: Count.default(0),
  kept: Kept,
  folded: Folded.optional(),
  inviteId: Id.optional(),
  shown: Shown.optional(),
  checked: CheckedPlace.optional(),
  /** Why approval is wanted, while the form doesn't ask for it. */
  reason: Text.optional(),
  repeat: Repeat.optional(),
  /** The occurrence of a series that is invited by hand (domain/series.ts). */
  occurrence: Id.optional(),
  /** Where it was opened. */
  typedIn: Conversation.optional(),
  /** The request for approval that is edited, and its revision as the person saw it. */
  approval: z.object({ id: Id, seen: Count }).optional(),
});

export type Memory = z.infer<typeof Memory>;

/** What the form of an approver remembers. */
export const ApprovalEditMemory = Memory.required({ approval: true });

/**
 * The memory of a form as private_metadata. Slack: at most 3000 characters. This is a few hundred, plus twice the 1000 of a folded message at
 * most; a reason that does not fit beside that is not kept.
 */
export function writeMemory(
  form: { readonly time: TimeForm; readonly presetNo: number; readonly hostNo: number; readonly lengthNo: number },
  about: Pick<
    Memory,
    'inviteId' | 'shown' | 'checked' | 'folded' | 'typedIn' | 'reason' | 'approval' | 'repeat' | 'occurrence'
  > = {},
): string {
  const { time, presetNo, hostNo, lengthNo } = form;
  const kept: z.infer<typeof Kept> = {
    startDate: time.start.date,
    startTime: time.start.time,
    endDate: time.end.date,
    endTime: time.end.time,
    duration: time.end.duration,
  };
  const { reason, ...others } = about;
  const memory = { presetNo, hostNo, lengthNo, kept, ...others } satisfies Memory;
  const withReason = JSON.stringify({ ...memory, reason } satisfies Memory);
  return withReason.length > limits.metadata ? JSON.stringify(memory) : withReason;
}

/** The invite a small form is about. */
export const About = z.object({ inviteId: Id });

/** Which invite an extend form is about, the end it counts from (epoch ms), and the zone of its times. */
export const Extends = About.extend({ endsAt: Instant, timeZone: Zone, reason: Text.optional() });
