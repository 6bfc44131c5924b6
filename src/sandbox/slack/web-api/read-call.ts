import type { IncomingMessage } from 'node:http';
import { parseJson } from '../../read-body.ts';
import { isJson } from '../json.ts';
import type { Json } from '../slack-server.types.ts';

/** Arguments that hold JSON, sent as text in a form. */
const nested = ['view', 'blocks', 'metadata', 'attachments', 'files'];

export type Call = { readonly args: Json; readonly token: string | undefined };

/** The arguments and token of a Web API request, in either of Slack's encodings; Slack's error for any other. */
export function readCall(request: IncomingMessage, body: string): Call | { readonly error: string } {
  const type = String(request.headers['content-type'] ?? '')
    .split(';')[0]
    ?.trim()
    .toLowerCase();
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (type === 'application/json') {
    const value = body === '' ? {} : parseJson(body);
    if (value === undefined) return { error: 'invalid_json' };
    if (!isJson(value)) return { error: 'json_not_object' };
    return { args: decodeNested(value), token: bearer };
  }
  if (type !== 'application/x-www-form-urlencoded' && body !== '') return { error: 'invalid_form_data' };
  const { token, ...args } = Object.fromEntries(new URLSearchParams(body));
  return { args: decodeNested(args), token: bearer ?? token };
}

// Text that is not JSON stays text, and is refused where an object or a list is expected.
function decodeNested(args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      nested.includes(key) && typeof value === 'string' ? (parseJson(value) ?? value) : value,
    ]),
  );
}
