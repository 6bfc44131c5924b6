import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { seedWorkspace } from '../../../src/sandbox/seed-data.ts';
import { startSlackServer } from '../../../src/sandbox/slack/slack-server.ts';
import { scriptStarter } from '../../support/start-script.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startLunchApp } from '../second-app/app.ts';

// A separate temporary folder, since other sandboxes may run at the same time.
const temporary = temporaryFolder('main');
const start = scriptStarter('src/sandbox/main.ts', { TMPDIR: temporary });

const folders = () => readdirSync(temporary).filter((name) => name.startsWith('guestlist-sandbox-'));

test('prints the address of the page, and Ctrl-C stops it and leaves no files', async () => {
  const { child, output } = start('--port', '0');
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

test.each([['--port', 'many'], ['--port', '70000'], ['--prot', '1'], ['--policy']])(
  'refuses %s %s',
  async (...args) => {
    const { child, output } = start(...args);
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain('--port');
    expect(output()).not.toContain('    at ');
  },
);

test('starts with a policy file, takes up its changes, and refuses a wrong or missing one', async () => {
  const paper = readFileSync('docs/sandbox.md', 'utf8');
  const text = /^```yaml\n([\s\S]+?)^```/m.exec(paper)?.[1] ?? '';
  const file = join(temporary, 'try.yaml');
  writeFileSync(file, text);
  const { child, output } = start('--port', '0', '--policy', file);
  while (!output().includes('Ctrl-C')) await once(child, 'said');
  writeFileSync(file, text.replace('short visits', 'long visits'));
  while (!output().includes('"rules":["long visits"]')) await once(child, 'said');
  writeFileSync(file, text.replace('maxWindow', 'maxWindw'));
  while (!output().includes('the changed policy has a fault')) await once(child, 'said');

  const missing = join(temporary, 'none.yaml');
  const refusals = [
    [file, `${file}:7:5 rules[0].maxWindw is not a setting\n    did you mean`],
    [missing, `${missing} does not exist\n    Correct its path`],
  ] as const;
  await Promise.all(
    refusals.map(async ([named, fault]) => {
      const refused = start('--policy', named);
      expect(await once(refused.child, 'close')).toEqual([1, null]);
      expect(refused.output()).toContain(fault);
      expect(refused.output()).not.toContain('    at ');
    }),
  );
});

test('the policy can name the IDs in docs/sandbox.md', async () => {
  const slack = await startSlackServer({ now: () => 0, manifest: parse(readFileSync('slack-manifest.yml', 'utf8')) });
  onTestFinished(() => slack.stop());
  seedWorkspace(slack);
  const listed = [...readFileSync('docs/sandbox.md', 'utf8').matchAll(/^\| [#@]?([\w-]+) +\| `([UCS]\w+)`/gm)];
  const people = slack.people.filter(({ kind }) => kind !== 'bot').map(({ realName, id }) => `${realName} ${id}`);
  const channels = slack.channels.map(({ name, id }) => `${name} ${id}`);
  const groups = slack.userGroups.map(({ handle, id }) => `${handle} ${id}`);
  expect(listed.map(([, name, id]) => `${name} ${id}`)).toEqual([...people, ...channels, ...groups]);
});

test('reports a port that is in use', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = String(typeof address === 'object' ? address?.port : '');
  // Without --port it takes the port of the environment.
  const { child, output } = scriptStarter('src/sandbox/main.ts', { TMPDIR: temporary, PORT: port })();
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(output()).toContain(`Port ${port} is in use. Choose another one with --port.`);
  expect(output()).toContain(`A sandbox may run there already: http://127.0.0.1:${port}/`);
  other.close();
});

test('--only slack serves the app of a manifest, and prints what it is started with', async () => {
  const manifest = 'test/sandbox/second-app/manifest.yml';
  const { child, output } = start('--only', 'slack', '--manifest', manifest, '--port', '0');
  while (!output().includes('Ctrl-C')) await once(child, 'said');
  const [page = ''] = output().match(/http:\/\/\S+/g) ?? [];
  expect(await (await fetch(page)).text()).toContain('<title>');
  const value = (name: string) => new RegExp(`${name}=(\\S+)`).exec(output())?.[1] ?? '';
  const app = await startLunchApp({
    SLACK_API_URL: value('SLACK_API_URL'),
    SLACK_BOT_TOKEN: value('SLACK_BOT_TOKEN'),
    SLACK_APP_TOKEN: value('SLACK_APP_TOKEN'),
  });
  onTestFinished(async () => {
    await app.stop();
  });
  const asked = await fetch(`${page}api/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: page.slice(0, -1) },
    body: JSON.stringify({ as: 'U0000000MIA', channel: 'C0000STUDIO', text: '/lunch' }),
  });
  expect(await asked.json()).toEqual({ result: 'ok' });
  const refused = start('--only', 'slack');
  expect(await once(refused.child, 'close')).toEqual([1, null]);
  expect(refused.output()).toContain('Name the manifest of your app with --manifest.');
});
