import type { Json, Message, OpenView } from '../../src/sandbox/slack/slack-server.types.ts';
import { inputId } from './gestures.ts';
import type { World } from './world.ts';

/** Puts into an input of an open modal what nobody could have put there by hand; what Slack sends to the bot then says so. */
export function forge(view: OpenView, name: string, held: Json): void {
  const blockId = inputId(view, name);
  const [[actionId, value] = ['value', {}]] = Object.entries(view.values[blockId] ?? {});
  view.values[blockId] = { [actionId]: { ...value, ...held } };
}

/** A chosen option with this value and label. */
export function option(value: string, label = 'Forged'): Json {
  return { selected_option: { value, text: { type: 'plain_text', text: label, emoji: true } } };
}

/** Changes what an open modal carries for the bot. */
export function forgeMetadata(view: OpenView, metadata: unknown): void {
  const text = typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
  view.view = { ...view.view, private_metadata: text };
}

/** What an open modal carries for the bot. */
export function metadataOf(view: OpenView): Record<string, unknown> {
  return JSON.parse(String(view.view.private_metadata)) as Record<string, unknown>;
}

/** The bot's direct message with a person, opened as the bot would. */
export async function directMessageOf(world: World, personId: string): Promise<string> {
  const response = await fetch(`${world.slack.apiUrl}conversations.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ users: personId }),
  });
  const { channel } = (await response.json()) as { channel: { id: string } };
  return channel.id;
}

/** What a message's button carries when somebody has tampered with it. */
export function forgeButton(
  message: Message,
  actionId: string,
  forged: { actionId?: string; value?: unknown; blockId?: string },
): void {
  message.blocks = message.blocks.map((block) => {
    const elements = block.elements as Json[] | undefined;
    if (!elements?.some((each) => each.action_id === actionId)) return block;
    return {
      ...block,
      block_id: forged.blockId ?? block.block_id,
      elements: elements.map((each) =>
        each.action_id === actionId
          ? { ...each, action_id: forged.actionId ?? actionId, value: 'value' in forged ? forged.value : each.value }
          : each,
      ),
    };
  });
}
