import type { KnownBlock } from '@slack/types';
import { type Invite, isTold } from '../../domain/invite.ts';
import { auditWords } from '../words/audit.ts';
import { invitedWords } from '../words/inviter.ts';
import { stateWords } from '../words/states.ts';
import { readerTime } from '../words/times.ts';
import { actions, context, cut, escapeText, fieldsSection, header, section } from './blocks.ts';
import { cardButtons, inviteFields, type Message } from './invite-card.ts';

type Happening = { readonly at: number; readonly actor: string; readonly action: string };

/**
 * All about one invite, for one person. Buttons and the guest's link only for who may change it: the link is a way in.
 */
export function inviteDetails(
  invite: Invite,
  happenings: readonly Happening[],
  options: { readonly mayChange: boolean; readonly now: number },
): Message {
  const history = happenings
    .slice(-12)
    .map((each) => `${readerTime(each.at, invite.timeZone)}: ${auditWords(each.action, each.actor)}`)
    .join('\n');
  const shownButtons = options.mayChange ? cardButtons(invite, options.now) : [];
  const blocks: KnownBlock[] = [
    header(invite.eventName),
    section(stateWords(invite, options.now)),
    fieldsSection(inviteFields(invite)),
    ...(invite.message === '' ? [] : [section(`*Message to the guest*\n${escapeText(cut(invite.message, 1000))}`)]),
    ...(options.mayChange && invite.link !== undefined
      ? [section(`*The guest's link* (a way in: give it to the guest only)\n${escapeText(invite.link)}`)]
      : []),
    section(`*What happened*\n${history === '' ? 'Nothing yet.' : history}`),
    context(
      `${invitedWords(invite)} · ${isTold(invite) ? `told in <#${invite.channelId}>` : 'no channel is told'} · \`${invite.id}\``,
    ),
    ...(shownButtons.length === 0 ? [] : [actions(shownButtons)]),
  ];
  return { text: escapeText(`Invite for ${invite.guestEmail}: ${invite.eventName}`), blocks };
}
