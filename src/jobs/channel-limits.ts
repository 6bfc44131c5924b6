import type { Line } from '../domain/lanes.ts';

/** How long a channel is left to another replica that took a message for it, ms: about as long as that message takes. */
const LEFT_MS = 1_000;
const MOST_CHANNELS = 1_000;

/** Which channels can be posted to, so that a job which would only wait for its channel takes no slot. */
export type ChannelLimits = {
  /** From when on this job can be done, epoch ms; 0 for jobs that need no channel. */
  readonly freeAt: (line: Line) => number;
  /** Another replica was faster to take a job: it is about to post there. */
  readonly leave: (line: Line) => void;
};

/** `freeAt` is what the messenger knows of a channel; `now` in epoch ms. */
export function createChannelLimits(freeAt: (channelId: string) => number, now: () => number): ChannelLimits {
  const left = new Map<string, number>();
  const isPost = ({ lane }: Line) => lane === 'post' || lane === 'news';
  return {
    freeAt(line) {
      if (!isPost(line)) return 0;
      const leftUntil = left.get(line.target) ?? 0;
      // Left later than now, it was before the clock was set back.
      return Math.max(freeAt(line.target), leftUntil > now() + LEFT_MS ? 0 : leftUntil);
    },
    leave(line) {
      if (!isPost(line)) return;
      if (left.size >= MOST_CHANNELS) left.clear();
      left.set(line.target, now() + LEFT_MS);
    },
  };
}
