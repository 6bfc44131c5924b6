import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { guest, press, whispers } from './gestures.ts';
import type { World } from './world.ts';

/** Puts a button into a person's whisper that Guestlist would not show them, and presses it. */
export async function pressForged(world: World, person: string, actionId: string, value: string): Promise<void> {
  const before = whispers(world, person).length;
  await guest(world, person, 'help');
  const shown: Message = await world.slack.until('there is a whisper', () => whispers(world, person)[before]);
  const { blocks } = shown;
  const text = { type: 'plain_text', text: 'Press' };
  shown.blocks = [
    { type: 'actions', block_id: 'forged', elements: [{ type: 'button', action_id: actionId, value, text }] },
  ];
  await press(world, person, shown, actionId);
  shown.blocks = blocks;
}
