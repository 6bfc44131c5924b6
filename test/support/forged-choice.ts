import type { OpenView, Person } from '../../src/sandbox/slack/slack-server.types.ts';
import type { World } from './world.ts';

/** Puts into a select of an open form what Slack's own app would not: any id under any label, offered or not. */
export function forgeChoice(view: OpenView, blockId: string, id: string, label: string): void {
  const option = { text: { type: 'plain_text', text: label, emoji: true }, value: id };
  const actionId = Object.keys(view.values[blockId] ?? {})[0] ?? 'value';
  const isMany = Array.isArray(view.values[blockId]?.[actionId]?.selected_options);
  view.values[blockId] = {
    [actionId]: isMany
      ? { type: 'multi_external_select', selected_options: [option] }
      : { type: 'static_select', selected_option: option },
  };
}

/** Makes somebody another kind of account, and lets the minute pass for which the bot remembers who they were. */
export function becomes(world: World, personId: string, kind: Person['kind']): void {
  const person = world.slack.people.find(({ id }) => id === personId);
  if (person === undefined) throw new Error(`nobody is ${personId}`);
  person.kind = kind;
  world.clock.advance(61_000);
}
