import type { KnownBlock, ModalView } from '@slack/types';
import type { Pending } from '../../flows/approval/pending.ts';
import type { ShownApproval } from '../../flows/shared/notifier.ts';
import { button, buttonRow, context, header, lineBlock, section } from '../blocks/blocks.ts';
import { modal } from '../blocks/inputs.ts';
import { approvalActions, modals } from '../names.ts';
import { readerAgo } from '../shared/time-copy.ts';
import { decideButtons } from './approval-card.ts';
import { progressCopy, whyCopy } from './cause-copy.ts';
import { askedTermsCopy, subjectCopy } from './subject-copy.ts';

/** So many requests of each part are shown: Slack takes 100 blocks in a modal. */
const MOST = 15;

/** What waits for a person's decision, and what they wait for. `note`: the result of the last click, mrkdwn; '' for none. */
export function approvalList({ mine, asked }: Pending, note = ''): ModalView {
  return modal({
    id: modals.approvals,
    title: 'Approvals',
    metadata: '{}',
    blocks: [
      ...lineBlock(note, 'note'),
      header('Waiting for you'),
      ...rows(mine, 'Nothing waits for your approval or review.', mineRow),
      header('You asked for'),
      ...rows(asked, "You aren't waiting for anybody's approval.", askedRow),
    ],
  });
}

function rows(
  shown: readonly ShownApproval[],
  empty: string,
  row: (shown: ShownApproval) => KnownBlock[],
): KnownBlock[] {
  if (shown.length === 0) return [section(empty)];
  const more = shown.length - MOST;
  return [
    ...shown.slice(0, MOST).flatMap(row),
    ...(more > 0 ? [context(`And ${more} more. The list shows the oldest ${MOST} first.`)] : []),
  ];
}

/** A request that waits for the reader's decision: what it is about, and the buttons to decide it. */
export function mineRow(shown: ShownApproval): KnownBlock[] {
  const { approval } = shown;
  const open = button('Open', approvalActions.open, approval.id);
  return [{ ...rowSection(shown), accessory: open }, ...buttonRow(decideButtons(approval))];
}

function askedRow(shown: ShownApproval): KnownBlock[] {
  const { id, revision, state } = shown.approval;
  const open = button('Open', approvalActions.open, id);
  const withdraw =
    state === 'open' ? [button('Withdraw', approvalActions.withdraw, `${id}:${revision}`, 'danger')] : [];
  return [{ ...rowSection(shown), accessory: open }, ...buttonRow(withdraw)];
}

function rowSection(shown: ShownApproval) {
  const { approval, votes } = shown;
  const { requesterId, state, createdAt, terms } = approval;
  const zone = terms?.timeZone ?? 'UTC';
  const asked = askedTermsCopy(approval);
  const what =
    state === 'bypassed'
      ? `:rotating_light: <@${requesterId}> went ahead without approval to ${subjectCopy(shown)}`
      : `:raised_hand: <@${requesterId}> asks to ${subjectCopy(shown)}`;
  const how = state === 'bypassed' ? 'Somebody else has to review it' : progressCopy(approval, votes);
  return section(
    [what, ...(asked === '' ? [] : [asked]), `${whyCopy(approval)} · ${how} · ${readerAgo(createdAt, zone)}`].join(
      '\n',
    ),
  );
}
