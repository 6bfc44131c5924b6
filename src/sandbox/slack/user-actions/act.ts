import { jsonList, wordOf } from '../json.ts';
import type { Parts } from '../parts.ts';
import type { Json, Person } from '../slack-server.types.ts';
import { isStateful, valueObject } from '../views/input-values.ts';
import { notify } from '../workspace/workspace.ts';
import { type Choices, chooseValue } from './choose-value.ts';
import { actionTs, interaction, placeContext } from './payloads.ts';
import { choicesIn, type Found, offerKey, setValue, valueIn } from './place.ts';

/** Slack's message when an app does not answer an action in a modal. */
export const connectionTrouble = 'We had some trouble connecting. Try again?';

function choicesFor(parts: Parts, person: Person, found: Found): Choices {
  const { workspace } = parts;
  // Chosen options stay valid after another search.
  const chosen = jsonList(valueIn(parts, person, found)?.selected_options);
  return {
    offered: new Map([
      ...chosen.map((one) => [wordOf(one.value), one] as const),
      ...(parts.offered.get(offerKey(found)) ?? []),
    ]),
    people: new Set(workspace.people.map((one) => one.id)),
    channels: new Set(workspace.channels.map((one) => one.id)),
  };
}

/** Puts a value into an element that keeps one. Throws where Slack's app would not allow it. */
function put(parts: Parts, person: Person, found: Found, value: unknown): Json {
  const chosen = chooseValue(found.element, value, choicesFor(parts, person, found));
  if (found.element.type === 'overflow') return { type: 'overflow', selected_option: chosen };
  const object = valueObject(found.element, chosen);
  if (isStateful(found.element)) setValue(parts, person, found, object);
  return object;
}

const echoed = [
  'placeholder',
  'confirm',
  'initial_option',
  'initial_options',
  'initial_date',
  'initial_time',
  'initial_user',
  'initial_users',
  'initial_conversation',
  'initial_channel',
  'min_query_length',
  'text',
  'url',
  'style',
];

function action(parts: Parts, found: Found, object: Json): Json {
  const { element, block } = found;
  const own = element.type === 'button' && element.value !== undefined ? { value: element.value } : {};
  return {
    ...Object.fromEntries(echoed.filter((key) => element[key] !== undefined).map((key) => [key, element[key]])),
    ...object,
    ...own,
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    action_ts: actionTs(parts.workspace),
  };
}

/** Sends block_actions, and shows Slack's warning when the bot does not answer in time. */
async function dispatch(parts: Parts, person: Person, found: Found, object: Json): Promise<'ok' | 'failed'> {
  const { workspace } = parts;
  const outcome = await parts.deliver('interactive', {
    type: 'block_actions',
    ...interaction(workspace, person),
    ...placeContext(parts, found),
    ...messagePart(parts, person, found),
    trigger_id: parts.triggers.issue({
      person: person.id,
      ...(found.in === 'view' ? { viewId: found.open.id } : { channel: found.channel.id }),
    }),
    actions: [action(parts, found, object)],
  });
  if (outcome.kind === 'acked') return 'ok';
  if (found.in === 'view') found.open.failure = connectionTrouble;
  else notify(workspace, person.id, found.channel.id, `:warning: ${connectionTrouble}`);
  workspace.changes.changed();
  return 'failed';
}

function messagePart(parts: Parts, person: Person, found: Found): Json {
  if (found.in === 'view') return {};
  const { message, channel } = found;
  const target = { channel: channel.id, person: person.id, messageTs: message.ts };
  return {
    response_url: parts.responseUrls.issue('actions', target),
    state: { values: choicesIn(parts, person, message) },
  };
}

/** A person presses a button, or uses an element that notifies the bot at once. */
export async function act(parts: Parts, person: Person, found: Found, value: unknown): Promise<'ok' | 'failed'> {
  if (found.in === 'view') found.open.failure = undefined;
  const object = put(parts, person, found, value);
  // An input notifies the bot only with dispatch_action.
  if (found.block.type === 'input' && found.block.dispatch_action !== true) return 'ok';
  return dispatch(parts, person, found, object);
}
