import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a server and can fall silent, as a machine that lost its power: no farewell, no refusal, nothing. */
export type SilentProxy = {
  readonly port: number;
  /** What is connected now hears nothing any more; who connects later is served. */
  forsake(): void;
  stop(): void;
};

export async function startSilentProxy(port: number): Promise<SilentProxy> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    forsake() {
      for (const socket of open) socket.unpipe().pause();
    },
    stop() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
