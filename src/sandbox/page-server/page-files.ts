import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { buildSync } from 'esbuild';

/** A file of the page, as it is sent: plain, or smaller for a browser that understands one of these. */
export type PageFile = { readonly type: string; readonly body: Buffer; readonly br: Buffer; readonly gzip: Buffer };

const page = new URL('../page/', import.meta.url);

/** The page may only talk to this server, and runs only its own script. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const files = new Map<string, Promise<PageFile>>();

/**
 * The file at a path, undefined when there is none. The page is three files: its modules and styles are joined when they are first asked
 * for, and kept, so changes need a restart.
 */
export async function pageFile(pathname: string): Promise<PageFile | undefined> {
  const read = Object.hasOwn(readers, pathname) ? readers[pathname] : undefined;
  if (read === undefined) return undefined;
  const file = files.get(pathname) ?? read();
  files.set(pathname, file);
  try {
    return await file;
  } catch (error) {
    files.delete(pathname);
    throw error;
  }
}

const readers: Readonly<Record<string, () => Promise<PageFile>>> = {
  '/': async () => compressed('text/html; charset=utf-8', await readFile(new URL('index.html', page))),
  '/gallery': async () => compressed('text/html; charset=utf-8', await readFile(new URL('index.html', page))),
  '/page.js': () => compressed('text/javascript; charset=utf-8', joined('main.ts')),
  '/page.css': () => compressed('text/css; charset=utf-8', joined('styles/index.css')),
};

/** A file with all it imports, without types and white space. */
function joined(entry: string): Buffer {
  const { outputFiles } = buildSync({
    entryPoints: [new URL(entry, page).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    logLevel: 'silent',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

async function compressed(type: string, body: Buffer): Promise<PageFile> {
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(body), promisify(gzip)(body)]);
  return { type, body, br, gzip: zipped };
}
