import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { asSeen, type Conversation, canRead, sees } from '../../src/domain/visibility.ts';
import { aPerson } from '../support/a-person.ts';
import { anInvite } from '../support/an-invite.ts';

const ben = aPerson({ id: 'U2', name: 'Ben', timeZone: 'America/New_York' });
const mia = { ...ben, id: 'U1' };
const ada = { ...ben, isAdmin: true };

describe('a conversation', () => {
  const conversations: readonly [Conversation | undefined, boolean][] = [
    [{ kind: 'public', isShared: false }, true],
    [{ kind: 'public', isShared: true }, false],
    [{ kind: 'private', isShared: false }, false],
    [{ kind: 'private', isShared: true }, false],
    [{ kind: 'im', isShared: false }, false],
    [{ kind: 'mpim', isShared: false }, false],
    [undefined, false],
  ];
  it.each(conversations)('%j is read by its members, and by other members of the workspace: %s', (kind, byOthers) => {
    expect(canRead(kind, true)).toBe(true);
    expect(canRead(kind, false)).toBe(byOthers);
  });
});

describe('an invite', () => {
  const posted = anInvite({ channelId: 'C1', cardChannelId: 'C1' });
  const nowhere = anInvite({ channelId: '', inviterId: '' });
  const moved = anInvite({ channelId: 'C1', cardChannelId: 'D1' });
  const asked = anInvite({ channelId: 'C1', cardChannelId: undefined });

  it.each([
    ['its inviter', posted, mia, [], 'all'],
    ['its inviter, when Slack does not answer', posted, { ...mia, isStale: true }, [], 'all'],
    ['its inviter, moved to a direct message', moved, mia, [], 'all'],
    ['an admin', posted, ada, [], 'all'],
    ['an admin, posted nowhere', nowhere, ada, [], 'all'],
    ['an admin whom Slack does not vouch for now', posted, { ...ada, isStale: true }, [], 'booking'],
    ['who reads its channel', posted, ben, ['C1'], 'all'],
    ['who reads its channel, before there is a card', asked, ben, ['C1'], 'all'],
    ['who reads other channels', posted, ben, ['C2', 'D1'], 'booking'],
    ['who reads no channel', posted, ben, [], 'booking'],
    ['who reads its channel and not where its card went', moved, ben, ['C1'], 'booking'],
    ['who reads where its card went and not its channel', moved, ben, ['D1'], 'booking'],
    ['who reads both', moved, ben, ['C1', 'D1'], 'all'],
    ['everybody else, posted nowhere', nowhere, ben, ['', 'C1'], 'booking'],
    ['somebody without an id, posted nowhere', nowhere, { ...ben, id: '' }, ['', 'C1'], 'booking'],
    ['a guest in its channel', posted, { ...ben, isGuest: true }, ['C1'], 'booking'],
    ['an external member in its channel', posted, { ...ben, isExternalMember: true }, ['C1'], 'booking'],
    ['its inviter, become a guest', posted, { ...mia, isGuest: true }, ['C1'], 'booking'],
    ['a deactivated admin', posted, { ...ada, isDeactivated: true }, ['C1'], 'booking'],
    ['an admin of another workspace', posted, { ...ada, workspaceId: 'T2' }, ['C1'], 'booking'],
  ] as const)('is shown correctly to %s (%#)', (_who, invite, person, readable, sight) => {
    expect(sees(invite, person, defaultPolicy, new Set(readable))).toBe(sight);
  });

  it('is shown to the admins of the policy', () => {
    expect(sees(posted, ben, { ...defaultPolicy, admins: [ben.id] }, new Set())).toBe('all');
  });

  it('holds as a booking only its computer and its hours', () => {
    const { hostName, startsAt, endsAt } = posted;
    expect(asSeen(posted, 'booking')).toEqual({ kind: 'booking', hostName, startsAt, endsAt });
    expect(asSeen(posted, 'all')).toEqual({ kind: 'invite', invite: posted });
  });
});
