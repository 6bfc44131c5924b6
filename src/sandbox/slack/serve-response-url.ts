import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson, readText } from '../read-body.ts';
import { isJson } from './json.ts';
import type { Refusal } from './messages/message-content.ts';
import { postResponse } from './messages/post-response.ts';
import type { Parts } from './parts.ts';
import { recordCall } from './workspace/workspace.ts';

/** Answers a POST to a response_url: `ok`, 404 with `expired_url` or `used_url`, or 400 with Slack's error for the message. */
export async function serveResponseUrl(
  parts: Parts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const since = performance.now();
  const text = await readText(request);
  const end = (status: number, body: string, why?: Refusal) => {
    const call = {
      method: 'response_url',
      args: { ...(isJson(content) ? content : {}), response_url: parts.base() + path },
      answer: why ?? { ok: status === 200, ...(status === 200 ? {} : { error: body }) },
      status,
    };
    recordCall(parts.workspace, call, since);
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };
  const isForm = String(request.headers['content-type']).includes('form-urlencoded');
  const content = parseJson(isForm ? (new URLSearchParams(text).get('payload') ?? '') : text);
  const target = parts.responseUrls.use(path);
  if ('error' in target) return end(404, target.error);
  if (!isJson(content)) return end(400, 'invalid_payload');
  const refused = postResponse(parts.workspace, target, content);
  if (refused !== undefined) return end(refused.error === 'message_not_found' ? 404 : 400, refused.error, refused);
  end(200, 'ok');
}
