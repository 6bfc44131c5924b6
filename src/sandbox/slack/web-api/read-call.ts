import type { IncomingMessage } from 'node:http';
import { isJson, parseJson } from '../json.ts';
import type { Json } from '../slack-server.types.ts';

/** Arguments that hold JSON, sent as text in a form. */
const nested = ['view', 'blocks', 'metadata', 'attachments', 'files'];

export type Call = { readonly args: Json; readonly token: string | undefined };

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

/** What a Web API request says, in either of Slack's two encodings; Slack's error when it is in neither. */
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

// A text that is no JSON stays a text, and is refused where an object or a list is looked for.
function decodeNested(args: Json): Json {
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      nested.includes(key) && typeof value === 'string' ? (parseJson(value) ?? value) : value,
    ]),
  );
}
