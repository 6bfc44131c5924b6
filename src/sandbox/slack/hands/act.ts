import { jsonList, wordOf } from '../json.ts';
import type { Parts } from '../parts.ts';
import type { Json, Person } from '../slack-server.types.ts';
import { describeView } from '../views/describe-view.ts';
import { isStateful, valueObject } from '../views/input-values.ts';
import { tell } from '../workspace/workspace.ts';
import { type Choices, chooseValue } from './choose-value.ts';
import { actionTs, interaction, messageContext } from './payloads.ts';
import { choicesIn, type Found, offerKey, setValue, valueIn } from './place.ts';

/** Slack's words when an app does not answer a gesture in a modal. */
export const connectionTrouble = 'We had some trouble connecting. Try again?';

function choicesFor(parts: Parts, person: Person, found: Found): Choices {
  const { workspace } = parts;
  const offered = parts.offered.get(offerKey(found));
  // What is chosen stays, whatever was searched since.
  const chosen = jsonList(valueIn(parts, person, found)?.selected_options);
  return {
    offered:
      chosen.length === 0
        ? offered
        : new Map([...chosen.map((one) => [wordOf(one.value), one] as const), ...(offered ?? [])]),
    people: new Set(workspace.people.map((one) => one.id)),
    channels: new Set(workspace.channels.map((one) => one.id)),
  };
}

/** Puts a value into an element that keeps one. Throws where Slack's app would not let them. */
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

/** Sends block_actions for an element that was used, and shows Slack's warning when nobody answers in time. */
async function dispatch(parts: Parts, person: Person, found: Found, object: Json): Promise<'ok' | 'failed'> {
  const { workspace } = parts;
  const channel = found.in === 'message' ? found.channel.id : undefined;
  const outcome = await parts.deliver('interactive', {
    type: 'block_actions',
    ...interaction(workspace, person),
    ...place(parts, person, found),
    trigger_id: parts.triggers.issue({
      person: person.id,
      channel,
      viewId: found.in === 'view' ? found.open.id : undefined,
    }),
    actions: [action(parts, found, object)],
  });
  if (outcome.kind === 'acked') return 'ok';
  if (found.in === 'view') found.open.failure = connectionTrouble;
  else tell(workspace, person.id, found.channel.id, `:warning: ${connectionTrouble}`);
  workspace.changes.changed();
  return 'failed';
}

function place(parts: Parts, person: Person, found: Found): Json {
  if (found.in === 'view') {
    return { container: { type: 'view', view_id: found.open.id }, view: describeView(parts.workspace, found.open) };
  }
  const responseUrl = parts.responseUrls.issue('actions', {
    channel: found.channel.id,
    person: person.id,
    messageTs: found.message.ts,
    threadTs: found.message.threadTs,
  });
  return {
    ...messageContext(parts, found.message, found.channel, responseUrl),
    state: { values: choicesIn(parts, person, found.message) },
  };
}

/** A person presses a button, or picks in a menu that tells the bot at once. */
export async function act(parts: Parts, person: Person, found: Found, value: unknown): Promise<'ok' | 'failed'> {
  if (found.in === 'view') found.open.failure = undefined;
  const object = put(parts, person, found, value);
  // An input in a form only tells the bot when its block says so.
  if (found.block.type === 'input' && found.block.dispatch_action !== true) return 'ok';
  return dispatch(parts, person, found, object);
}
