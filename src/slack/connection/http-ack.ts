import type { ServerResponse } from 'node:http';

export type HttpAck = {
  /** What a listener acknowledges with: nothing, a text, or what Slack shall do or show. Twice is a bug. */
  readonly ack: (body?: unknown) => Promise<void>;
  /** Nobody acknowledges any more: Slack tells the person now, and not after three seconds. */
  readonly end: () => void;
};

/** The acknowledgement of a request over HTTP: its response. */
export function createHttpAck(response: ServerResponse): HttpAck {
  let acknowledged = false;
  return {
    async ack(body) {
      if (acknowledged) throw new Error('acknowledged twice');
      acknowledged = true;
      if (typeof body === 'string') response.writeHead(200).end(body);
      else if (typeof body === 'object' && body !== null) sendJson(response, 200, body);
      else response.writeHead(200).end();
    },
    end() {
      if (!acknowledged) response.writeHead(404).end();
      acknowledged = true;
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
