import type { CommandCall } from '../gate.ts';
import type { SlackContext } from '../slack-context.ts';

/** What a command is given. `text` follows the command's name, and the subcommand's once that is read. */
export type Call = Pick<CommandCall, 'person' | 'text' | 'reply'> & {
  readonly slack: SlackContext;
  readonly channelId: string;
  readonly triggerId: string;
};
