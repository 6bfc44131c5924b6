import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { cards, passing, topView, words } from './gestures.ts';
import type { World } from './world.ts';

/** Types `/member …` into the channel. */
export function member(world: World, person: string, text: string): Promise<'ok' | 'failed'> {
  return world.slack.as(person).command(world.channel, `/member ${text}`.trim());
}

/** Everything a view shows. */
export function viewCopy(view: OpenView): string {
  return JSON.stringify(view.view.blocks);
}

/** Opens the form, in which the system named is chosen and nothing is loading any more. */
export async function openMemberForm(world: World, person: string, system: string, text = ''): Promise<OpenView> {
  await member(world, person, `invite ${system} ${text}`);
  const view = await topView(world, person, 'member_form');
  await world.slack.until('all is loaded', () => !viewCopy(view).includes('Loading…'));
  return view;
}

/** Fills the form and submits it; answers the view and what became of it. */
export async function submitMembers(
  world: World,
  person: string,
  typed: {
    readonly system: string;
    readonly addresses: string;
    readonly role?: string;
    readonly group?: string;
    readonly appRule?: string;
    readonly mail?: boolean;
  },
): Promise<{ readonly view: OpenView; readonly result: string }> {
  const view = await openMemberForm(world, person, typed.system);
  const user = world.slack.as(person);
  await user.fill(view.id, { blockId: 'addresses_1' }, typed.addresses);
  const { role, group, appRule } = typed;
  for (const [field, value] of Object.entries({ role, group, app_rule: appRule })) {
    if (value !== undefined) await user.fill(view.id, { blockId: `${field}:${typed.system}` }, value);
  }
  if (typed.mail !== undefined) await user.fill(view.id, { blockId: 'mail' }, typed.mail ? ['mail'] : []);
  return { view, result: await user.submit(view.id) };
}

/** The newest card of members that says this. Its edits are spaced: the world's time passes meanwhile. */
export async function memberCardSaying(world: World, text: string): Promise<Message> {
  const find = () => cards(world).findLast((card) => /Member invites to/.test(card.text) && words(card).includes(text));
  await passing(world, `a card of members says “${text}”`, () => find() !== undefined);
  return find() as Message;
}

/** Types `/member …` that opens a list, and waits until the system has answered. */
export async function openList(
  world: World,
  person: string,
  text: string,
  callbackId: 'member_pending' | 'member_list' = 'member_pending',
): Promise<OpenView> {
  const before = world.slack.as(person).views().at(-1)?.id;
  await member(world, person, text);
  await world.slack.until('another modal is open', () => world.slack.as(person).views().at(-1)?.id !== before);
  const view = await topView(world, person, callbackId);
  await listSays(world, view, '');
  return view;
}

/** Waits until a list is loaded and says this. */
export async function listSays(world: World, view: OpenView, text: string): Promise<void> {
  await world.slack.until(`the list says “${text}”`, () => {
    const shown = viewCopy(view);
    return !shown.includes('Asking ') && shown.includes(text);
  });
}

/** Presses a button of the row that names somebody. */
export function pressInRow(
  world: World,
  person: string,
  view: OpenView,
  who: string,
  actionId: string,
): Promise<'ok' | 'failed'> {
  const blocks = view.view.blocks as { block_id?: string; text?: { text?: string } }[];
  const at = blocks.findIndex((block) => block.text?.text?.startsWith(`*${who}`));
  const blockId = blocks[at + 1]?.block_id ?? '';
  if (at < 0 || !blockId.startsWith('row_')) throw new Error(`${who} has no buttons in ${viewCopy(view)}`);
  return world.slack.as(person).act({ viewId: view.id }, { blockId, actionId });
}

/** Invites through the form, and waits until the card says that all of them are. */
export async function invitedMembers(
  world: World,
  person: string,
  typed: Parameters<typeof submitMembers>[2],
  says: string,
): Promise<Message> {
  const { result, view } = await submitMembers(world, person, typed);
  if (result !== 'closed') throw new Error(`the form was not taken: ${result} ${JSON.stringify(view.errors)}`);
  return memberCardSaying(world, says);
}
