import type { Json } from '../../src/sandbox/slack/slack-server.types.ts';
import { passing, whereToPress } from './gestures.ts';
import type { World } from './world.ts';

/** What a person's Home tab says, as plain data; '' where they have none. */
export function homeText(world: World, person: string): string {
  return JSON.stringify(world.slack.as(person).home()?.blocks ?? '');
}

/** Opens Home, and waits until it says this. */
export async function openHome(world: World, person: string, text: string): Promise<void> {
  await world.slack.as(person).openHome();
  await homeSays(world, person, text);
}

/** Waits until the Home that is open says this, without a gesture of the person; the world's time passes meanwhile. */
export function homeSays(world: World, person: string, text: string): Promise<void> {
  return passing(world, `the Home of ${person} says “${text}”`, () => homeText(world, person).includes(text));
}

/** Presses a button in Home, or chooses the same in the menu of an invite. `about`: what its row says, and else the first there is. */
export function pressInHome(world: World, person: string, actionId: string, about = ''): Promise<'ok' | 'failed'> {
  const { viewId, blocks } = opened(world, person);
  const from = blocks.findIndex((block) => JSON.stringify(block).includes(about));
  const rows = blocks.slice(from).map((block) => {
    const { accessory } = block;
    return { ...block, ...(accessory === undefined ? {} : { elements: [accessory] }) };
  });
  const { target, value } = whereToPress({ blocks: rows } as never, actionId);
  const menu = value === undefined ? target.actionId : 'invite_more';
  const block = rows.find(
    (row) => JSON.stringify(row.elements ?? '').includes(`"action_id":"${menu}"`) && JSON.stringify(row).includes(value ?? ''),
  );
  return world.slack.as(person).act({ viewId }, { blockId: String(block?.block_id), actionId: target.actionId }, value);
}

/** Chooses in one of the menus of Home. */
export function chooseInHome(world: World, person: string, actionId: string, value: string): Promise<'ok' | 'failed'> {
  return world.slack.as(person).act({ viewId: opened(world, person).viewId }, { actionId }, value);
}

function opened(world: World, person: string): { readonly viewId: string; readonly blocks: readonly Json[] } {
  const home = world.slack.as(person).home();
  if (home === undefined) throw new Error(`${person} has no Home`);
  return { viewId: String(home.id), blocks: home.blocks as readonly Json[] };
}
