import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands between Slack and the bot and sends every form submission twice at the same moment, as a double click or a repeat by
 * the network would. Slack gets the first answer; with `between`, the second is sent when that is over, and Slack gets its answer.
 */
export async function startDoublingProxy(
  target: string,
  between?: () => Promise<unknown>,
): Promise<{ url: string; doubled(): number; stop(): Promise<void> }> {
  let doubled = 0;
  const server = createServer((request, response) => void pass(request, response));

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const send = async () => {
      const headers = Object.entries(request.headers).filter(([name]) => /^(content-type|x-slack-.*)$/.test(name));
      const answer = await fetch(target, {
        method: 'POST',
        body,
        headers: Object.fromEntries(headers) as Record<string, string>,
      });
      return {
        status: answer.status,
        type: answer.headers.get('content-type') ?? 'text/plain',
        text: await answer.text(),
      };
    };
    const twice = new URLSearchParams(body).get('payload')?.includes('"type":"view_submission"') === true;
    if (twice) doubled += 1;
    const answers = [send()];
    if (twice && between !== undefined) {
      await answers.pop();
      await between();
    }
    if (twice) answers.push(send());
    const first = await Promise.race(answers);
    response.writeHead(first.status, { 'content-type': first.type }).end(first.text);
    await Promise.all(answers);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/slack/events`,
    doubled: () => doubled,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
