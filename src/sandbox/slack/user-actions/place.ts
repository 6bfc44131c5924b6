import type { Parts } from '../parts.ts';
import type { Channel, Json, Message, OpenView, Person, Place } from '../slack-server.types.ts';
import { findElement, type Values, valuesOf } from '../views/input-values.ts';
import { channelOf, isShownTo } from '../workspace/workspace.ts';

/** An element, and where it is. */
export type Found = { readonly block: Json; readonly element: Json } & (
  | { readonly in: 'view'; readonly open: OpenView }
  | { readonly in: 'message'; readonly message: Message; readonly channel: Channel }
);

export type Target = { readonly blockId?: string; readonly actionId?: string };

/** Whether this person sees what is in a channel. */
function sees(channel: Channel, person: Person): boolean {
  return (
    channel.members.includes(person.id) ||
    (channel.kind === 'public' && !['guest', 'single_channel_guest', 'external'].includes(person.kind))
  );
}

export function channelFor(parts: Parts, person: Person, id: string): Channel {
  const channel = channelOf(parts.workspace, id);
  if (channel === undefined || !sees(channel, person)) throw new Error(`${person.name} sees no channel ${id}`);
  return channel;
}

export function viewFor(parts: Parts, person: Person, id: string): OpenView {
  const open = parts.views.stackOf(person.id).find((one) => one.id === id);
  if (open === undefined) throw new Error(`${person.name} has no view ${id} open`);
  return open;
}

export function messageFor(
  parts: Parts,
  person: Person,
  place: { channel: string; ts: string },
): { message: Message; channel: Channel } {
  const channel = channelFor(parts, person, place.channel);
  const message = parts.workspace.messages.find(
    (one) => one.channel === channel.id && one.ts === place.ts && isShownTo(person.id, one),
  );
  if (message === undefined) throw new Error(`${person.name} sees no message ${place.ts} in ${channel.name}`);
  return { message, channel };
}

/** Finds an element. Throws when it is not on the person's screen. */
export function findPlace(parts: Parts, person: Person, place: Place, target: Target): Found {
  if ('viewId' in place) {
    const home = parts.views.home(person.id);
    const open = home?.id === place.viewId ? home : viewFor(parts, person, place.viewId);
    return { ...requireElement(open.view.blocks, target, ['view', open.view]), in: 'view', open };
  }
  const { message, channel } = messageFor(parts, person, place);
  return { ...requireElement(message.blocks, target, ['message', message.blocks]), in: 'message', message, channel };
}

function requireElement(blocks: unknown, target: Target, [place, shown]: readonly [string, unknown]) {
  const found = findElement(blocks, target);
  if (found !== undefined) return found;
  throw new Error(`no element ${JSON.stringify(target)} in the ${place} ${JSON.stringify(shown)}`);
}

const choicesKey = (person: Person, message: Message) => `${person.id} ${message.channel} ${message.ts}`;

/** What a person has chosen in a message's elements. */
export function choicesIn(parts: Parts, person: Person, message: Message): Values {
  return valuesOf(message.blocks, parts.workspace.choices.get(choicesKey(person, message)) ?? {}, undefined);
}

/** The current value of an element, undefined when it has none. */
export function valueIn(parts: Parts, person: Person, found: Found): Json | undefined {
  const values = found.in === 'view' ? found.open.values : choicesIn(parts, person, found.message);
  return values[String(found.block.block_id)]?.[String(found.element.action_id)];
}

/** Stores a value in the view, or in this person's choices in the message. */
export function setValue(parts: Parts, person: Person, found: Found, object: Json): void {
  const blockId = String(found.block.block_id);
  const actionId = String(found.element.action_id);
  const values = found.in === 'view' ? found.open.values : choicesIn(parts, person, found.message);
  values[blockId] = { ...values[blockId], [actionId]: object };
  if (found.in === 'message') parts.workspace.choices.set(choicesKey(person, found.message), values);
  parts.workspace.changes.changed();
}

/** The key of the options an external select last offered. */
export function offerKey(found: Found): string {
  const place = found.in === 'view' ? found.open.id : `${found.channel.id} ${found.message.ts}`;
  return `${place}|${String(found.block.block_id)}|${String(found.element.action_id)}`;
}
