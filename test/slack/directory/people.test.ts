import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { createPeople } from '../../../src/slack/directory/people.ts';

const US = 'T0OURS';

/** A full member as users.info shows one. */
const mia = {
  id: 'U0MIA',
  team_id: US,
  name: 'mia',
  deleted: false,
  is_bot: false,
  is_admin: false,
  is_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  tz: 'Europe/Paris',
  profile: { display_name: 'Mia' },
};

type Answer = { readonly status?: number; readonly body: object } | 'hangs up';

const user = (described: object): Answer => ({ body: { ok: true, user: described } });
const refuses = (error: string): Answer => ({ body: { ok: false, error } });

/** People as seen by a Slack that gives these answers, one after the other, the last one for good; and a clock to move. */
function seenBy(...answers: readonly Answer[]) {
  let now = 0;
  let asked = 0;
  const fetch: FetchFunction = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? 'hangs up';
    asked += 1;
    if (answer === 'hangs up') throw new TypeError('fetch failed');
    return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 });
  };
  const client = new WebClient('xoxb-1', {
    fetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  const people = createPeople(
    client,
    () => US,
    () => now,
  );
  return {
    people,
    wait: (ms: number) => {
      now += ms;
    },
    asked: () => asked,
  };
}

async function codeOf(answer: Answer): Promise<string | undefined> {
  const person = await seenBy(answer).people.person('U0MIA');
  return isProblem(person) ? person.code : undefined;
}

describe('a person is as Slack describes them, and unknown when it does not say', () => {
  test('a full member of this workspace is a member', async () => {
    expect(await seenBy(user(mia)).people.person('U0MIA')).toEqual({
      id: 'U0MIA',
      workspaceId: US,
      name: 'Mia',
      timeZone: 'Europe/Paris',
      isAdmin: false,
      isGuest: false,
      isBot: false,
      isDeactivated: false,
      isExternalMember: false,
      isStale: false,
    });
  });

  test.each(['id', 'team_id', 'deleted', 'is_bot', 'is_admin', 'is_owner', 'is_restricted', 'is_ultra_restricted'])(
    'without %s the person is unknown',
    async (key) => {
      const { [key as 'id']: _, ...rest } = mia;
      expect(await codeOf(user(rest))).toBe('not_allowed_unknown');
      expect(await codeOf(user({ ...mia, [key]: null }))).toBe('not_allowed_unknown');
      expect(await codeOf(user({ ...mia, [key]: '' }))).toBe('not_allowed_unknown');
    },
  );

  test.each([
    ['somebody else', user({ ...mia, id: 'U0BEN' })],
    ['no user', { body: { ok: true } }],
    ['null', { body: { ok: true, user: null } }],
    ['a text', { body: { ok: true, user: 'U0MIA' } }],
  ] as const)('an answer about %s counts as no answer', async (_, answer) => {
    expect(await codeOf(answer)).toBe('not_allowed_unknown');
  });

  test.each([
    ['a workspace of our organization that is not ours', { teams: ['T0OTHER'] }, true],
    ['a workspace of our organization that is ours, too', { teams: ['T0OTHER', US] }, false],
    ['an organization that names no workspaces', {}, true],
    ['teams that are no list', { teams: US }, true],
  ])('belongs to the right workspace as a member of %s', async (_, enterprise_user, isExternalMember) => {
    const person = await seenBy(user({ ...mia, team_id: 'E0ORG', enterprise_user })).people.person('U0MIA');
    expect(person).toMatchObject({ isExternalMember, workspaceId: isExternalMember ? 'E0ORG' : US });
  });

  test.each([
    ['a deactivated account', { deleted: true }, { isDeactivated: true }],
    ['a bot', { is_bot: true }, { isBot: true }],
    ['a person of another workspace', { team_id: 'T0OTHER' }, { isExternalMember: true }],
    ['an external member who seems to be one of ours', { is_stranger: true }, { isExternalMember: true }],
  ])('%s is recognized without the other flags', async (_, described, expected) => {
    const bare = { id: mia.id, team_id: US, deleted: false, is_bot: false };
    expect(await seenBy(user({ ...bare, ...described })).people.person('U0MIA')).toMatchObject(expected);
  });
});

describe('while Slack does not answer, an older look-up', () => {
  const admin = user({ ...mia, is_admin: true });

  test.each([
    ['a connection that breaks', 'hangs up'],
    ['a 503', { status: 503, body: {} }],
    ['a 429', { status: 429, body: {} }],
    ['an error of its own', refuses('internal_error')],
  ] as const)('counts after %s, but makes nobody an admin', async (_, trouble) => {
    const { people, wait } = seenBy(admin, trouble);
    expect(await people.person('U0MIA')).toMatchObject({ isAdmin: true, isStale: false });
    wait(10 * 60_000);
    expect(await people.person('U0MIA')).toMatchObject({ id: 'U0MIA', isStale: true });
    wait(3_600_000);
    expect(await people.person('U0MIA')).toMatchObject({ code: 'not_allowed_unknown' });
  });

  test.each([
    ['user_not_found', refuses('user_not_found')],
    ['user_not_visible', refuses('user_not_visible')],
    ['account_inactive', refuses('account_inactive')],
    ['a 403', { status: 403, body: {} }],
    ['flags that are gone', user({ ...mia, is_restricted: undefined })],
  ] as const)('does not count after a definite answer: %s', async (_, answer) => {
    const { people, wait } = seenBy(admin, answer, 'hangs up');
    await people.person('U0MIA');
    wait(61_000);
    expect(await people.person('U0MIA')).toMatchObject({ code: 'not_allowed_unknown' });
    // Nor afterwards, when Slack is away.
    expect(await people.person('U0MIA')).toMatchObject({ code: 'not_allowed_unknown' });
  });

  test('is valid for a minute, and for a few seconds in operations for admins only', async () => {
    const { people, wait, asked } = seenBy(admin);
    await people.person('U0MIA');
    wait(59_000);
    await people.person('U0MIA');
    expect(asked()).toBe(1);
    await people.person('U0MIA', 'admin');
    expect(asked()).toBe(2);
    wait(4_000);
    await people.person('U0MIA', 'admin');
    expect(asked()).toBe(2);
  });
});
