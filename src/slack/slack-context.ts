import type { WebClient } from '@slack/web-api';
import type { Context } from '../flows/shared/context.ts';
import type { People } from '../flows/shared/people.ts';
import type { SendFiles } from './posting/send-file.ts';

/** What every listener is given. */
export type SlackContext = {
  readonly flows: Context;
  readonly people: People;
  /** Short time-outs, one repeat at most: somebody is waiting in front of a screen. */
  readonly client: WebClient;
  readonly sendFiles: SendFiles;
};
