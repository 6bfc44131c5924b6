import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

export type PageFile = { readonly type: string; readonly body: string; readonly policy: string };

const page = new URL('../page/', import.meta.url);
const packages = new URL('../../../node_modules/', import.meta.url);

/** The page's libraries from node_modules, named by the import map in index.html. */
const libraries: Readonly<Record<string, string>> = {
  preact: 'preact/dist/preact.mjs',
  'preact/hooks': 'preact/hooks/dist/hooks.mjs',
  htm: 'htm/dist/htm.mjs',
  'htm/preact': 'htm/preact/index.mjs',
};

/** The page may only talk to this server. `scriptHash` allows one inline script. */
const policyFor = (scriptHash: string) =>
  [
    "default-src 'none'",
    `script-src 'self' ${scriptHash}`,
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const policy = policyFor('');

const script = 'text/javascript; charset=utf-8';
const files = new Map<string, Promise<PageFile>>();

/** The file at a path, undefined when there is none. Files are read once, so changes need a restart. */
export async function pageFile(pathname: string): Promise<PageFile | undefined> {
  const read = reader(pathname);
  if (read === undefined) return undefined;
  const file = files.get(pathname) ?? read();
  files.set(pathname, file);
  try {
    return await file;
  } catch (error) {
    files.delete(pathname);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function reader(pathname: string): (() => Promise<PageFile>) | undefined {
  if (pathname === '/') return readIndex;
  const library = libraries[/^\/library\/(.+)\.js$/.exec(pathname)?.[1] ?? ''];
  if (library !== undefined)
    return async () => ({ type: script, body: await text(new URL(library, packages)), policy });
  const [, path, ending] = /^\/page\/((?:[a-z0-9-]+\/)*[a-z0-9-]+\.(ts|css))$/.exec(pathname) ?? [];
  if (path === undefined) return undefined;
  const file = new URL(path, page);
  if (ending === 'css') return async () => ({ type: 'text/css; charset=utf-8', body: await text(file), policy });
  return async () => ({ type: script, body: stripTypeScriptTypes(await text(file)), policy });
}

// An import map must be inline; the policy allows it by its hash.
async function readIndex(): Promise<PageFile> {
  const body = await text(new URL('index.html', page));
  const importMap = /<script type="importmap">([\s\S]*?)<\/script>/.exec(body)?.[1] ?? '';
  const hash = createHash('sha256').update(importMap).digest('base64');
  return { type: 'text/html; charset=utf-8', body, policy: policyFor(`'sha256-${hash}'`) };
}

function text(file: URL): Promise<string> {
  return readFile(file, 'utf8');
}
