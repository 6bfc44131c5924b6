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

/** The same until it does not say it any more. */
export function homeIsSilent(world: World, person: string, text: string): Promise<void> {
  return passing(
    world,
    `the Home of ${person} is silent about “${text}”`,
    () => !homeText(world, person).includes(text),
  );
}

/** Presses a button in Home, or chooses the same in the menu of an invite. `about`: what the row says, the first there is by default. */
export function pressInHome(world: World, person: string, actionId: string, about = ''): Promise<'ok' | 'failed'> {
  const { viewId, blocks } = opened(world, person);
  const from = blocks.findIndex((block) => JSON.stringify(block).includes(about));
  for (const block of blocks.slice(from)) {
    const elements = [
      ...((block.elements ?? []) as Json[]),
      ...(block.accessory === undefined ? [] : [block.accessory]),
    ];
    const { target, value } = whereToPress({ blocks: [{ type: 'actions', elements }] }, actionId);
    const isHere = value !== undefined || elements.some((each) => (each as Json).action_id === actionId);
    if (isHere) return world.slack.as(person).act({ viewId }, { blockId: String(block.block_id), ...target }, value);
  }
  throw new Error(`no ${actionId} at “${about}” in ${JSON.stringify(blocks)}`);
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
