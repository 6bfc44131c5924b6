import { expect, test } from 'vitest';
import { aBot, aWorkspace, call, manifest, plain } from './a-workspace.ts';

test('stop settles pending deliveries and closes every socket', async () => {
  const { slack, mia, studio } = await aWorkspace();
  await aBot(slack, 'socket', (app) => {
    app.command('/door', () => new Promise(() => {}));
  });
  const pending = slack.as(mia.id).command(studio.id, '/door');
  const watching = slack.until('what never comes', () => false);
  const stopped = slack.stop();
  expect(await pending).toBe('failed');
  await expect(watching).rejects.toThrow('timed out waiting for what never comes');
  await stopped;
  await expect(fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })).rejects.toThrow();
});

test('until fails with what it waited for and the current state', async () => {
  const { slack, mia, studio, client } = await aWorkspace();
  slack.as(mia.id).say(studio.id, 'hello there');
  await expect(slack.until('a miracle', () => false, 20)).rejects.toThrow(/a miracle[\s\S]*hello there/);
  await expect(
    slack.until('a fault', () => {
      throw new Error('looked wrongly');
    }),
  ).rejects.toThrow('looked wrongly');
  let looks = 0;
  await slack.until('the second look', () => {
    looks += 1;
    if (looks === 1) slack.as(mia.id).say(studio.id, 'again');
    return looks === 2;
  });
  let changes = 0;
  const stopListening = slack.onChange(() => {
    changes += 1;
  });
  await client.chat.postMessage({ channel: studio.id, text: 'x' });
  expect(changes).toBeGreaterThan(0);
  const before = changes;
  stopListening();
  await client.chat.postMessage({ channel: studio.id, text: 'y' });
  expect(changes).toBe(before);
  // A wait that has succeeded does not look again.
  expect(looks).toBe(2);
});

test('without interactivity in the manifest clicks are dropped, commands still arrive', async () => {
  const { slack, mia, studio } = await aWorkspace({ manifest: { ...manifest, settings: {} } });
  await aBot(slack, 'socket', (app) => {
    app.command('/door', async ({ ack }) => ack());
    app.action(/.*/, async ({ ack }) => ack());
  });
  const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'knock', text: plain('Knock') }] }];
  const { body } = await call(slack, 'chat.postMessage', { channel: studio.id, text: 'x', blocks });
  const user = slack.as(mia.id);
  expect(await user.act({ channel: studio.id, ts: String(body.ts) }, { actionId: 'knock' })).toBe('failed');
  expect(await user.command(studio.id, '/door')).toBe('ok');
});
