import type { KnownBlock, PlainTextOption } from '@slack/types';
import { context } from './blocks.ts';
import { mailBlock } from './telling-blocks.ts';

/** Whether the guest is mailed the invitation, and what it means when not (`line`, mrkdwn): that is said as soon as the box is unticked. */
export function invitationMailBlocks(
  label: string,
  mail: PlainTextOption,
  ticked: boolean,
  line: string,
): KnownBlock[] {
  return [
    { ...mailBlock(label, mail, ticked), dispatch_action: true },
    ...(line === '' ? [] : [context(line, 'mail_line')]),
  ];
}
