import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { ShownRemoval } from '../../flows/member/read-removals.ts';
import { button, buttonRow, section } from '../blocks/blocks.ts';
import { modal } from '../blocks/inputs.ts';
import { memberActions } from '../names.ts';
import { keepCopy, removalWho, wantedCopy } from './removal-copy.ts';

/** The button that withdraws a removal; none for people who may not. */
export function keepButtons({ id, kind, mayWithdraw }: Pick<ShownRemoval, 'id' | 'kind' | 'mayWithdraw'>): Button[] {
  return mayWithdraw ? [button(keepCopy[kind], memberActions.keep, id)] : [];
}

/** A removal that keeps failing, as a row of its own: a system that doesn't answer has no list to show it in. */
export function removalRow(removal: ShownRemoval, nth: number): KnownBlock[] {
  return [section(`${removalWho(removal)}\n${wantedCopy(removal)}`), ...buttonRow(keepButtons(removal), `row_${nth}`)];
}

/** Shown when a removal was withdrawn, or couldn't be. `text` is mrkdwn. */
export function keptModal(text: string): ModalView {
  return modal({ id: 'say', title: 'Withdraw', blocks: [section(text)] });
}
