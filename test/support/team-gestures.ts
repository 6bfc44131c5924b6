import type { Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { topView } from './gestures.ts';
import type { World } from './world.ts';

/** Everything a modal shows. */
export const viewText = (view: OpenView): string => JSON.stringify(view.view.blocks);

/** Types `/team …` as Ada, who is an admin. */
export function team(world: World, words = ''): Promise<'ok' | 'failed'> {
  return world.slack.as(world.people.ada).command(world.channel, `/team ${words}`.trim());
}

/** Opens the form of an operation, which is named as in `parsec/Kick User`. */
export async function openTeam(world: World, operation: string): Promise<OpenView> {
  await team(world);
  const view = await topView(world, world.people.ada, 'team_form');
  await world.slack.as(world.people.ada).act({ viewId: view.id }, { actionId: 'team_operation' }, operation);
  await world.slack.until('it can be submitted', () => view.view.submit !== undefined);
  return view;
}

/** The block of a field of the operation whose form is open. */
export function blockOf(view: OpenView, field: string): string {
  const { operation } = JSON.parse(String(view.view.private_metadata)) as { operation: string };
  return `team_input:${operation}:${field}`;
}

/** Puts a value into a field. */
export async function put(world: World, view: OpenView, field: string, value: unknown): Promise<void> {
  const done = await world.slack.as(world.people.ada).fill(view.id, { blockId: blockOf(view, field) }, value);
  if (done !== 'ok') throw new Error(`${field} could not be filled in`);
}

/** What a search in a field offers. */
export async function offered(world: World, view: OpenView, field: string, text = '') {
  const target = { blockId: blockOf(view, field), actionId: 'team_search' };
  const found = await world.slack.as(world.people.ada).search({ viewId: view.id }, target, text);
  if (found === 'failed') throw new Error(`the search in ${field} was not answered`);
  return found.groups.flatMap((group) => group.options);
}

/** Takes the first that contains each text out of what a field offers. */
export async function pick(world: World, view: OpenView, field: string, ...wanted: readonly string[]): Promise<void> {
  const target = { blockId: blockOf(view, field), actionId: 'team_search' };
  const options = await offered(world, view, field);
  const found = wanted.map((text) => {
    const hit = options.find((option) => option.text.text.toLowerCase().includes(text));
    if (hit === undefined) throw new Error(`“${text}” is not offered in ${field}: ${JSON.stringify(options)}`);
    return hit;
  });
  await world.slack.as(world.people.ada).fill(view.id, target, takesMany(view, field) ? found : found[0]);
}

function takesMany(view: OpenView, field: string): boolean {
  const blocks = view.view.blocks as { block_id?: string; element?: { type?: string } }[];
  return blocks.find(({ block_id }) => block_id === blockOf(view, field))?.element?.type === 'multi_external_select';
}

/** The result, once it is shown. */
function teamResult(world: World, person = world.people.ada): Promise<OpenView> {
  return world.slack.until('the result', () => {
    const top = world.slack.as(person).views().at(-1);
    const hasEnded = top?.view.callback_id === 'team_result' && !viewText(top).includes('hourglass');
    return hasEnded ? top : undefined;
  });
}

/** Submits the form and returns the result. */
export async function done(world: World, view: OpenView): Promise<OpenView> {
  const result = await world.slack.as(world.people.ada).submit(view.id);
  if (result === 'errors') throw new Error(`the form was not taken: ${JSON.stringify(view.errors)}`);
  return teamResult(world);
}

/** What Guestlist wrote to Ada alone. */
export function direct(world: World): Message[] {
  const channel = world.slack.channels.find(({ kind, members }) => kind === 'im' && members.includes(world.people.ada));
  return world.slack.messages.filter((message) => message.channel === channel?.id);
}

/** What stands in the bot's own books. */
export async function withStore<Result>(world: World, read: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore({ dataDir: world.dataDir });
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

/** The teamActions of admins, newest first. */
export function teamActions(world: World) {
  return withStore(world, (store) => store.teamActionRows(100));
}
