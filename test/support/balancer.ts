import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A load balancer for several bots: each request goes to the next of them. */
export async function startBalancer(
  targets: readonly string[],
): Promise<{ url: string; served(): readonly number[]; stop(): Promise<void> }> {
  const served = targets.map(() => 0);
  let count = 0;
  const server = createServer((request, response) => void pass(request, response));

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chosen = count++ % targets.length;
    served[chosen] = (served[chosen] ?? 0) + 1;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = Object.entries(request.headers).filter(([name]) => /^(content-type|x-slack-.*)$/.test(name));
    const answer = await fetch(targets[chosen] ?? '', {
      method: 'POST',
      body: Buffer.concat(parts),
      headers: Object.fromEntries(headers) as Record<string, string>,
    });
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    served: () => served,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
