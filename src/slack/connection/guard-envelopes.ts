import type { SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { parseJson } from './parse-body.ts';
import { readPayload } from './read-payload.ts';

/** The event by which the client of Socket Mode (3.1) hands itself each message of its socket. */
const MESSAGE = 'ws_message';

const Envelope = z.looseObject({
  type: z.enum(['slash_commands', 'interactive', 'events_api']),
  envelope_id: z.string(),
  payload: z.unknown(),
});
const OfEvent = z.object({ event: z.object({ type: z.string() }) });
/** What Slack says of the connection itself. */
const OfConnection = z.looseObject({ type: z.enum(['hello', 'disconnect']) });

/**
 * Stands between a socket and the client that reads it. An envelope with a payload that is none is dropped: the client would throw
 * where nobody catches it, and the process would end. The texts of the others are cleaned. Each drop is one line in the log, which
 * says nothing of what was in it.
 */
export function guardEnvelopes(client: SocketModeReceiver['client'], log: Log): void {
  const [read, ...others] = client.listeners(MESSAGE);
  if (read === undefined || others.length > 0)
    throw new Error('the client of Socket Mode takes its messages elsewhere');
  client.removeAllListeners(MESSAGE);
  client.on(MESSAGE, (data: unknown, isBinary: boolean) => {
    const message = isBinary || typeof data !== 'string' ? undefined : readMessage(data, client);
    if (message === undefined) return log.warn('dropped a message of Slack that Guestlist cannot read');
    // The client makes it an async function, whatever its type says.
    Promise.resolve<unknown>(read.call(client, message, false)).catch((error: unknown) =>
      log.error({ err: error }, 'a message of Slack could not be processed'),
    );
  });
}

/** The text to be read in its place; undefined for what is to be dropped. */
function readMessage(text: string, client: SocketModeReceiver['client']): string | undefined {
  const parsed = parseJson(text);
  if (OfConnection.safeParse(parsed).success) return text;
  const { data: envelope } = Envelope.safeParse(parsed);
  const payload = readPayload(envelope?.payload);
  if (envelope === undefined || payload === undefined) return undefined;
  if (envelope.type === 'events_api') {
    const { data } = OfEvent.safeParse(payload);
    // The client emits each event under its own type, too: one that is called as the client's own would be taken for that.
    if (data === undefined || client.listenerCount(data.event.type) > 0) return undefined;
  }
  return JSON.stringify({ ...envelope, payload });
}
