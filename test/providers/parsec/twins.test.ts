import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routes } from '../../../src/providers/parsec/routes.ts';
import type { Route } from '../../../src/providers/route.ts';
import { startParsec } from './start-parsec.ts';

// Two operations have a deprecated twin, and which of the two is at which address is not settled. The default is the only
// address anybody has published; with the other reading the routes are swapped by configuration.

const place = ({ method, path }: Route) => ({ method, path });
const swapped = (one: Route, other: Route) => ({ [one.name]: place(other), [other.name]: place(one) });
const overrides = {
  ...swapped(routes.assignTeamGroupMembers, routes.addTeamGroupMembersDeprecated),
  ...swapped(routes.cancelTeamInvites, routes.cancelTeamInvitesDeprecated),
};

describe.each([
  ['the default reading', false, {}],
  ['the other reading, by override', true, overrides],
])('in %s', (_, twinsSwapped, override) => {
  let bench: Awaited<ReturnType<typeof startParsec>>;
  beforeEach(async () => {
    bench = await startParsec({ twinsSwapped });
  });
  afterEach(() => bench.stop());

  test('members assigned to a group stay in their others; the deprecated operation removes them', async () => {
    const { emulator } = bench;
    const api = bench.apiOf(emulator.apiKey, override);
    const [first, second, third] = ['A1', 'B2', 'C3'].map((name) => emulator.addGroup({ name }).id);
    const ada = emulator.addMember({ name: 'Ada', email: 'ada@example.com' });
    expect(await api.assignTeamGroupMembers(String(first), [ada.user_id])).toBe('done');
    expect(await api.assignTeamGroupMembers(String(second), [ada.user_id])).toBe('done');
    expect(ada.group_ids).toEqual([first, second]);
    expect(await api.addTeamGroupMembersDeprecated(String(third), [ada.user_id])).toBe('done');
    expect(ada.group_ids).toEqual([third]);
    expect(await api.removeTeamGroupMembers(String(third), [ada.user_id])).toBe('done');
    expect(ada.group_ids).toEqual([]);
  });

  test('cancelling an invite needs the permission of the intended operation', async () => {
    const { emulator } = bench;
    const ana = ['ana@example.com'];
    for (const [permission, operation] of [
      ['Delete Team Invites', 'cancelTeamInvites'],
      ['Delete Team Invite', 'cancelTeamInvitesDeprecated'],
    ] as const) {
      emulator.dashboard.inviteMember('ana@example.com');
      const other = permission === 'Delete Team Invite' ? 'Delete Team Invites' : 'Delete Team Invite';
      const refused = await bench.apiOf(emulator.addKey([other]), override)[operation](ana);
      expect(refused).toMatchObject({ code: 'provider_forbidden', facts: { permission } });
      expect(await bench.apiOf(emulator.addKey([permission]), override)[operation](ana)).toBe('done');
      expect(emulator.teamInvites).toEqual([]);
    }
  });
});
