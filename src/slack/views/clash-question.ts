import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { actions as actionIds, fields } from '../names.ts';
import { context, option, plain } from './blocks.ts';
import { formValues } from './form-values.ts';

/** What a form says of other invites on its computer: the line, mrkdwn, and what it asks about, '' for nothing (flows/clashes.ts). */
export type ClashQuestion = { readonly line: string; readonly key: string };

export const noClash: ClashQuestion = { line: '', key: '' };

/**
 * Who else is on the computer, and the question whether to go on all the same, which has to be answered: Slack takes no form with an empty
 * input. `deed`: "Invite anyway". A tick for other invites is not a tick for these, since Slack keeps what was ticked by the block's id.
 */
export function clashBlocks({ line, key }: ClashQuestion, deed: string): KnownBlock[] {
  const said = line === '' ? [] : [context(line, 'clash')];
  if (key === '') return said;
  return [
    ...said,
    {
      type: 'input',
      block_id: `${fields.clash}:${key}`,
      label: plain('This computer is booked then'),
      element: { type: 'checkboxes', action_id: actionIds.value, options: [option(deed, 'anyway')] },
    },
  ];
}

/** The question that was answered in a form; '' for none. */
export function answeredClash(view: Pick<ViewOutput, 'state'>): string {
  const { values } = view.state;
  const blockId = Object.keys(values).find((id) => id.startsWith(`${fields.clash}:`)) ?? '';
  return formValues(view).ticked(fields.clash).includes('anyway') ? blockId.slice(fields.clash.length + 1) : '';
}

/** Behind the line of a form that was submitted before it could ask, mrkdwn. `submit`: what its button says. */
export function askedFirst(submit: string): string {
  return ` *Nothing was sent yet.* Tick “${submit} anyway” and press “${submit}”, or choose another computer or time.`;
}
