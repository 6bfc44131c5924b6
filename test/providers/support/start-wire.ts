import { createDispatcher } from '../../../src/providers/http.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { openLog } from './open-log.ts';
import { startRawServer } from './raw-server.ts';

type Answer = Parameters<typeof startRawServer>[0];
export type Wire = Awaited<ReturnType<typeof startWire>>;

/** By method and path. */
export type AnswersByPath = Record<string, { readonly status?: number; readonly body: unknown }>;

/** A server that answers as the test says, and what a client needs to talk to it. */
export async function startWire(answer: Answer) {
  const { url, requests, stop } = await startRawServer(answer);
  const dispatcher = createDispatcher();
  const log = openLog();
  const now = () => 0;
  return {
    url,
    requests,
    log,
    deps: { now, log, dispatcher, quotas: memoryQuotas(now) },
    /** `GET /path`, with the body where there was one. */
    sent: () =>
      requests.map(({ method, url: path, body }) => [`${method} ${path}`, ...(body === '' ? [] : [JSON.parse(body)])]),
    stop: async () => {
      await dispatcher.close();
      await stop();
    },
  };
}

/** What stands in `answers` at that moment; 200 without a body for what does not. */
export function byPath(answers: () => AnswersByPath): Answer {
  return (received, response) => {
    const answer = answers()[`${received.method} ${received.url.split('?')[0]}`];
    response.writeHead(answer?.status ?? 200).end(answer === undefined ? undefined : JSON.stringify(answer.body));
  };
}
