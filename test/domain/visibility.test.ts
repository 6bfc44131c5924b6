import { describe, expect, it } from 'vitest';
import type { Person } from '../../src/domain/person.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { asSeen, type Conversation, canRead, sees } from '../../src/domain/visibility.ts';
import { anInvite } from '../support/an-invite.ts';

const ben: Person = {
  id: 'U2',
  workspaceId: 'T1',
  name: 'Ben',
  timeZone: 'America/New_York',
  isAdmin: false,
  isGuest: false,
  isBot: false,
  isDeactivated: false,
  isStranger: false,
  isStale: false,
};
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
  const told = anInvite({ channelId: 'C1', cardChannelId: 'C1' });
  const nowhere = anInvite({ channelId: '', inviterId: '' });
  const moved = anInvite({ channelId: 'C1', cardChannelId: 'D1' });
  const asked = anInvite({ channelId: 'C1', cardChannelId: undefined });

  it.each([
    ['its inviter', told, mia, [], 'all'],
    ['its inviter, when Slack does not answer', told, { ...mia, isStale: true }, [], 'all'],
    ['its inviter, moved to a direct message', moved, mia, [], 'all'],
    ['an admin', told, ada, [], 'all'],
    ['an admin, told nowhere', nowhere, ada, [], 'all'],
    ['an admin whom Slack does not vouch for now', told, { ...ada, isStale: true }, [], 'booking'],
    ['who reads its channel', told, ben, ['C1'], 'all'],
    ['who reads its channel, before there is a card', asked, ben, ['C1'], 'all'],
    ['who reads other channels', told, ben, ['C2', 'D1'], 'booking'],
    ['who reads no channel', told, ben, [], 'booking'],
    ['who reads its channel and not where its card went', moved, ben, ['C1'], 'booking'],
    ['who reads where its card went and not its channel', moved, ben, ['D1'], 'booking'],
    ['who reads both', moved, ben, ['C1', 'D1'], 'all'],
    ['everybody else, told nowhere', nowhere, ben, ['', 'C1'], 'booking'],
    ['somebody without an id, told nowhere', nowhere, { ...ben, id: '' }, ['', 'C1'], 'booking'],
    ['a guest in its channel', told, { ...ben, isGuest: true }, ['C1'], 'booking'],
    ['an external member in its channel', told, { ...ben, isStranger: true }, ['C1'], 'booking'],
    ['its inviter, become a guest', told, { ...mia, isGuest: true }, ['C1'], 'booking'],
    ['a deactivated admin', told, { ...ada, isDeactivated: true }, ['C1'], 'booking'],
    ['an admin of another workspace', told, { ...ada, workspaceId: 'T2' }, ['C1'], 'booking'],
  ] as const)('is shown to %s as much as it should be (%#)', (_who, invite, person, readable, sight) => {
    expect(sees(invite, person, defaultPolicy, new Set(readable))).toBe(sight);
  });

  it('is shown to the admins of the policy', () => {
    expect(sees(told, ben, { ...defaultPolicy, admins: [ben.id] }, new Set())).toBe('all');
  });

  it('holds, as a booking, its computer and its hours and nothing else', () => {
    const { hostName, startsAt, endsAt } = told;
    expect(asSeen(told, 'booking')).toEqual({ kind: 'booking', hostName, startsAt, endsAt });
    expect(asSeen(told, 'all')).toEqual({ kind: 'invite', invite: told });
  });
});
