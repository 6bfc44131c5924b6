import { expect, it } from 'vitest';
import { botMethods } from '../../../src/sandbox/slack/web-api/answer-call.ts';
import { aWorkspace, call } from './a-workspace.ts';

/** Every method the server has, with the bot scopes Slack's documents name; any one of them is enough. */
const documented: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history'],
  'conversations.info': ['channels:read'],
  'conversations.join': ['channels:join'],
  'conversations.members': ['channels:read'],
  'conversations.open': ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
  'conversations.replies': ['channels:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'reactions.add': ['reactions:write'],
  'team.info': ['team:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.conversations': ['channels:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

const every = [...new Set(Object.values(documented).flat())];
const withScopes = (bot: readonly string[]) => ({ oauth_config: { scopes: { bot } } });

it('every method answers missing_scope where the manifest lacks the scope, and only there', async () => {
  expect(botMethods.toSorted()).toEqual(Object.keys(documented).toSorted());
  const poor = await aWorkspace({ manifest: withScopes([]) });
  const rich = await aWorkspace({ manifest: withScopes(every) });
  for (const [method, scopes] of Object.entries(documented)) {
    const answers = await Promise.all(
      [poor, rich].map(async ({ slack, mia, studio }) => {
        const message = slack.as(mia.id).say(studio.id, 'Hello');
        const file = { id: 'F1' };
        const there = { channel: studio.id, ts: message.ts, message_ts: message.ts, timestamp: message.ts };
        const who = { user: mia.id, users: mia.id, user_id: mia.id, email: mia.email, usergroup: 'S1' };
        const what = { text: 'Hi', name: 'eyes', filename: 'a.txt', length: 1, file: 'F1', files: [file], view: {} };
        return (await call(slack, method, { ...there, ...who, ...what })).body;
      }),
    );
    const [without, granted] = answers;
    if (scopes.length === 0) expect([method, without?.error]).not.toContain('missing_scope');
    else expect([method, without]).toMatchObject([method, { error: 'missing_scope', needed: scopes.join(',') }]);
    expect([method, granted?.error]).not.toContain('missing_scope');
  }
  // Each of them is shown to whoever tries the app.
  const named = poor.slack.violations.flatMap(({ faults }) =>
    faults.filter((fault) => fault.startsWith('missing_scope')),
  );
  expect(named).toHaveLength(Object.values(documented).filter((scopes) => scopes.length > 0).length);
});
