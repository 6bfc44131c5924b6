import { expect, test } from 'vitest';
import { aWorkspace, call, manifest } from './a-workspace.ts';

const { bot } = manifest.oauth_config.scopes;
const granted = { ...manifest, oauth_config: { scopes: { bot: [...bot, 'usergroups:read'] } } };
const list = async (...args: Parameters<typeof call>) => (await call(...args)).body;
const method = 'usergroups.users.list';

test('lists the current members of a user group', async () => {
  const { slack, mia, ben, client } = await aWorkspace({ manifest: granted });
  const group = slack.addUserGroup({ handle: 'studio', members: [mia.id] });
  expect(group.id).toMatch(/^S/);
  expect((await client.usergroups.users.list({ usergroup: group.id })).users).toEqual([mia.id]);
  group.members = [mia.id, ben.id];
  expect(await list(slack, method, { usergroup: group.id })).toEqual({ ok: true, users: [mia.id, ben.id] });
});

test('refuses an unknown group, and a disabled one unless it is asked for', async () => {
  const { slack, mia } = await aWorkspace({ manifest: granted });
  const group = slack.addUserGroup({ handle: 'studio', members: [mia.id] });
  group.disabled = true;
  expect(await list(slack, method, { usergroup: group.id })).toEqual({ ok: false, error: 'no_such_subteam' });
  expect(await list(slack, method, { usergroup: 'S0' })).toEqual({ ok: false, error: 'no_such_subteam' });
  const all = { usergroup: group.id, include_disabled: true };
  expect(await list(slack, method, all)).toEqual({ ok: true, users: [mia.id] });
});

test('checks scope, plan and arguments', async () => {
  const { slack } = await aWorkspace();
  expect(await list(slack, method, { usergroup: 'S0' })).toMatchObject({
    error: 'missing_scope',
    needed: 'usergroups:read',
  });
  const free = await aWorkspace({ manifest: granted, userGroups: false });
  expect(await list(free.slack, method, { usergroup: 'S0' })).toMatchObject({ error: 'plan_upgrade_required' });
  expect(await list(free.slack, method)).toMatchObject({ error: 'invalid_arguments' });
});
