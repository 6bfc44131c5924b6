import type { DailyDigest } from '../../../flows/shared/notifier.ts';
import { button, buttonRow, context, cutMrkdwn, type Message, section } from '../../blocks/blocks.ts';
import { limits } from '../../blocks/limits.ts';
import { lineSections } from '../../blocks/pages.ts';
import { buttons } from '../../names.ts';
import { dailyFoot, dailyHeading, dailyLine, dailyMore, dailyWaits } from './daily-digest-copy.ts';

/** So many invites are named. */
const MOST = 25;

/** A person's day as a direct message. `now` in epoch ms. */
export function dailyDigestMessage(digest: DailyDigest, now: number): Message {
  const heading = dailyHeading(digest);
  const waits = dailyWaits(digest);
  const lines = digest.invites.slice(0, MOST).map((invite) => dailyLine(invite, digest, now));
  const more = digest.invites.length - lines.length;
  return {
    text: cutMrkdwn([heading, ...waits].join(' '), limits.text),
    blocks: [
      section(heading),
      ...(lines.length === 0 ? [] : lineSections(lines)),
      ...(more > 0 ? [context(dailyMore(more))] : []),
      ...(waits.length === 0 ? [] : lineSections(waits)),
      ...buttonRow(waits.length === 0 ? [] : [button('Show approvals', buttons.run, 'approvals')]),
      context(dailyFoot),
    ],
  };
}
