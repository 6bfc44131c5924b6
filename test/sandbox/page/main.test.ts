import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { scriptStarter } from '../../support/start-script.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// A separate temporary folder, since other sandboxes may run at the same time.
const temporary = temporaryFolder('main');
const start = scriptStarter('src/sandbox/main.ts', { TMPDIR: temporary });

const folders = () => readdirSync(temporary).filter((name) => name.startsWith('guestlist-sandbox-'));

test('prints the address of the page, and Ctrl-C stops it and leaves no files', async () => {
  const { child, output } = start();
  while (!output().includes('Ctrl-C')) await once(child, 'said');
  const addresses = output().match(/http:\/\/\S+/g) ?? [];
  expect(addresses).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/)]);
  expect(folders()).toHaveLength(1);
  expect(await (await fetch(addresses[0] ?? '')).text()).toContain('<title>Guestlist sandbox</title>');
  const exit = once(child, 'exit');
  // Under npm the signal arrives twice.
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
  expect(folders()).toEqual([]);
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

test('reports a port that is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const { child, output } = start('--port', String(typeof address === 'object' ? address?.port : ''));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toContain('is in use. Choose another one with --port');
  other.close();
});
