import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { lineBlock, option } from '../../blocks/blocks.ts';
import { formValues } from '../../blocks/form-values.ts';
import { checkboxes, input } from '../../blocks/inputs.ts';
import { fields } from '../../names.ts';

/** What a form says of other invites on its computer: the line, mrkdwn, and what it asks about, '' for nothing (flows/guest/clashes.ts). */
export type ClashQuestion = { readonly line: string; readonly key: string };

export const noClash: ClashQuestion = { line: '', key: '' };

/**
 * Who else is on the computer, and a box to check before the form can be submitted: Slack takes no form with an empty input. `verb`:
 * "Invite anyway". The block's id names the clash (`key`), so a check for other invites does not count for these.
 */
export function clashBlocks({ line, key }: ClashQuestion, verb: string): KnownBlock[] {
  const said = lineBlock(line, 'clash');
  if (key === '') return said;
  return [...said, input(`${fields.clash}:${key}`, 'Computer booked', checkboxes([option(verb, 'anyway')], []))];
}

/** The `key` of the clash whose box was checked; '' for none. */
export function answeredClash(view: Pick<ViewOutput, 'state'>): string {
  const { values } = view.state;
  const blockId = Object.keys(values).find((id) => id.startsWith(`${fields.clash}:`)) ?? '';
  return formValues(view).ticked(fields.clash).includes('anyway') ? blockId.slice(fields.clash.length + 1) : '';
}

/** Added to the line of a form that was submitted before it could ask, mrkdwn. `verb`: what is to be done anyway; `submit`: what its button says. */
export function askedFirst(verb: string, submit: string = verb): string {
  return ` *Not sent yet.* Check “${verb} anyway” and press “${submit}”, or choose another computer or time.`;
}
