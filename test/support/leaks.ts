import type { Json } from '../../src/sandbox/slack/slack-server.types.ts';
import type { World } from './world.ts';

/** Something that reached a person's screen, and as what. */
type Delivered = { readonly as: string; readonly text: string };

/**
 * Which of these texts ever reached a person, by what Slack's server holds: messages they can read and whispers for them, modals that were
 * opened, changed or answered with, what searches offered, errors at fields, their home tab and what Slack itself showed them. What they
 * typed themselves does not count, unless the bot said it again.
 */
export function leaks(world: World, personId: string, secrets: readonly string[]): string[] {
  const all = delivered(world, personId);
  return secrets.flatMap((secret) =>
    all.filter(({ text }) => text.includes(secret)).map(({ as, text }) => `${secret} as ${as}: ${text}`),
  );
}

/** Everything that reached a person. */
function delivered(world: World, personId: string): Delivered[] {
  const said = (as: string, value: unknown): Delivered => ({ as, text: JSON.stringify(value) ?? '' });
  const { slack } = world;
  const user = slack.as(personId);
  const triggers = new Set<unknown>();
  const urls = new Set<unknown>();
  const views = new Set<unknown>();
  const answers: Delivered[] = [];
  for (const { payload, ack } of slack.deliveries) {
    if (whose(payload) !== personId) continue;
    triggers.add(payload.trigger_id);
    urls.add(payload.response_url);
    if (ack !== undefined) answers.push(said('an answer to a gesture', ack));
  }
  for (const { method, args, answer } of slack.calls) {
    const view = objectOf(args.view);
    const isTheirs =
      (args.trigger_id !== undefined && triggers.has(args.trigger_id)) ||
      (args.response_url !== undefined && urls.has(args.response_url)) ||
      views.has(args.view_id) ||
      views.has(args.external_id) ||
      args.user_id === personId ||
      (method === 'chat.postEphemeral' && args.user === personId);
    if (!isTheirs) continue;
    answers.push(said(method, args));
    for (const id of [objectOf(answer.view).id, view.external_id]) if (id !== undefined) views.add(id);
  }
  const messages = slack.messages.filter((message) =>
    message.ephemeralFor === undefined ? canRead(world, personId, message.channel) : message.ephemeralFor === personId,
  );
  return [
    ...messages.map(({ text, blocks, files, metadata }) => said('a message', { text, blocks, files, metadata })),
    ...user.views().map(({ view, errors, failure }) => said('an open modal', { view, errors, failure })),
    said('the home tab', user.home()),
    ...slack.notes.filter(({ person }) => person === personId).map((note) => said('a note', note.text)),
    ...answers,
  ];
}

function canRead(world: World, personId: string, channelId: string): boolean {
  try {
    world.slack.as(personId).messages(channelId);
    return true;
  } catch {
    return false;
  }
}

function whose(payload: Json): unknown {
  return payload.user_id ?? objectOf(payload.user).id;
}

/** Arguments of the Web API that hold objects come as JSON text. */
function objectOf(value: unknown): Json {
  const read: unknown = typeof value === 'string' && value.startsWith('{') ? JSON.parse(value) : value;
  return typeof read === 'object' && read !== null ? (read as Json) : {};
}
