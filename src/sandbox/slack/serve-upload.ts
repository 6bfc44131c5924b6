import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes } from '../read-body.ts';
import type { Parts } from './parts.ts';
import { recordCall } from './workspace/workspace.ts';

/**
 * Takes the bytes of a file at its upload URL, once: raw, or as the file of a form. Answers 200 when their number is as announced.
 * The URL is the credential, so no token is needed. Recorded calls and scripted troubles name this `upload`.
 */
export async function serveUpload(
  { workspace, troubles }: Parts,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const since = performance.now();
  const bytes = await fileIn(request);
  const end = (status: number, body: string) => {
    const args = { bytes: bytes.byteLength };
    recordCall(workspace, { method: 'upload', args, answer: { ok: status === 200 }, status }, since);
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  };
  const trouble = troubles.next({ method: 'upload', args: {} });
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
