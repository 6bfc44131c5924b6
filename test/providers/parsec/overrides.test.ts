import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/providers/http.ts';
import { createParsecApi } from '../../../src/providers/parsec/api.ts';
import { type Operation, routes } from '../../../src/providers/parsec/routes.ts';
import type { Route } from '../../../src/providers/route.ts';

/** The client with other routes, and what it sends. */
function overridden(overrides: Parameters<typeof createParsecApi>[0]['routes']) {
  const sent: HttpRequest[] = [];
  const config = { apiKey: 'tapi_a.b', teamId: 't', apiUrl: 'http://parsec', routes: overrides ?? {} };
  const api = createParsecApi(config, {
    async send(request) {
      sent.push(request);
      return { kind: 'not-sent' };
    },
  });
  return { api, sent: () => sent.map(({ method, url }) => `${method} ${url}`) };
}

test('an override replaces what it names and nothing else', async () => {
  const path = '/v2/teams/{teamID}/guests/{guestAccessInviteID}';
  const { api, sent } = overridden({ 'Cancel Guest Access Invite': { path, method: 'POST' } });
  await api.cancelGuestAccessInvite('i1', false);
  await api.getGuestAccessInvite('i1');
  expect(sent()).toEqual([
    'POST http://parsec/v2/teams/t/guests/i1',
    'GET http://parsec/v1/teams/t/guest-access-invites/i1',
  ]);
});

test('an invalid override is refused at the start', () => {
  expect(() => overridden({ 'Cancel Guest Invite': {} })).toThrow(
    'PARSEC_ROUTES: there is no operation "Cancel Guest Invite" (see src/providers/parsec/README.md)',
  );
  expect(() => overridden({ 'Cancel Guest Access Invite': { path: '/v1/teams/{teamID}/guests' } })).toThrow(
    'must contain {guestAccessInviteID} {teamID}',
  );
});

// Which of two is at which address is not settled: configuration can swap them, both ways.
test.each<[Operation, Operation]>([
  ['assignTeamGroupMembers', 'addTeamGroupMembersDeprecated'],
  ['cancelTeamInvites', 'cancelTeamInvitesDeprecated'],
])('%s and %s can stand in for one another', async (one, other) => {
  const place = ({ method, path }: Route) => ({ method, path });
  const { api, sent } = overridden({
    [routes[one].name]: place(routes[other]),
    [routes[other].name]: place(routes[one]),
  });
  const calls = {
    assignTeamGroupMembers: () => api.assignTeamGroupMembers('1', [7]),
    addTeamGroupMembersDeprecated: () => api.addTeamGroupMembersDeprecated('1', [7]),
    cancelTeamInvites: () => api.cancelTeamInvites(['a@example.com']),
    cancelTeamInvitesDeprecated: () => api.cancelTeamInvitesDeprecated(['a@example.com']),
  };
  for (const operation of [one, other]) await calls[operation as keyof typeof calls]();
  const at = ({ method, path }: Route) =>
    `${method} http://parsec${path.replace('{teamID}', 't').replace('{groupID}', '1')}`;
  expect(sent()).toEqual([at(routes[other]), at(routes[one])]);
});
