import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DelayedJobs } from '../../delayed-jobs.ts';
import { readText } from '../../read-body.ts';
import { wordOf } from '../json.ts';
import { refuse } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Json } from '../slack-server.types.ts';
import { recordCall } from '../workspace/workspace.ts';
import { answerCall, methodOf } from './answer-call.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Call, readCall } from './read-call.ts';

/** Answers `POST /api/{method}`, with HTTP 200 except for rate limits and scripted trouble. */
export function createWebApi(
  parts: Parts,
  rateLimits: RateLimits | undefined,
  delayedJobs: Pick<DelayedJobs, 'add' | 'catchUp'>,
) {
  const { workspace } = parts;

  return async (name: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const since = performance.now();
    const body = await readText(request);
    const call = request.method === 'POST' ? readCall(request, body) : { error: 'insecure_request' };
    const args = 'error' in call ? {} : call.args;

    const record = (answer: Json, status: number) =>
      recordCall(workspace, { method: name, args, answer, status }, since);
    const send = (answer: Json, status = 200, headers: Record<string, string> = {}) => {
      record(answer, status);
      if (response.destroyed) return;
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'x-oauth-scopes': [...workspace.manifest.scopes].join(','),
        ...headers,
      });
      response.end(JSON.stringify(answer));
    };
    const cut = (answer: Json) => {
      record(answer, 0);
      request.socket.destroy();
    };
    const busy = (seconds: number | undefined) =>
      send(refuse('ratelimited'), 429, seconds === undefined ? {} : { 'retry-after': String(seconds) });
    const work = () => ('error' in call ? refuse(call.error) : answer(call));
    const answer = (given: Call) => answerCall(parts, name, given.args, given.token);

    delayedJobs.catchUp();
    const trouble = parts.troubles.next({ method: name, args });
    if (trouble !== undefined) {
      if ('error' in trouble) return send(refuse(trouble.error, trouble.extra));
      if ('rateLimited' in trouble) return busy(trouble.rateLimited.retryAfterSeconds);
      if ('status' in trouble) return send(refuse('internal_error'), trouble.status);
      if ('cutBefore' in trouble) return cut({});
      if ('cutAfter' in trouble) return cut(work());
      // No answer: stopping the server closes the connection.
      if ('hang' in trouble) return record({}, 0);
      if ('late' in trouble) {
        delayedJobs.add(trouble.afterMs, work);
        const answer = { late: true };
        return trouble.late === 'cut' ? cut(answer) : record(answer, 0);
      }
      // The call is handled now, and answered later.
      const late = work();
      workspace.timers.after(trouble.delayMs, () => send(late));
      return;
    }

    const tier = methodOf(name)?.tier;
    const wait = tier === undefined ? undefined : rateLimits?.take(name, tier, wordOf(args.channel));
    if (wait !== undefined) return busy(wait);
    send(work());
  };
}
