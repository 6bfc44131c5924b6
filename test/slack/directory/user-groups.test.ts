import { LogLevel, WebClient } from '@slack/web-api';
import { expect, it, onTestFinished } from 'vitest';
import { manifest } from '../../../manifest/manifest.ts';
import { createLog } from '../../../src/log.ts';
import { startSlackServer } from '../../../src/sandbox/slack/slack-server.ts';
import type { SlackServerOptions } from '../../../src/sandbox/slack/slack-server.types.ts';
import { createUserGroups } from '../../../src/slack/directory/user-groups.ts';

/** A workspace with two user groups, and who is asked about them; a clock to move. */
async function aWorkspace(options: Partial<SlackServerOptions> = {}) {
  let now = Date.UTC(2026, 10, 23, 9, 0);
  const slack = await startSlackServer({ now: () => now, manifest: manifest(), rateLimits: false, ...options });
  onTestFinished(() => slack.stop());
  const mia = slack.addPerson({ name: 'mia' }).id;
  const studio = slack.addUserGroup({ handle: 'studio', members: [mia] });
  const lab = slack.addUserGroup({ handle: 'lab' });
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 4_000,
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const lines: string[] = [];
  const log = createLog({ level: 'warn', secrets: [], destination: { write: (line) => void lines.push(line) } });
  const { groupsOf, membersOf } = createUserGroups(client, log, () => now);
  const wait = (ms: number) => {
    now += ms;
  };
  return { slack, mia, studio, lab, groupsOf, membersOf, lines, wait };
}

it('says which of the groups a person is in', async () => {
  const { mia, studio, lab, groupsOf } = await aWorkspace();
  expect(await groupsOf(mia, [studio.id, lab.id])).toEqual({ isIn: [studio.id], unknown: [] });
  expect(await groupsOf('U0BEN', [studio.id, lab.id])).toEqual({ isIn: [], unknown: [] });
  expect(await groupsOf(mia, [])).toEqual({ isIn: [], unknown: [] });
});

it('asks Slack once a minute, and every ten seconds before something is sent', async () => {
  const { slack, mia, studio, groupsOf, wait } = await aWorkspace();
  await groupsOf(mia, [studio.id]);
  studio.members = [];
  wait(59_000);
  expect(await groupsOf(mia, [studio.id])).toEqual({ isIn: [studio.id], unknown: [] });
  expect(await groupsOf(mia, [studio.id], 'admin')).toEqual({ isIn: [], unknown: [] });
  studio.members = [mia];
  wait(9_000);
  expect(await groupsOf(mia, [studio.id], 'admin')).toEqual({ isIn: [], unknown: [] });
  wait(1_000);
  expect(await groupsOf(mia, [studio.id], 'admin')).toEqual({ isIn: [studio.id], unknown: [] });
  expect(slack.calls.map(({ method }) => method)).toEqual(Array(3).fill('usergroups.users.list'));
});

it('keeps no look-up of an hour ago after the clock was set back', async () => {
  const { mia, studio, groupsOf, wait } = await aWorkspace();
  await groupsOf(mia, [studio.id]);
  studio.members = [];
  wait(-3_600_000);
  expect(await groupsOf(mia, [studio.id])).toEqual({ isIn: [], unknown: [] });
});

it.each([
  ['the scope was not granted', { withoutScopes: ['usergroups:read'] }, 'missing_scope'],
  ['the plan has no user groups', { userGroups: false }, 'plan_upgrade_required'],
])('knows of nobody whether they are a member while %s, and logs why', async (_, options, why) => {
  const { mia, studio, groupsOf, lines } = await aWorkspace(options);
  expect(await groupsOf(mia, [studio.id])).toEqual({ isIn: [], unknown: [], hidden: [studio.id] });
  expect(lines.join('')).toContain(why);
});

it('counts nobody as a member of a group that is disabled or does not exist', async () => {
  const { mia, studio, groupsOf } = await aWorkspace();
  studio.disabled = true;
  expect(await groupsOf(mia, [studio.id, 'S0NOBODY'])).toEqual({ isIn: [], unknown: [] });
});

it.each([
  ['is busy', { rateLimited: { retryAfterSeconds: 30 } }],
  ['fails', { status: 503 }],
  ['cuts the connection', { cutBefore: true }],
  ['has a fault of its own', { error: 'internal_error' }],
  ['refuses for a reason that says nothing of the group', { error: 'account_inactive' }],
  ['hangs', { hang: true }],
] as const)('does not know while Slack %s, even if it knew before', async (_, then) => {
  const { slack, mia, studio, groupsOf, wait } = await aWorkspace();
  await groupsOf(mia, [studio.id]);
  wait(60_000);
  slack.trouble({ method: 'usergroups.users.list', then });
  expect(await groupsOf(mia, [studio.id])).toEqual({ isIn: [], unknown: [studio.id] });
  expect(await groupsOf(mia, [studio.id])).toEqual({ isIn: [studio.id], unknown: [] });
});

it('says who is in one group, and that it does not know about another', async () => {
  const { slack, mia, studio, lab, groupsOf } = await aWorkspace();
  const about = (id: string) => (args: object) => 'usergroup' in args && args.usergroup === id;
  slack.trouble({ method: 'usergroups.users.list', when: about(lab.id), then: { status: 503 }, times: 2 });
  expect(await groupsOf(mia, [lab.id, studio.id])).toEqual({ isIn: [studio.id], unknown: [lab.id] });
  expect(await groupsOf('U0BEN', [lab.id, studio.id])).toEqual({ isIn: [], unknown: [lab.id] });
});

it('lists who is in several groups, each person once, from the same look', async () => {
  const { slack, mia, studio, lab, groupsOf, membersOf, wait } = await aWorkspace();
  const ben = slack.addPerson({ name: 'ben' }).id;
  lab.members = [ben, mia];
  await groupsOf(mia, [studio.id]);
  expect(await membersOf([studio.id, lab.id, 'S0NOBODY'])).toEqual([mia, ben]);
  lab.members = [];
  expect(await membersOf([lab.id])).toEqual([ben, mia]);
  wait(60_000);
  expect(await membersOf([studio.id, lab.id])).toEqual([mia]);
  wait(60_000);
  slack.trouble({ method: 'usergroups.users.list', then: { status: 503 } });
  expect(await membersOf([studio.id])).toMatchObject({ code: 'groups_unknown', facts: {} });
});

it('lists nobody of a group that Slack hides, and says so', async () => {
  const { studio, membersOf } = await aWorkspace({ withoutScopes: ['usergroups:read'] });
  expect(await membersOf([studio.id])).toMatchObject({ code: 'groups_unknown', facts: { scope: 1 } });
});
