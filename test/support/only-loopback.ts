import net from 'node:net';

// A test must never reach a real Slack or a real provider. Every socket in Node, TLS included, goes through
// net.Socket#connect, so that is where anything but this machine is refused.
// oxlint-disable-next-line typescript/unbound-method -- called with the socket as `this` below
const connect = net.Socket.prototype.connect;
const loopback = new Set(['localhost', '127.0.0.1', '::1', undefined, '']);

function hostOf(args: unknown[]): string | undefined {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const options = first as { host?: string; path?: string };
    return options.path === undefined ? options.host : undefined;
  }
  return typeof args[1] === 'string' ? args[1] : undefined;
}

net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const host = hostOf(args);
  if (!loopback.has(host)) throw new Error(`Tests talk to this machine only; refused: ${host}`);
  return connect.apply(this, args as Parameters<typeof connect>);
} as typeof connect;
