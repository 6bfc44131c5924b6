import type { Button } from '@slack/types';
import type { Invite } from '../../../domain/invite.ts';
import type { Naming, Notice } from '../../../flows/shared/notifier.ts';
import { actions, button, context, cutMrkdwn, type Message, section } from '../../blocks/blocks.ts';
import { buttons } from '../../names.ts';
import { eventCopy, guestCopy, hostCopy } from '../facts-copy.ts';
import { named } from './naming.ts';
import { noticeCopy } from './notice-copy.ts';

/** Which end a warning was about: pressed twice, it extends once. */
const SOON = 'soon:';

const asWritten: Naming = { mentions: undefined, names: {} };

/** A notice as a message; a warning of the end has buttons to answer it. In a direct message it says which invite it is about. */
export function noticeMessage(
  invite: Invite,
  notice: Notice,
  now: number,
  { naming = asWritten, isDirect = false }: { readonly naming?: Naming; readonly isDirect?: boolean } = {},
): Message {
  const text = named(noticeCopy(invite, notice, now), naming);
  const blocks: Message['blocks'] = [section(text)];
  if (isDirect) blocks.push(context(aboutInvite(invite)));
  if (notice.name === 'ends_soon')
    blocks.push(actions(warningButtons(invite), warningId(Number(notice.facts.endsAt ?? invite.endsAt))));
  return { text: cutMrkdwn(text, 3000), blocks };
}

/** Which invite a message is about, and where its card is, mrkdwn. */
function aboutInvite(invite: Invite): string {
  return `${eventCopy(invite)} · ${guestCopy(invite)} on ${hostCopy(invite)} · <#${invite.channelId}>`;
}

/** The ways to answer a warning of an invite's end. */
export function warningButtons({ id }: Invite): Button[] {
  return [
    button('Extend 30 min', `${buttons.extendBy}:30`, id),
    button('Extend 1 hour', `${buttons.extendBy}:60`, id),
    button('Extend…', buttons.extend, id),
    button('End now', buttons.cancel, id, 'danger'),
  ];
}

/** Their block_id: it names the end (epoch ms), and the row where there are several, since ids must differ within a message. */
export function warningId(endsAt: number, row?: number): string {
  return row === undefined ? `${SOON}${endsAt}` : `${SOON}${endsAt}:${row}`;
}

/** The end (epoch ms) a pressed warning was about; undefined when the block is not of a warning. */
export function readWarnedEnd(blockId: string): number | undefined {
  const end = blockId.startsWith(SOON) ? Number(blockId.slice(SOON.length).replace(/:\d+$/, '')) : Number.NaN;
  return Number.isSafeInteger(end) ? end : undefined;
}
