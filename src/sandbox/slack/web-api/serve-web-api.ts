import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LateWork } from '../../late-work.ts';
import { wordOf } from '../json.ts';
import { refuse } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Json } from '../slack-server.types.ts';
import { answerCall, methodOf } from './answer-call.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Call, readBody, readCall } from './read-call.ts';
import type { Troubles } from './troubles.ts';

/** Answers `POST /api/{method}`: HTTP 200 whatever the answer, save for rate limits and for trouble that was asked for. */
export function createWebApi(
  parts: Parts,
  rateLimits: RateLimits | undefined,
  troubles: Troubles,
  lateWork: Pick<LateWork, 'add' | 'catchUp'>,
) {
  const { workspace } = parts;

  return async (name: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const call = request.method === 'POST' ? readCall(request, body) : { error: 'insecure_request' };
    const args = 'error' in call ? {} : call.args;

    const record = (answer: Json, status: number) => {
      workspace.calls.push({ method: name, args, answer, status });
      workspace.changes.changed();
    };
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

    lateWork.catchUp();
    const trouble = troubles.next(name, args);
    if (trouble !== undefined) {
      if ('error' in trouble) return send(refuse(trouble.error, trouble.extra));
      if ('rateLimited' in trouble) return busy(trouble.rateLimited.retryAfterSeconds);
      if ('status' in trouble) return send(refuse('internal_error'), trouble.status);
      if ('cutBefore' in trouble) return cut({});
      if ('cutAfter' in trouble) return cut(work());
      // Never answered; the server's end cuts the connection.
      if ('hang' in trouble) return record({}, 0);
      if ('late' in trouble) {
        lateWork.add(trouble.afterMs, work);
        const answer = { late: true };
        return trouble.late === 'cut' ? cut(answer) : record(answer, 0);
      }
      // The work is done at once; it is the answer that comes late.
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
