import { expect, test } from 'vitest';
import { fillPath, routes, routesWith } from '../../../src/providers/parsec/routes.ts';

test('the routes, as the documents and public material have them', () => {
  const rows = Object.values(routes).map((row) => [row.name, row.method, row.path, row.permission]);
  const team = '/v1/teams/{teamID}';
  const invite = `${team}/guest-access-invites/{guestAccessInviteID}`;
  expect(rows).toEqual([
    ['Get Guest Access Invite', 'GET', invite, 'View Guest Access Links'],
    ['Update Guest Access Invite', 'PUT', invite, 'Manage Guest Access Links'],
    ['Cancel Guest Access Invite', 'DELETE', invite, 'Manage Guest Access Links'],
    ['Get Guest Access Invites', 'GET', `${team}/guest-access-invites`, 'View Guest Access Links'],
    ['Create Guest Access Invite', 'POST', `${team}/guest-access-invites`, 'Create Guest Access Links'],
    ['Kick Guest Access Guest', 'DELETE', `${invite}/guest`, 'Team Machine Kick Guest'],
    ['Get Guest Access Invite Credits', 'GET', `${team}/guest-access-invite-credits`, 'View Credit Balance'],
    ['Get Team Machines', 'GET', `${team}/machines`, 'View Team Computers'],
    ['Get Team Machine', 'GET', `${team}/machines/{machineID}`, 'View Team Computers'],
    ['Get Team Members', 'GET', `${team}/members`, 'View Team Members'],
    ['Get Team Member', 'GET', `${team}/members/{userID}`, 'View Team Members'],
  ]);
});

test('reads are the GETs: only they may be sent twice', () => {
  for (const row of Object.values(routes)) expect(row.kind === 'read').toBe(row.method === 'GET');
});

test('an override replaces what it names and nothing else', () => {
  const path = '/v2/teams/{teamID}/guests/{guestAccessInviteID}';
  const replaced = routesWith({ 'Cancel Guest Access Invite': { path, method: 'POST' } });
  expect(replaced.cancelGuestAccessInvite).toEqual({ ...routes.cancelGuestAccessInvite, path, method: 'POST' });
  expect(replaced.getGuestAccessInvite).toEqual(routes.getGuestAccessInvite);
  expect(routesWith()).toEqual(routes);
});

test('an override that cannot be is refused at the start', () => {
  expect(() => routesWith({ 'Cancel Guest Invite': {} })).toThrow('no operation "Cancel Guest Invite"');
  expect(() => routesWith({ 'Cancel Guest Access Invite': { path: '/v1/teams/{teamID}/guests' } })).toThrow(
    'must hold {guestAccessInviteID} {teamID}',
  );
});

test('what fills a path stays one segment of it', () => {
  expect(fillPath('/a/{b}/c/{d}', { b: 'x/../y?', d: 'ü' })).toBe('/a/x%2F..%2Fy%3F/c/%C3%BC');
});
