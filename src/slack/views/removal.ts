import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { ShownRemoval } from '../../flows/read-removals.ts';
import { memberActions } from '../names.ts';
import { keepWords, removalWho, wantedWords } from '../words/removals.ts';
import { actions, button, plain, section } from './blocks.ts';

/** The button that withdraws a removal; nothing for who may not. */
export function keepButtons({ id, kind, mayWithdraw }: Pick<ShownRemoval, 'id' | 'kind' | 'mayWithdraw'>): Button[] {
  return mayWithdraw ? [button(keepWords[kind], memberActions.keep, id)] : [];
}

/** A removal that does not get through, as a row of its own: where its system does not answer, there is no row it could stand in. */
export function removalRow(removal: ShownRemoval, nth: number): KnownBlock[] {
  const buttons = keepButtons(removal);
  return [
    section(`${removalWho(removal)}\n${wantedWords(removal)}`),
    ...(buttons.length === 0 ? [] : [actions(buttons, `row_${nth}`)]),
  ];
}

/** What a modal says when its removal is withdrawn, or could not be; mrkdwn. */
export function keptModal(words: string): ModalView {
  return {
    type: 'modal',
    callback_id: 'say',
    title: plain('Withdraw'),
    close: plain('Close'),
    blocks: [section(words)],
  };
}
