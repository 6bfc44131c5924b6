import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A connection on which a test writes what it likes. */
export type RawConnection = {
  readonly socket: Socket;
  /** Everything that was answered, once the other side has closed. */
  readonly closed: Promise<string>;
  /** What was answered so far. */
  readonly answered: () => string;
};

/** Connects to a server of this machine, and sends a text if there is one. */
export async function openRaw(url: string, text = ''): Promise<RawConnection> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const parts: string[] = [];
  socket.on('data', (part) => parts.push(part.toString('latin1')));
  // A reset is one way to close.
  socket.on('error', () => {});
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(parts.join(''))));
  await Promise.race([new Promise<void>((resolve) => socket.once('connect', () => resolve())), closed]);
  if (text !== '') socket.write(text);
  return { socket, closed, answered: () => parts.join('') };
}

/** The head of a POST to /slack/events with these headers. */
export function head(headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries({ host: 'bot', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `POST /slack/events HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** The headers Slack would sign a body with. */
export function signedHeaders(
  secret: string,
  body: string | Buffer,
  options: { readonly seconds?: number; readonly contentType?: string } = {},
): Record<string, string> {
  const seconds = options.seconds ?? Math.floor(Date.now() / 1000);
  return {
    'content-type': options.contentType ?? 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex')}`,
  };
}

/** Posts a body signed as Slack would, on a connection of its own: one that was kept may be closed at the very moment it is used. */
export function postSigned(
  url: string,
  secret: string,
  body: string,
  options: { readonly seconds?: number; readonly contentType?: string } = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const sending = request(url, { method: 'POST', agent: false, headers: signedHeaders(secret, body, options) });
  sending.on('error', reject).on('response', (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
    );
  });
  sending.end(body);
  return promise;
}
