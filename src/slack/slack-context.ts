import type { WebClient } from '@slack/web-api';
import type { Context } from '../flows/context.ts';
import type { People } from '../flows/people.ts';
import type { SendFile } from './send-file.ts';

/** What every listener is given. */
export type SlackContext = {
  readonly flows: Context;
  readonly people: People;
  /** The workspace the bot is installed in. */
  readonly workspaceId: string;
  /** Short time-outs, one repeat at most: somebody is waiting in front of a screen. */
  readonly client: WebClient;
  readonly sendFile: SendFile;
};
