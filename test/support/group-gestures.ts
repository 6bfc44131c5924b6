import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { costUnknown } from '../../src/slack/guest/invite-form/form-lines.ts';
import { guest, inputId, topView, words } from './gestures.ts';
import type { World } from './world.ts';

/** Runs `/guest …` for several guests, and waits until the form says what Parsec has answered. */
export async function openSeveralForm(world: World, person: string, text: string): Promise<OpenView> {
  await guest(world, person, text);
  const view = await topView(world, person, 'several_form');
  await world.slack.until('Parsec has answered', () => !JSON.stringify(view.view).includes(costUnknown));
  return view;
}

/** Chooses computers by their names, in this order, and waits until the form has been drawn again. */
export async function chooseHosts(
  world: World,
  person: string,
  view: OpenView,
  names: readonly string[],
): Promise<void> {
  const user = world.slack.as(person);
  const target = { blockId: inputId(view, 'hosts'), actionId: 'hosts_search' };
  const found = await user.search({ viewId: view.id }, target, '');
  if (found === 'failed') throw new Error('the search for computers was not answered');
  const offered = found.groups.flatMap((group) => group.options);
  const options = names.map((name) => offered.find((option) => option.text.text === name));
  await user.fill(view.id, target, options);
  const [last = ''] = names.slice(-1);
  await world.slack.until('the computers are in the form', () => viewSays(view, `on *${last}*`));
}

/** Whether an open modal says this. */
export function viewSays(view: OpenView, text: string): boolean {
  return JSON.stringify(view.view).includes(text);
}

/** Chooses in the menu of one guest on the card of a group. */
export function chooseOf(
  world: World,
  person: string,
  card: Message,
  email: string,
  action: string,
): Promise<'ok' | 'failed'> {
  const row = card.blocks.find((block) => JSON.stringify(block).includes(email)) as Row | undefined;
  const choice = row?.accessory?.options?.find(({ value }) => value.startsWith(`${action}:`))?.value;
  if (row?.block_id === undefined || choice === undefined)
    throw new Error(`no ${action} for ${email} on ${words(card)}`);
  const target = { blockId: row.block_id, actionId: 'invite_more' };
  return world.slack.as(person).act({ channel: card.channel, ts: card.ts }, target, choice);
}

type Row = {
  readonly block_id?: string;
  readonly accessory?: { readonly options?: readonly { readonly value: string }[] };
};
