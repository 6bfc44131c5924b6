import { describe, expect, test } from 'vitest';
import { aClient, aWorkspace, call, manifest } from './a-workspace.ts';

const error = async (answer: ReturnType<typeof call>) => (await answer).body.error;

describe('callers of the Web API', () => {
  test("Slack's client is accepted", async () => {
    const { slack, client } = await aWorkspace();
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      user_id: slack.botUserId,
      team_id: slack.teamId,
      bot_id: expect.stringMatching(/^B/),
    });
  });

  test('need a valid token of the right type', async () => {
    const { slack } = await aWorkspace();
    expect(await error(call(slack, 'auth.test', {}, ''))).toBe('not_authed');
    expect(await error(call(slack, 'auth.test', {}, 'xoxb-wrong'))).toBe('invalid_auth');
    expect(await error(call(slack, 'auth.test', {}, slack.appToken))).toBe('not_allowed_token_type');
    expect(await error(call(slack, 'apps.connections.open'))).toBe('not_allowed_token_type');
    expect(await error(call(slack, 'no.such.method'))).toBe('unknown_method');
    expect((await call(slack, 'no.such.method')).status).toBe(200);
  });

  test('send arguments as a form or as JSON, with POST', async () => {
    const { slack, mia } = await aWorkspace();
    const post = async (body: string, type: string, authorization = `Bearer ${slack.botToken}`) => {
      const answer = await fetch(`${slack.apiUrl}users.info`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, authorization },
      });
      return JSON.parse(await answer.text()) as { ok: boolean; error?: string };
    };
    const form = 'application/x-www-form-urlencoded';
    expect((await post(`user=${mia.id}`, form)).ok).toBe(true);
    expect((await post(`user=${mia.id}&token=${slack.botToken}`, form, '')).ok).toBe(true);
    expect((await post(JSON.stringify({ user: mia.id }), 'application/json')).ok).toBe(true);
    expect((await post('{', 'application/json')).error).toBe('invalid_json');
    expect((await post('[]', 'application/json')).error).toBe('json_not_object');
    expect((await post('x', 'text/plain')).error).toBe('invalid_form_data');
    const got = await fetch(`${slack.apiUrl}users.info?user=${mia.id}`, {
      headers: { authorization: `Bearer ${slack.botToken}` },
    });
    expect(await got.json()).toMatchObject({ ok: false });
  });

  test('get the names of missing arguments', async () => {
    const { slack } = await aWorkspace();
    expect((await call(slack, 'users.info')).body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: user'] },
    });
  });

  // method, arguments, the missing scope
  const scoped: readonly [string, object, string][] = [
    ['chat.postMessage', { channel: 'STUDIO', text: 'x' }, 'chat:write'],
    ['chat.postEphemeral', { channel: 'STUDIO', user: 'MIA', text: 'x' }, 'chat:write'],
    ['chat.update', { channel: 'STUDIO', ts: '1', text: 'x' }, 'chat:write'],
    ['chat.delete', { channel: 'STUDIO', ts: '1' }, 'chat:write'],
    ['conversations.history', { channel: 'STUDIO' }, 'channels:history'],
    ['conversations.replies', { channel: 'STUDIO', ts: '1' }, 'channels:history'],
    ['conversations.history', { channel: 'VAULT' }, 'groups:history'],
    ['conversations.open', { users: 'MIA' }, 'im:write'],
    ['conversations.info', { channel: 'STUDIO' }, 'channels:read'],
    ['conversations.members', { channel: 'STUDIO' }, 'channels:read'],
    ['conversations.join', { channel: 'STUDIO' }, 'channels:join'],
    ['users.info', { user: 'MIA' }, 'users:read'],
    ['users.list', {}, 'users:read'],
    ['bots.info', {}, 'users:read'],
    ['users.conversations', {}, 'channels:read'],
    ['users.lookupByEmail', { email: 'mia@example.com' }, 'users:read.email'],
    ['team.info', {}, 'team:read'],
    ['reactions.add', { channel: 'STUDIO', timestamp: '1', name: 'x' }, 'reactions:write'],
  ];
  test.each(scoped)('%s %j needs %s', async (method, args, scope) => {
    const run = async (withoutScopes: string[], bot: string[]) => {
      const { slack, studio, mia } = await aWorkspace({
        withoutScopes,
        manifest: { ...manifest, oauth_config: { scopes: { bot } } },
      });
      const vault = slack.addChannel({ name: 'vault', kind: 'private' });
      const here = JSON.parse(
        JSON.stringify(args).replace('STUDIO', studio.id).replace('VAULT', vault.id).replace('MIA', mia.id),
      ) as object;
      return (await call(slack, method, here)).body;
    };
    const all = [...manifest.oauth_config.scopes.bot, 'users:read.email'];
    expect(await run([], all)).not.toMatchObject({ error: 'missing_scope' });
    const refused = await run([scope], all);
    expect(refused).toMatchObject({ ok: false, error: 'missing_scope', needed: expect.stringContaining(scope) });
    expect(String(refused.provided).split(',')).toEqual(all.filter((one) => one !== scope));
  });
});

test('every call is recorded with its answer', async () => {
  const { slack, studio, client } = await aWorkspace();
  await client.chat.postMessage({ channel: studio.id, text: 'x', blocks: [{ type: 'divider' }] });
  expect(slack.calls).toMatchObject([
    {
      method: 'chat.postMessage',
      args: { channel: studio.id, blocks: [{ type: 'divider' }] },
      answer: { ok: true },
      status: 200,
    },
  ]);
  expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
  await expect(aClient(slack, 'xoxb-wrong').auth.test()).rejects.toThrow('invalid_auth');
});
