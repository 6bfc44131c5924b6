import { asJson } from '../json.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json, Message, OpenView, Person, Place } from '../slack-server.types.ts';
import { findElement, type Values, valuesOf } from '../views/input-values.ts';
import { channelOf } from '../workspace/workspace.ts';

/** A person, and where their finger is. */
export type Found = { readonly block: Json; readonly element: Json } & (
  | { readonly in: 'view'; readonly open: OpenView }
  | { readonly in: 'message'; readonly message: Message; readonly channel: Channel }
);

export type Target = { readonly blockId?: string; readonly actionId?: string };

/** Whether this person sees what is in a channel. */
function sees(channel: Channel, person: Person): boolean {
  return (
    channel.members.includes(person.id) ||
    (channel.kind === 'public' &&
      person.kind !== 'guest' &&
      person.kind !== 'single_channel_guest' &&
      person.kind !== 'stranger')
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
    (one) =>
      one.channel === channel.id &&
      one.ts === place.ts &&
      (one.ephemeralFor === undefined || one.ephemeralFor === person.id),
  );
  if (message === undefined) throw new Error(`${person.name} sees no message ${place.ts} in ${channel.name}`);
  return { message, channel };
}

/** The element a person means. Throws when it is not on their screen: then nobody could have touched it. */
export function findPlace(parts: Parts, person: Person, place: Place, target: Target): Found {
  if ('viewId' in place) {
    const home = parts.views.home(person.id);
    const open = home?.id === place.viewId ? home : viewFor(parts, person, place.viewId);
    const found = findElement(open.view.blocks, target);
    if (found === undefined)
      throw new Error(`no element ${JSON.stringify(target)} in the view ${JSON.stringify(open.view)}`);
    return { ...found, in: 'view', open };
  }
  const { message, channel } = messageFor(parts, person, place);
  const found = findElement(message.blocks, target);
  if (found === undefined)
    throw new Error(`no element ${JSON.stringify(target)} in the message ${JSON.stringify(message.blocks)}`);
  return { ...found, in: 'message', message, channel };
}

const choicesKey = (person: Person, message: Message) => `${person.id} ${message.channel} ${message.ts}`;

/** What a person has chosen in a message's elements. */
export function choicesIn(parts: Parts, person: Person, message: Message): Values {
  return valuesOf(message.blocks, parts.workspace.choices.get(choicesKey(person, message)) ?? {}, undefined);
}

/** What an element holds now; undefined for nothing yet. */
export function valueIn(parts: Parts, person: Person, found: Found): Json | undefined {
  const values = found.in === 'view' ? found.open.values : choicesIn(parts, person, found.message);
  return values[String(found.block.block_id)]?.[String(found.element.action_id)];
}

/** Notes a new value where the element is: in the view, or in this person's sight of the message. */
export function setValue(parts: Parts, person: Person, found: Found, object: Json): void {
  const blockId = String(found.block.block_id);
  const actionId = String(found.element.action_id);
  const values = found.in === 'view' ? found.open.values : choicesIn(parts, person, found.message);
  values[blockId] = { ...asJsonValues(values[blockId]), [actionId]: object };
  if (found.in === 'message') parts.workspace.choices.set(choicesKey(person, found.message), values);
  parts.workspace.changes.changed();
}

function asJsonValues(value: Record<string, Json> | undefined): Record<string, Json> {
  return value ?? {};
}

/** The key under which an external select's last offer is kept. */
export function offerKey(found: Found): string {
  const place = found.in === 'view' ? found.open.id : `${found.channel.id} ${found.message.ts}`;
  return `${place}|${String(asJson(found.block).block_id)}|${String(found.element.action_id)}`;
}
