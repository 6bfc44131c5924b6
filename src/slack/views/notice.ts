import type { Button } from '@slack/types';
import type { Invite } from '../../domain/invite.ts';
import type { Naming, Notice } from '../../flows/teller.ts';
import { buttons } from '../names.ts';
import { noticeWords } from '../words/notices.ts';
import { actions, button, context, cutMrkdwn, section, shortText } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { named } from './naming.ts';

/** Which end a warning was about: two presses on it mean one prolongation, not two. */
const SOON = 'soon:';

const asWritten: Naming = { mentions: undefined, names: {} };

/** A notice as a message; a warning of the end has the ways to answer it. Told directly, it says which invite it is about. */
export function noticeMessage(
  invite: Invite,
  notice: Notice,
  now: number,
  { naming = asWritten, isDirect = false }: { readonly naming?: Naming; readonly isDirect?: boolean } = {},
): Message {
  const text = named(noticeWords(invite, notice, now), naming);
  const blocks: Message['blocks'] = [section(text)];
  if (isDirect) blocks.push(context(aboutInvite(invite)));
  if (notice.name === 'ends_soon')
    blocks.push(actions(warningButtons(invite), warningId(Number(notice.facts.endsAt ?? invite.endsAt))));
  return { text: cutMrkdwn(text, 3000), blocks };
}

/** Which invite a message is about, and where its card is, mrkdwn. */
function aboutInvite({ eventName, guestEmail, hostName, channelId }: Invite): string {
  return `${shortText(eventName, 150)} · ${shortText(guestEmail, 254)} on *${shortText(hostName, 150)}* · <#${channelId}>`;
}

/** The ways to answer a warning of an invite's end. */
export function warningButtons({ id }: Invite): Button[] {
  return [
    button('Extend +30 min', `${buttons.extendBy}:30`, id),
    button('Extend +1 h', `${buttons.extendBy}:60`, id),
    button('Custom…', buttons.extend, id),
    button('End now', buttons.cancel, id, 'danger'),
  ];
}

/** The block_id of those: it names the end, epoch ms, and the row where there are several, since no two blocks of a message have one id. */
export function warningId(endsAt: number, row?: number): string {
  return row === undefined ? `${SOON}${endsAt}` : `${SOON}${endsAt}:${row}`;
}

/** The end (epoch ms) a pressed warning was about; undefined when the block is none of a warning. */
export function readWarnedEnd(blockId: string): number | undefined {
  const end = blockId.startsWith(SOON) ? Number(blockId.slice(SOON.length).replace(/:\d+$/, '')) : Number.NaN;
  return Number.isSafeInteger(end) ? end : undefined;
}
