import { readFileSync, writeFileSync } from 'node:fs';

export type Locked = {
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly engines?: unknown;
  readonly os?: readonly string[];
};
type LockFile = { readonly packages: Record<string, Locked> };

const file = new URL('../../package-lock.json', import.meta.url);

export function readLockFile(): LockFile {
  return JSON.parse(readFileSync(file, 'utf8')) as LockFile;
}

/**
 * npm holds what packages say about Node against the Node that runs npm, though it is the Node 24 beside them that will run them: it
 * warned of every second one, and with an old Node 20 it left out those it may leave out, such as the binaries of the linter. What the
 * lock file does not say npm does not compare. The entry of Guestlist itself keeps what it says.
 */
export function withoutEngines({ packages, ...rest }: LockFile): LockFile {
  const kept = Object.entries(packages).map(([path, locked]) => {
    const { engines: _, ...rest } = locked;
    return [path, path === '' ? locked : rest];
  });
  return { ...rest, packages: Object.fromEntries(kept) as LockFile['packages'] };
}

export function writeLockFile(lock: LockFile): void {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
