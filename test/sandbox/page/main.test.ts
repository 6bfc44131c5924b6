import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, expect, test } from 'vitest';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['src/sandbox/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      output += String(data);
      child.emit('said');
    });
  }
  return { child, output: () => output };
}

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('guestlist-sandbox-'));

test('prints one address that serves the page, and Ctrl-C stops it and leaves nothing', async () => {
  const before = folders();
  const { child, output } = start();
  while (!output().includes('Ctrl-C')) await once(child, 'said');
  const addresses = output().match(/http:\/\/\S+/g) ?? [];
  expect(addresses).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/)]);
  expect(await (await fetch(addresses[0] ?? '')).text()).toContain('<title>Guestlist sandbox</title>');
  const exit = once(child, 'exit');
  // As npm does: the terminal's signal, and once more passed on.
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
  expect(folders().filter((name) => !before.includes(name))).toEqual([]);
});

test.each([
  ['--port', 'many'],
  ['--port', '70000'],
  ['--prot', '1'],
])('refuses %s %s', async (...args) => {
  const { child, output } = start(...args);
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toContain('--port');
  expect(output()).not.toContain('    at ');
});

test('says when the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const { child, output } = start('--port', String(typeof address === 'object' ? address?.port : ''));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toContain('is taken: choose another one with --port');
  other.close();
});
