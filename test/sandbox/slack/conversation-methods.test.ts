import { describe, expect, test } from 'vitest';
import { aWorkspace, call, manifest } from './a-workspace.ts';

const error = async (answer: ReturnType<typeof call>) => (await answer).body.error;

describe('reading back', () => {
  async function filled() {
    let now = Date.UTC(2026, 10, 23);
    const place = await aWorkspace({ now: () => (now += 1000) });
    const { slack, studio, mia } = place;
    const posted: string[] = [];
    for (let index = 0; index < 5; index++) {
      const { body } = await call(slack, 'chat.postMessage', {
        channel: studio.id,
        text: `m${index}`,
        metadata: { event_type: 'card', event_payload: { index } },
      });
      posted.push(String(body.ts));
    }
    for (let index = 0; index < 3; index++)
      await call(slack, 'chat.postMessage', {
        channel: studio.id,
        text: `r${index}`,
        thread_ts: posted[0],
        reply_broadcast: index === 2,
      });
    await call(slack, 'chat.postEphemeral', { channel: studio.id, user: mia.id, text: 'psst' });
    return { ...place, posted };
  }
  const words = (body: Record<string, unknown>) => (body.messages as { text: string }[]).map((one) => one.text);

  test('history: newest first, no replies but broadcast ones, nothing ephemeral, in pages', async () => {
    const { slack, studio, posted } = await filled();
    const read = async (args: object) =>
      (await call(slack, 'conversations.history', { channel: studio.id, ...args })).body;
    expect(words(await read({}))).toEqual(['r2', 'm4', 'm3', 'm2', 'm1', 'm0']);
    const first = await read({ limit: 4 });
    expect(words(first)).toEqual(['r2', 'm4', 'm3', 'm2']);
    expect(first).toMatchObject({ has_more: true, response_metadata: { next_cursor: expect.any(String) } });
    const second = await read({ limit: 4, cursor: (first.response_metadata as { next_cursor: string }).next_cursor });
    expect(words(second)).toEqual(['m1', 'm0']);
    expect(second.has_more).toBe(false);
    expect(words(await read({ oldest: posted[2] }))).toEqual(['r2', 'm4', 'm3']);
    expect(words(await read({ oldest: posted[2], inclusive: true }))).toEqual(['r2', 'm4', 'm3', 'm2']);
    expect(words(await read({ latest: posted[1] }))).toEqual(['m0']);
    expect((await read({ cursor: 'x' })).error).toBe('invalid_cursor');
    expect((await read({ limit: 1000 })).error).toBe('invalid_limit');
    expect((await read({ oldest: 'x' })).error).toBe('invalid_ts_oldest');
  });

  test('metadata is returned only on request', async () => {
    const { slack, studio } = await filled();
    const { body } = await call(slack, 'conversations.history', { channel: studio.id });
    expect(JSON.stringify(body)).not.toContain('metadata');
    const all = await call(slack, 'conversations.history', { channel: studio.id, include_all_metadata: true });
    expect((all.body.messages as object[])[1]).toMatchObject({
      metadata: { event_type: 'card', event_payload: { index: 4 } },
    });
  });

  test('replies: the first message, then the replies, oldest first', async () => {
    const { slack, studio, posted } = await filled();
    const read = async (args: object) =>
      (await call(slack, 'conversations.replies', { channel: studio.id, ts: posted[0], ...args })).body;
    const all = await read({});
    expect(words(all)).toEqual(['m0', 'r0', 'r1', 'r2']);
    expect((all.messages as object[])[0]).toMatchObject({ thread_ts: posted[0], reply_count: 3 });
    expect(words(await read({ limit: 2 }))).toEqual(['m0', 'r0']);
    expect(words(await read({ ts: posted[1] }))).toEqual(['m1']);
    expect((await read({ ts: '1795000000.000001' })).error).toBe('thread_not_found');
  });

  test('messages are readable only in channels with the bot', async () => {
    const { slack } = await aWorkspace();
    const outside = slack.addChannel({ name: 'outside', bot: false });
    const secret = slack.addChannel({ name: 'secret', kind: 'private', bot: false });
    expect(await error(call(slack, 'conversations.history', { channel: outside.id }))).toBe('not_in_channel');
    expect(await error(call(slack, 'conversations.history', { channel: secret.id }))).toBe('channel_not_found');
    await call(slack, 'conversations.join', { channel: outside.id });
    expect(await error(call(slack, 'conversations.history', { channel: outside.id }))).toBeUndefined();
    expect(await error(call(slack, 'conversations.join', { channel: secret.id }))).toBe('channel_not_found');
  });
});

test('describes, lists, opens and joins conversations', async () => {
  const { slack, mia, ben, studio, client } = await aWorkspace();
  const secret = slack.addChannel({ name: 'secret', kind: 'private', bot: false });
  const opened = await client.conversations.open({ users: mia.id });
  expect((await client.conversations.open({ users: mia.id })).channel?.id).toBe(opened.channel?.id);
  expect(await client.conversations.open({ users: mia.id })).toMatchObject({ already_open: true, no_op: true });
  const open = (users: string) => error(call(slack, 'conversations.open', { users }));
  expect(await open('U0')).toBe('user_not_found');
  expect(await open('')).toBe('users_list_not_supplied');
  expect(await open(slack.addPerson({ name: 'gone', kind: 'deactivated' }).id)).toBe('user_disabled');
  expect(await open(`${mia.id},${ben.id}`)).toBe('missing_scope');
  expect(await client.conversations.info({ channel: studio.id, include_num_members: true })).toMatchObject({
    channel: { id: studio.id, name: 'studio', is_private: false, is_archived: false, is_member: true, num_members: 3 },
  });
  expect(await error(call(slack, 'conversations.info', { channel: secret.id }))).toBe('channel_not_found');
  const members = await client.conversations.members({ channel: studio.id, limit: 2 });
  expect(members).toMatchObject({
    members: [mia.id, ben.id],
    response_metadata: { next_cursor: expect.stringMatching(/./) },
  });
  const own = await client.users.conversations({});
  expect(own.channels?.map((one) => one.id)).toEqual([studio.id]);
  expect(await error(call(slack, 'users.conversations', { types: 'party' }))).toBe('invalid_types');
  expect(await error(call(slack, 'users.conversations', { types: 'private_channel' }))).toBe('missing_scope');
});

test('lists the conversations of a person, and with whom they are shared', async () => {
  const { slack, mia, ben, studio, client } = await aWorkspace();
  slack.addChannel({ name: 'bens', members: [ben.id] });
  const of = async (args: object) => (await call(slack, 'users.conversations', { user: mia.id, ...args })).body;
  const listed = (await of({ limit: 999 })) as { channels: Record<string, unknown>[] };
  expect(listed.channels.map((one) => one.id)).toEqual([studio.id]);
  // Unlike conversations.info, the list does not say whether the bot is in it.
  expect(listed.channels[0]).not.toHaveProperty('is_member');
  expect((await of({ limit: 1000 })).error).toBe('invalid_limit');
  expect((await of({ user: 'U0' })).error).toBe('user_not_found');

  const described = async (id: string) => (await client.conversations.info({ channel: id })).channel;
  const members = [mia.id];
  expect(await described(slack.addChannel({ name: 'own', members }).id)).toMatchObject({
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_pending_ext_shared: false,
    shared_team_ids: [slack.teamId],
    pending_shared: [],
  });
  expect(await described(slack.addChannel({ name: 'client', members, shared: true }).id)).toMatchObject({
    is_shared: true,
    is_ext_shared: true,
    internal_team_ids: [slack.teamId],
  });
  expect(await described(slack.addChannel({ name: 'soon', members, shared: 'company_invited' }).id)).toMatchObject({
    is_ext_shared: false,
    is_pending_ext_shared: true,
  });
  expect(await described(slack.addChannel({ name: 'sister', members, shared: 'organization' }).id)).toMatchObject({
    is_shared: true,
    is_ext_shared: false,
    is_org_shared: true,
  });
});

test('a direct message can be found without opening it, and described', async () => {
  const { slack, mia, ben, client } = await aWorkspace();
  const look = { users: mia.id, prevent_creation: true };
  expect((await client.conversations.open(look)).channel).toBeNull();
  expect(slack.channels.filter(({ kind }) => kind === 'im')).toEqual([]);
  const opened = (await client.conversations.open({ users: mia.id })).channel?.id ?? '';
  expect((await client.conversations.open(look)).channel?.id).toBe(opened);
  expect(await client.conversations.open({ channel: opened, return_im: true })).toMatchObject({
    channel: { id: opened, is_im: true, user: mia.id },
  });
  expect(await error(call(slack, 'conversations.open', { channel: 'D0OTHERS' }))).toBe('channel_not_found');
  expect((await client.conversations.open({ users: ben.id, prevent_creation: true })).channel).toBeNull();
});

test('people are described as Slack describes them', async () => {
  const at = Date.UTC(2026, 10, 23);
  const { slack, mia, client } = await aWorkspace({ now: () => at });
  const kinds = [
    'member',
    'admin',
    'owner',
    'guest',
    'single_channel_guest',
    'external',
    'bot',
    'deactivated',
  ] as const;
  const shown = new Map<string, Record<string, unknown>>();
  for (const kind of kinds) {
    const { id } = slack.addPerson({ name: kind.replaceAll('_', ''), kind, tz: 'Asia/Kolkata' });
    shown.set(kind, (await client.users.info({ user: id })).user as Record<string, unknown>);
  }
  expect((await client.users.info({ user: mia.id })).user).toMatchObject({
    id: mia.id,
    team_id: slack.teamId,
    name: 'mia',
    real_name: 'Mia',
    deleted: false,
    tz: 'Europe/Paris',
    tz_offset: 3600,
    profile: { display_name: 'mia', real_name: 'Mia' },
    is_app_user: false,
  });
  expect(shown.get('member')).toMatchObject({
    is_admin: false,
    is_restricted: false,
    is_bot: false,
    tz_label: 'India Standard Time',
    tz_offset: 19_800,
  });
  expect(shown.get('admin')).toMatchObject({ is_admin: true, is_owner: false });
  expect(shown.get('owner')).toMatchObject({ is_admin: true, is_owner: true, is_primary_owner: true });
  expect(shown.get('guest')).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
  expect(shown.get('single_channel_guest')).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
  expect(shown.get('external')).toMatchObject({ is_stranger: true });
  expect(shown.get('external')?.team_id).not.toBe(slack.teamId);
  expect(shown.get('bot')).toMatchObject({ is_bot: true });
  expect(shown.get('deactivated')).toMatchObject({ deleted: true });
  expect(shown.get('deactivated')).not.toHaveProperty('tz');
  expect(shown.get('member')?.profile).not.toHaveProperty('email');
  await expect(client.users.info({ user: 'U0' })).rejects.toThrow('user_not_found');
  const listed = await client.users.list({ limit: 4 });
  expect(listed.members).toHaveLength(4);
  expect(listed.response_metadata?.next_cursor).not.toBe('');

  const open = await aWorkspace({
    manifest: { ...manifest, oauth_config: { scopes: { bot: ['users:read', 'users:read.email'] } } },
  });
  expect((await open.client.users.info({ user: open.mia.id })).user?.profile?.email).toBe('mia@example.com');
  expect((await open.client.users.lookupByEmail({ email: 'MIA@example.com' })).user?.id).toBe(open.mia.id);
  await expect(open.client.users.lookupByEmail({ email: 'nobody@example.com' })).rejects.toThrow('users_not_found');
});
