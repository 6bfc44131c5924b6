import type { App } from '@slack/bolt';
import { sentence } from '../answer.ts';
import type { SlackContext } from '../slack-context.ts';
import type { Call } from './guest-command.ts';
export async function openPending(call: Call): Promise<void> {
  await call.reply(sentence('x'));
}
export async function openMembers(call: Call): Promise<void> {
  await call.reply(sentence('x'));
}
export function listenToMemberLists(_app: App, _slack: SlackContext): void {}
