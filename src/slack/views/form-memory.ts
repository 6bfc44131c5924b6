import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import type { TimeForm } from './time-blocks.ts';

const Kept = z.object({
  startDate: z.string(),
  startTime: z.string(),
  endDate: z.string(),
  endTime: z.string(),
  duration: z.string(),
});

/** The terms an update form opened with: what still says the same was left alone. Instants are epoch milliseconds. */
const Shown = z.object({
  hostId: z.string(),
  hostName: z.string(),
  permissions: z.object({ keyboard: z.boolean(), mouse: z.boolean(), gamepad: z.boolean() }),
  timeZone: z.string(),
  startsAt: z.number(),
  endsAt: z.number(),
});

/** What a form remembers between two looks: inputs that are hidden now keep what was typed into them. */
const Memory = z.object({
  presetNo: z.number().int().nonnegative(),
  hostNo: z.number().int().nonnegative(),
  kept: Kept,
  inviteId: z.string().optional(),
  shown: Shown.optional(),
});

export type Memory = z.infer<typeof Memory>;

export function readMemory(view: Pick<ViewOutput, 'private_metadata'>): Memory {
  return Memory.parse(JSON.parse(view.private_metadata));
}

/** The memory of a form as private_metadata. Slack: at most 3000 characters; this is a few hundred. */
export function writeMemory(
  form: { readonly time: TimeForm; readonly presetNo: number; readonly hostNo: number },
  about: Pick<Memory, 'inviteId' | 'shown'> = {},
): string {
  const { time, presetNo, hostNo } = form;
  const kept: z.infer<typeof Kept> = {
    startDate: time.start.date,
    startTime: time.start.time,
    endDate: time.end.date,
    endTime: time.end.time,
    duration: time.end.duration,
  };
  return JSON.stringify({ presetNo, hostNo, kept, ...about } satisfies Memory);
}

/**
 * Slack keeps what a person put into an input as long as its block_id stays, whatever initial value a new view names. An input
 * that the bot itself fills in gets a new id by counting; the reader takes any count.
 */
export function countedBlockId(blockId: string, count: number): string {
  return count === 0 ? blockId : `${blockId}:${count}`;
}

/** Names the invite a small form is about. */
const About = z.object({ inviteId: z.string() });

export function readAbout(view: Pick<ViewOutput, 'private_metadata'>): string {
  return About.parse(JSON.parse(view.private_metadata)).inviteId;
}

/** Which invite an extend form is about, the end it counts from (epoch ms), and the zone of its times. */
const Extends = About.extend({ endsAt: z.number(), timeZone: z.string() });

export function readExtends(view: Pick<ViewOutput, 'private_metadata'>): z.infer<typeof Extends> {
  return Extends.parse(JSON.parse(view.private_metadata));
}

/** The memory of an extend form as private_metadata. */
export function writeExtends(memory: z.infer<typeof Extends>): string {
  return JSON.stringify(memory);
}
