import type { IncomingMessage } from 'node:http';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the request names this machine itself. A foreign name that was made to point here (DNS rebinding) does not. */
export function isFromHere(request: IncomingMessage): boolean {
  const host = request.headers.host;
  return host !== undefined && loopbackNames.has(host.replace(/:\d+$/, '').toLowerCase());
}

/** Whether the page itself asks: browsers name the origin with every POST and every web socket. */
export function isOurOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`;
}
