import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { manifest } from '../../../manifest/manifest.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import { startSlackServer } from '../../../src/sandbox/slack/slack-server.ts';
import type { SlackServerOptions } from '../../../src/sandbox/slack/slack-server.types.ts';
import { createChannels } from '../../../src/slack/directory/channels.ts';

const MINUTE = 60_000;

/** Channels as the bot sees them at a Slack server with three people, and a clock to move. */
async function aSlack(options: Partial<SlackServerOptions> = {}) {
  let now = Date.UTC(2026, 10, 23, 9, 0);
  const slack = await startSlackServer({ now: () => now, manifest: manifest(), rateLimits: false, ...options });
  onTestFinished(() => slack.stop());
  const [mia, ben, sol] = [
    slack.addPerson({ name: 'mia' }),
    slack.addPerson({ name: 'ben' }),
    slack.addPerson({ name: 'sol', kind: 'external' }),
  ];
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const channels = createChannels(
    client,
    () => slack.teamId,
    () => now,
  );
  return {
    slack,
    channels,
    client,
    mia: mia.id,
    ben: ben.id,
    sol: sol.id,
    wait: (ms: number) => {
      now += ms;
    },
    asked: (method: string) => slack.calls.filter((call) => call.method === method).length,
  };
}

describe('a person is in a channel', () => {
  test('when Slack lists it among theirs, public or private, with or without the bot', async () => {
    const { slack, channels, mia, ben, asked } = await aSlack();
    const open = slack.addChannel({ name: 'open', members: [mia], bot: false }).id;
    const secret = slack.addChannel({ name: 'secret', kind: 'private', members: [mia] }).id;
    const other = slack.addChannel({ name: 'other', members: [ben] }).id;
    const hidden = slack.addChannel({ name: 'hidden', kind: 'private', members: [mia], bot: false }).id;
    const all = [open, secret, other, hidden, 'C0NOWHERE', '', '#open', mia];
    expect(await channels.memberOf(all, mia)).toEqual(new Set([open, secret]));
    expect(asked('users.conversations')).toBe(1);
    expect(await channels.isMember(open, mia)).toBe(true);
    expect(asked('users.conversations')).toBe(1);
    expect(await channels.isMember(open, ben)).toBe(false);
  });

  test('for a minute after they left, and at once after they joined', async () => {
    const { slack, channels, mia, ben, wait } = await aSlack();
    const channel = slack.addChannel({ name: 'studio', members: [mia] });
    expect(await channels.isMember(channel.id, ben)).toBe(false);
    channel.members.push(ben);
    expect(await channels.isMember(channel.id, ben)).toBe(true);
    channel.members.splice(channel.members.indexOf(ben), 1);
    wait(MINUTE - 1);
    expect(await channels.isMember(channel.id, ben)).toBe(true);
    wait(1);
    expect(await channels.isMember(channel.id, ben)).toBe(false);
  });

  test('however many channels they are in', async () => {
    const { slack, channels, mia, asked } = await aSlack();
    const ids = Array.from({ length: 1_100 }, (_, n) => slack.addChannel({ name: `c${n}`, members: [mia] }).id);
    const big = slack.addChannel({
      name: 'big',
      members: [...Array.from({ length: 10_000 }, (_, n) => `U${n}`), mia],
    }).id;
    // On a busy machine Slack answers after the patience, and the next to ask is given that answer.
    await expect.poll(async () => (await channels.memberOf([...ids, big], mia)).size).toBe(1_101);
    expect(asked('users.conversations')).toBe(2);
  });

  test('only when the scopes let Slack say so', async () => {
    const without = await aSlack({ withoutScopes: ['groups:read'] });
    const members = [without.mia];
    const open = without.slack.addChannel({ name: 'open', members }).id;
    const secret = without.slack.addChannel({ name: 'secret', kind: 'private', members }).id;
    expect(await without.channels.memberOf([open, secret], without.mia)).toEqual(new Set([open]));
    expect(await without.channels.describe(secret)).toMatchObject({ code: 'slack_refused' });

    const blind = await aSlack({ withoutScopes: ['groups:read', 'channels:read'] });
    const channel = blind.slack.addChannel({ name: 'open' }).id;
    expect(await blind.channels.isMember(channel, blind.mia)).toBe(false);
    expect(await blind.channels.describe(channel)).toMatchObject({ code: 'slack_refused' });
  });

  test.each([
    ['a 429', { rateLimited: { retryAfterSeconds: 30 } }],
    ['a 500', { status: 500 }],
    ['a cut connection', { cutBefore: true }],
    ['a refusal', { error: 'internal_error' }],
    ['silence', { hang: true }],
  ] as const)('after %s only if Slack listed it within the last minute', async (_, then) => {
    const { slack, channels, mia, wait } = await aSlack();
    const [seen, unseen] = [
      slack.addChannel({ name: 'seen' }).id,
      slack.addChannel({ name: 'unseen', members: [] }).id,
    ];
    expect(await channels.memberOf([seen, unseen], mia)).toEqual(new Set([seen]));
    slack.trouble({ method: 'users.conversations', times: 9, then });
    expect(await channels.memberOf([seen, unseen], mia)).toEqual(new Set([seen]));
    wait(MINUTE);
    expect(await channels.memberOf([seen, unseen], mia)).toEqual(new Set());
  });

  test('and Slack is not asked before the pause it requested is over', async () => {
    const { slack, channels, mia, ben, wait, asked } = await aSlack();
    const channel = slack.addChannel({ name: 'studio' }).id;
    slack.trouble({ method: 'users.conversations', then: { rateLimited: { retryAfterSeconds: 30 } } });
    expect(await channels.isMember(channel, mia)).toBe(false);
    expect(await channels.isMember(channel, ben)).toBe(false);
    expect(asked('users.conversations')).toBe(1);
    wait(30_000);
    expect(await channels.isMember(channel, ben)).toBe(true);
  });

  test('and nobody can use up the rate limit of Guestlist by repeating a request', async () => {
    const { slack, channels, mia, ben, wait, asked } = await aSlack();
    const channel = slack.addChannel({ name: 'studio', members: [ben] });
    for (let n = 0; n < 40; n++) expect(await channels.isMember(channel.id, mia)).toBe(false);
    expect(asked('users.conversations')).toBe(10);
    expect(await channels.isMember(channel.id, ben)).toBe(true);
    for (let n = 0; n < 40; n++) {
      expect(await channels.isMember(slack.addChannel({ name: `c${n}`, members: [ben] }).id, ben)).toBe(true);
    }
    channel.members.push(mia);
    wait(MINUTE);
    expect(await channels.isMember(channel.id, mia)).toBe(true);
  });

  test('and simultaneous requests ask Slack once', async () => {
    const { slack, channels, mia, asked } = await aSlack();
    const ids = ['a', 'b', 'c'].map((name) => slack.addChannel({ name }).id);
    expect(await Promise.all(ids.map((id) => channels.isMember(id, mia)))).toEqual([true, true, true]);
    expect(await Promise.all(ids.map(async (id) => isProblem(await channels.describe(id))))).toEqual(
      ids.map(() => false),
    );
    expect(asked('users.conversations')).toBe(1);
  });

  test('also when the answer came too late for the first request', async () => {
    const { slack, channels, mia } = await aSlack();
    const channel = slack.addChannel({ name: 'studio' }).id;
    slack.trouble({ method: 'users.conversations', then: { delayMs: 1_400 } });
    expect(await channels.isMember(channel, mia)).toBe(false);
    expect(await channels.isMember(channel, mia)).toBe(true);
    expect(slack.calls.filter((call) => call.method === 'users.conversations')).toHaveLength(1);
  });
});

describe('a direct message', () => {
  test("with Guestlist belongs to its person, and is nobody else's", async () => {
    const { channels, client, mia, ben, sol } = await aSlack();
    const direct = String((await client.conversations.open({ users: mia })).channel?.id);
    expect(await channels.isMember(direct, mia)).toBe(true);
    expect(await channels.isMember(direct, ben)).toBe(false);
    expect(await channels.isMember(direct, sol)).toBe(false);
    expect(await channels.describe(direct)).toEqual({
      kind: 'im',
      name: '',
      isShared: false,
      isArchived: false,
      hasBot: true,
    });
  });

  test('is not opened by a look-up', async () => {
    const { slack, channels, mia } = await aSlack();
    expect(await channels.isMember('D0OTHERS', mia)).toBe(false);
    expect(slack.channels).toEqual([]);
  });

  test("between other people is nobody's", async () => {
    const { channels, mia } = await aSlack();
    expect(await channels.describe('D0OTHERS')).toMatchObject({ code: 'slack_channel_unavailable' });
    expect(await channels.isMember('D0OTHERS', mia)).toBe(false);
  });
});

describe('a channel is described', () => {
  test('as what it is', async () => {
    const { slack, channels, mia, sol } = await aSlack();
    const members = [mia];
    const place = async (given: Parameters<typeof slack.addChannel>[0]) =>
      channels.describe(slack.addChannel({ members, ...given }).id);
    const plain = { kind: 'public', isShared: false, isArchived: false, hasBot: true };
    expect(await place({ name: 'open' })).toEqual({ ...plain, name: 'open' });
    expect(await place({ name: 'alone', bot: false })).toEqual({ ...plain, name: 'alone', hasBot: false });
    expect(await place({ name: 'secret', kind: 'private' })).toEqual({ ...plain, name: 'secret', kind: 'private' });
    expect(await place({ name: 'hidden', kind: 'private', bot: false })).toMatchObject({
      code: 'slack_channel_unavailable',
    });
    expect(await place({ name: 'client', shared: true })).toMatchObject({ isShared: true });
    expect(await place({ name: 'soon', shared: 'company_invited' })).toMatchObject({ isShared: true });
    expect(await place({ name: 'sister', shared: 'organization' })).toMatchObject({ isShared: false });
    expect(await place({ name: 'with sol', members: [mia, sol] })).toMatchObject({ isShared: true });
    const old = slack.addChannel({ name: 'old' });
    old.archived = true;
    expect(await channels.describe(old.id)).toMatchObject({ isArchived: true });
  });

  test.each(['', '#open', 'general', 'U0SOMEBODY', 'C0NOWHERE', 'c0lower', 'C1 C2', `C${'A'.repeat(40)}`])(
    'but “%s” is not a channel',
    async (id) => {
      const { channels } = await aSlack();
      expect(await channels.describe(id)).toMatchObject({ code: 'slack_channel_unavailable' });
    },
  );

  test('once a minute, and in bulk when there are many', async () => {
    const { slack, channels, mia, asked, wait } = await aSlack();
    const add = (n: number) => slack.addChannel({ name: `c${n}`, members: [mia], shared: n % 2 === 1 }).id;
    const ids = Array.from({ length: 60 }, (_, n) => add(n));
    for (const [n, id] of ids.entries()) expect(await channels.describe(id)).toMatchObject({ isShared: n % 2 === 1 });
    expect(asked('conversations.info')).toBe(20);
    expect(asked('users.conversations')).toBe(1);
    const [first = ''] = ids;
    const channel = slack.channels.find(({ id }) => id === first);
    if (channel) channel.shared = 'company';
    expect(await channels.describe(first)).toMatchObject({ isShared: false });
    wait(MINUTE);
    expect(await channels.describe(first)).toMatchObject({ isShared: true });
  });
});

/** A public channel as conversations.info shows it (https://docs.slack.dev/reference/methods/conversations.info). */
const shown = {
  id: 'C0STUDIO',
  name: 'studio',
  is_im: false,
  is_mpim: false,
  is_private: false,
  is_archived: false,
  is_member: true,
  is_shared: false,
  is_ext_shared: false,
  is_org_shared: false,
  is_pending_ext_shared: false,
  pending_shared: [],
  shared_team_ids: ['T0OURS'],
  pending_connected_team_ids: [],
};

function describedAs(channel: unknown) {
  const fetch: FetchFunction = async () => new Response(JSON.stringify({ ok: true, channel }), { status: 200 });
  const client = new WebClient('xoxb-1', { fetch, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });
  return createChannels(
    client,
    () => 'T0OURS',
    () => 0,
  ).describe('C0STUDIO');
}

describe('a channel counts as shared', () => {
  test.each([
    ['none of the flags', {}, false],
    ['another company in it', { is_shared: true, is_ext_shared: true }, true],
    ['another company invited', { is_pending_ext_shared: true }, true],
    ['another company on the way in', { pending_shared: ['T0THEM'] }, true],
    ['another company on the way in, by the newer name', { pending_connected_team_ids: ['T0THEM'] }, true],
    ['a workspace that is not ours', { shared_team_ids: ['T0OURS', 'T0THEM'] }, true],
    ['a connected workspace', { connected_team_ids: ['T0THEM'] }, true],
    ['workspaces of our own', { connected_team_ids: ['T0SISTER'], internal_team_ids: ['T0OURS', 'T0SISTER'] }, false],
    ['our organization', { is_shared: true, is_org_shared: true, shared_team_ids: ['T0OURS', 'T0SISTER'] }, false],
    ['our organization and another company', { is_shared: true, is_org_shared: true, is_ext_shared: true }, true],
    ['shared, and nobody knows with whom', { is_shared: true }, true],
    ['no word about other companies', { is_ext_shared: undefined }, true],
    ['no word about invited companies', { is_pending_ext_shared: undefined }, true],
    ['a word that is no flag', { is_ext_shared: 'no' }, true],
  ])('or not, by %s', async (_, flags, isShared) => {
    expect(await describedAs({ ...shown, ...flags })).toMatchObject({ isShared });
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['another channel', { ...shown, id: 'C0OTHER' }],
    ['a channel that may be public or private', { ...shown, is_private: undefined }],
  ])('but %s is not a channel', async (_, channel) => {
    expect(await describedAs(channel)).toMatchObject({ code: 'slack_channel_unavailable' });
  });

  test('and is not assumed to be archived or to have Guestlist in it', async () => {
    const bare = { ...shown, is_archived: undefined, is_member: undefined };
    expect(await describedAs(bare)).toMatchObject({ isArchived: true, hasBot: false });
  });
});
