import type { RemovalKind } from '../../domain/removal.ts';
import type { ChannelNotice, DirectNotice } from '../../flows/shared/notifier.ts';
import { actions, buttonRow, cut, cutMrkdwn, type Message, section } from '../blocks/blocks.ts';
import { limits } from '../blocks/limits.ts';
import { approvalReminderCopy, openRequestButtons } from './approval-copy.ts';
import { directNoticeCopy } from './direct-notice-copy.ts';
import { keepButtons } from './removal.ts';
import { seriesNoticeButtons } from './series-buttons.ts';
import { settingsChangeCopy } from './settings-copy.ts';
import { takeOverButtons } from './take-over.ts';

/** A direct notice as a message, with buttons to take an invite over or to withdraw a removal. `now` in epoch ms. */
export function directNoticeMessage(notice: DirectNotice, now: number): Message {
  const text = directNoticeCopy(notice, now);
  const blocks: Message['blocks'] = [section(text)];
  if (notice.name === 'inviter_left') blocks.push(actions(takeOverButtons(String(notice.facts.inviteId))));
  blocks.push(...buttonRow(seriesNoticeButtons(notice)));
  if (notice.name === 'removal_stuck') {
    const { removalId, kind } = notice.facts;
    const keep = { id: String(removalId), kind: String(kind) as RemovalKind, mayWithdraw: true };
    blocks.push(actions(keepButtons(keep)));
  }
  blocks.push(...buttonRow(openRequestButtons(notice.facts)));
  return { text: cutMrkdwn(text, limits.text), blocks };
}

/** The text of each notice to a channel that is about no invite, mrkdwn. */
const channelTexts = {
  settings_changed: (facts) => `:gear: <@${facts.by}> changed what Guestlist posts here: ${settingsChangeCopy(facts)}.`,
  approval_reminder: (facts) => approvalReminderCopy(facts),
} satisfies Record<ChannelNotice['name'], (facts: ChannelNotice['facts']) => string>;

/** Such a notice as a message. An unknown name is a bug and throws. */
export function channelNoticeMessage({ name, facts }: ChannelNotice): Message {
  if (!(name in channelTexts)) throw new Error(`no text for the notice ${name}`);
  const text = channelTexts[name](facts);
  return { text: cut(text, limits.text), blocks: [section(text), ...buttonRow(openRequestButtons(facts))] };
}
