import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routes } from '../../../src/providers/parsec/routes.ts';
import type { Route } from '../../../src/providers/route.ts';

const team = '/v1/teams/{teamID}';

test('the routes are as in the documents and public material', () => {
  const rows = Object.values(routes).map(({ name, method, path, permission, certainty }) => {
    expect(path.startsWith(team)).toBe(true);
    return [name, method, path.slice(team.length), permission, certainty];
  });
  expect(rows).toEqual([
    ['Get App Rules', 'GET', '/app-rules', 'View App Rules', 'medium'],
    [
      'Un-assign App Rule from Members and Machines',
      'POST',
      '/app-rules/{appRuleID}/unassign',
      'Manage App Rule Assignments',
      'medium',
    ],
    [
      'Assign App Rule to Members and Machines',
      'POST',
      '/app-rules/{appRuleID}/assign',
      'Manage App Rule Assignments',
      'medium',
    ],
    ['Get Audit Log Events', 'GET', '/events', 'Access Audit Log', 'medium'],
    ['Get Team Groups', 'GET', '/groups', 'View Groups', 'high'],
    ['Create Team Group', 'POST', '/groups', 'Create Team Group', 'medium'],
    ['Get Team Group', 'GET', '/groups/{groupID}', 'View Groups', 'medium'],
    ['Update Team Group', 'PUT', '/groups/{groupID}', 'Update Team Group', 'medium'],
    ['Delete Team Group', 'DELETE', '/groups/{groupID}', 'Delete Team Group', 'medium'],
    ['Remove Team Group Members', 'POST', '/groups/{groupID}/remove-members', 'Remove Group Members', 'medium'],
    ['Add Permitted Team Groups', 'POST', '/groups/{groupID}/permitted-groups', 'Add Permitted Team Groups', 'medium'],
    [
      'Remove Permitted Team Groups',
      'DELETE',
      '/groups/{groupID}/permitted-groups',
      'Remove Permitted Team Groups',
      'low',
    ],
    [
      'Update permissions between groups',
      'PUT',
      '/groups/{groupID}/permitted-groups/{permittedGroupID}',
      'Update Permitted Team Group',
      'medium',
    ],
    ['Add Team Group Members (Deprecated)', 'POST', '/groups/{groupID}/members', 'Add Group Members', 'low'],
    ['Assign Team Group Members', 'POST', '/groups/{groupID}/add-members', 'Add Group Members', 'low'],
    [
      'Get Guest Access Invite',
      'GET',
      '/guest-access-invites/{guestAccessInviteID}',
      'View Guest Access Links',
      'medium',
    ],
    [
      'Update Guest Access Invite',
      'PUT',
      '/guest-access-invites/{guestAccessInviteID}',
      'Manage Guest Access Links',
      'medium',
    ],
    [
      'Cancel Guest Access Invite',
      'DELETE',
      '/guest-access-invites/{guestAccessInviteID}',
      'Manage Guest Access Links',
      'medium',
    ],
    ['Get Guest Access Invites', 'GET', '/guest-access-invites', 'View Guest Access Links', 'high'],
    ['Create Guest Access Invite', 'POST', '/guest-access-invites', 'Create Guest Access Links', 'medium'],
    [
      'Kick Guest Access Guest',
      'DELETE',
      '/guest-access-invites/{guestAccessInviteID}/guest',
      'Team Machine Kick Guest',
      'medium',
    ],
    ['Get Guest Access Invite Credits', 'GET', '/guest-access-invite-credits', 'View Credit Balance', 'medium'],
    ['Get Team Machines', 'GET', '/machines', 'View Team Computers', 'high'],
    ['Update Team Machine', 'PUT', '/machines/{machineID}', 'Manage Team Computers', 'medium'],
    ['Delete Team Machine', 'DELETE', '/machines/{machineID}', 'Delete Team Computers', 'medium'],
    ['Get Team Machine', 'GET', '/machines/{machineID}', 'View Team Computers', 'medium'],
    [
      'Create Team Machine Assignment (Deprecated)',
      'POST',
      '/machines/{machineID}/assignment',
      'Manage Team Computers',
      'medium',
    ],
    ['Remove Team Machine Assignment', 'DELETE', '/machines/{machineID}/assignment', 'Manage Team Computers', 'medium'],
    ['Set Team Machine Assignment', 'PUT', '/machines/{machineID}/assignment', 'Manage Team Computers', 'medium'],
    ['Kick User', 'DELETE', '/machines/{machineID}/users/{userID}', 'Team Machine Kick User', 'medium'],
    ['Get Team Members', 'GET', '/members', 'View Team Members', 'high'],
    ['Remove Team Member', 'DELETE', '/members/{userID}', 'Remove Team Members', 'medium'],
    ['Get Team Member', 'GET', '/members/{userID}', 'View Team Members', 'medium'],
    ['Get Team Invites', 'GET', '/member-invites', 'View Team Invites', 'medium'],
    ['Create Team Invites', 'POST', '/member-invites', 'Create Team Invites', 'medium'],
    ['Update Team Invites', 'PUT', '/member-invites', 'Manage Team Invites', 'medium'],
    ['Cancel Team Invites', 'POST', '/cancel-member-invites', 'Delete Team Invites', 'low'],
    ['Cancel Team Invites (Deprecated)', 'DELETE', '/member-invites', 'Delete Team Invite', 'low'],
    ['Resend Team Invites', 'POST', '/resend-member-invites', 'Create Team Invites', 'medium'],
    ['Get Relays', 'GET', '/relays', '(none stated)', 'medium'],
  ]);
});

test('three of them have a documented quota', () => {
  const limited = Object.values<Route>(routes).filter((row) => row.quota !== undefined);
  expect(limited.map(({ name, quota }) => [name, quota])).toEqual([
    ['Get Audit Log Events', '50-per-5-minutes'],
    ['Create Team Invites', '50-per-5-minutes'],
    ['Resend Team Invites', '50-per-5-minutes'],
  ]);
});

test('reads are the GETs: only they may be sent twice', () => {
  for (const row of Object.values(routes)) expect(row.kind === 'read').toBe(row.method === 'GET');
});

test('the README agrees on each operation', () => {
  const text = readFileSync(new URL('../../../src/providers/parsec/README.md', import.meta.url), 'utf8');
  const listed = text.match(/^\| .* \| +(high|medium|low) +\|$/gm) ?? [];
  const cells = listed.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  expect(cells).toEqual(
    Object.entries(routes).map(([key, { name, permission, certainty }]) => [name, `\`${key}\``, permission, certainty]),
  );
});
