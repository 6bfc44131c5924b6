import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import { Conversation, Count, Id, Instant, Text, Zone } from './metadata.ts';
import type { TimeForm } from './time-blocks.ts';

const Kept = z.object({ startDate: Text, startTime: Text, endDate: Text, endTime: Text, duration: Text });

/** The terms an update form opened with: what still says the same was left alone. Instants are epoch milliseconds. */
const Shown = z.object({
  hostId: Id,
  hostName: Text,
  permissions: z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() }),
  timeZone: Zone,
  startsAt: Instant,
  endsAt: Instant,
});

/** The channel that the line under the channel is about. `isKnown`: Slack has described it. */
export const CheckedPlace = z.object({ channelId: Id, isShared: z.boolean(), isKnown: z.boolean() });
export type CheckedPlace = z.infer<typeof CheckedPlace>;

/** What is under "More options" while that is folded. It comes back from outside, like all inputs, and is checked like them. */
const Folded = z.object({ zone: Zone, message: Text, sendEmail: z.boolean(), channelId: Id.optional() });

/** What a form remembers between two looks: inputs that are hidden now keep what was typed into them. */
export const Memory = z.object({
  presetNo: Count,
  hostNo: Count,
  lengthNo: Count.default(0),
  kept: Kept,
  folded: Folded.optional(),
  inviteId: Id.optional(),
  shown: Shown.optional(),
  checked: CheckedPlace.optional(),
  /** Where it was opened. */
  typedIn: Conversation.optional(),
});

export type Memory = z.infer<typeof Memory>;

export function readMemory(view: Pick<ViewOutput, 'private_metadata'>): Memory {
  return Memory.parse(JSON.parse(view.private_metadata));
}

/** The memory of a form as private_metadata. Slack: at most 3000 characters. This is a few hundred, and a folded message twice its 1000 at most. */
export function writeMemory(
  form: { readonly time: TimeForm; readonly presetNo: number; readonly hostNo: number; readonly lengthNo: number },
  about: Pick<Memory, 'inviteId' | 'shown' | 'checked' | 'folded' | 'typedIn'> = {},
): string {
  const { time, presetNo, hostNo, lengthNo } = form;
  const kept: z.infer<typeof Kept> = {
    startDate: time.start.date,
    startTime: time.start.time,
    endDate: time.end.date,
    endTime: time.end.time,
    duration: time.end.duration,
  };
  return JSON.stringify({ presetNo, hostNo, lengthNo, kept, ...about } satisfies Memory);
}

/**
 * Slack keeps what a person put into an input as long as its block_id stays, whatever initial value a new view names. An input
 * that the bot itself fills in gets a new id by counting; the reader takes any count.
 */
export function countedBlockId(blockId: string, count: number): string {
  return count === 0 ? blockId : `${blockId}:${count}`;
}

/** Names the invite a small form is about. */
export const About = z.object({ inviteId: Id });

export function readAbout(view: Pick<ViewOutput, 'private_metadata'>): string {
  return About.parse(JSON.parse(view.private_metadata)).inviteId;
}

/** Which invite an extend form is about, the end it counts from (epoch ms), and the zone of its times. */
export const Extends = About.extend({ endsAt: Instant, timeZone: Zone });

export function readExtends(view: Pick<ViewOutput, 'private_metadata'>): z.infer<typeof Extends> {
  return Extends.parse(JSON.parse(view.private_metadata));
}

/** The memory of an extend form as private_metadata. */
export function writeExtends(memory: z.infer<typeof Extends>): string {
  return JSON.stringify(memory);
}
