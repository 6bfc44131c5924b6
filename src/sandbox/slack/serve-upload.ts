import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Parts } from './parts.ts';
import { readBytes } from './web-api/read-call.ts';
import type { Troubles } from './web-api/troubles.ts';

/**
 * Takes the bytes of a file at the address that was given out for it, once: raw, or as the file of a form. Slack says 200 when they
 * arrived and anything else when they did not; here they have not when there are more or fewer than were announced. No token is
 * asked for: the address is one. In the record of calls, and for troubles, this is the method `upload`.
 */
export async function serveUpload(
  { workspace }: Parts,
  troubles: Troubles,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await fileIn(request);
  const end = (status: number, body: string) => {
    workspace.calls.push({
      method: 'upload',
      args: { bytes: bytes.byteLength },
      answer: { ok: status === 200 },
      status,
    });
    workspace.changes.changed();
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  };
  const trouble = troubles.next('upload', {});
  if (trouble !== undefined) {
    if ('status' in trouble) return end(trouble.status, 'trouble');
    request.socket.destroy();
    return;
  }
  const file = workspace.files.find(({ uploadPath, state }) => uploadPath === path && state === 'awaited');
  if (request.method !== 'POST' || file === undefined) return end(404, 'not found');
  if (bytes.byteLength !== file.length)
    return end(400, `${file.length} bytes were announced, ${bytes.byteLength} came`);
  file.bytes = bytes;
  file.state = 'uploaded';
  end(200, `OK - ${bytes.byteLength}`);
}

async function fileIn(request: IncomingMessage): Promise<Buffer> {
  const body = await readBytes(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file === undefined ? Buffer.alloc(0) : Buffer.from(await file.arrayBuffer());
}
