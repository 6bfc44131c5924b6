import { describe, expect, test } from 'vitest';
import type { HttpAnswer, HttpBody } from '../../../src/providers/http.ts';
import { interpretResponse } from '../../../src/providers/interpret-response.ts';
import { parsecErrorMapping } from '../../../src/providers/parsec/problems.ts';
import { routes } from '../../../src/providers/parsec/routes.ts';
import type { Route } from '../../../src/providers/route.ts';

const read: Route = routes.getGuestAccessInvite;
const write: Route = routes.cancelGuestAccessInvite;

function problemOf(answer: HttpAnswer, route: Route) {
  const found = interpretResponse(answer, route, parsecErrorMapping('the_secret', []));
  return found && [found.code, found.facts];
}

function answered(status: number, body: HttpBody = { kind: 'empty' }): HttpAnswer {
  return { kind: 'answered', status, body };
}

function says(message: unknown): HttpBody {
  return { kind: 'json', value: { message } };
}

const provider = 'parsec';

test.each<[string, HttpAnswer, string, string]>([
  ['no connection', { kind: 'not-sent' }, 'provider_unreachable', 'provider_unreachable'],
  ['no answer', { kind: 'unknown' }, 'provider_unreachable', 'provider_outcome_unknown'],
  ['408', answered(408), 'provider_unreachable', 'provider_outcome_unknown'],
  ['500', answered(500), 'provider_unreachable', 'provider_outcome_unknown'],
  ['503', answered(503), 'provider_unreachable', 'provider_outcome_unknown'],
  ['302', answered(302), 'provider_nonsense', 'provider_outcome_unknown'],
  ['401', answered(401, says('Unauthorized')), 'provider_unauthorized', 'provider_unauthorized'],
  ['402', answered(402), 'provider_credits_spent', 'provider_credits_spent'],
  ['403', answered(403), 'provider_forbidden', 'provider_forbidden'],
  ['404', answered(404, says('Not Found')), 'provider_not_found', 'provider_not_found'],
  ['404 without a body', answered(404), 'provider_not_found', 'provider_not_found'],
  ['404 of a web server', answered(404, { kind: 'other' }), 'provider_nonsense', 'provider_rejected'],
  ['over a quota', { kind: 'busy', retryAt: 7 }, 'provider_busy', 'provider_busy'],
  ['400', answered(400, says('no')), 'provider_rejected', 'provider_rejected'],
  ['405', answered(405), 'provider_rejected', 'provider_rejected'],
  ['409', answered(409), 'provider_rejected', 'provider_rejected'],
  ['422', answered(422), 'provider_rejected', 'provider_rejected'],
])('becomes a Problem of a read and of a write: %s', (_, answer, onRead, onWrite) => {
  expect(problemOf(answer, read)?.[0]).toBe(onRead);
  expect(problemOf(answer, write)?.[0]).toBe(onWrite);
});

test.each([200, 201, 202, 204])('%i is a success', (status) => {
  expect(problemOf(answered(status), write)).toBeUndefined();
});

test('a refusal names the permission the key lacks', () => {
  expect(problemOf(answered(403), routes.kickGuestAccessGuest)).toEqual([
    'provider_forbidden',
    { provider, permission: 'Team Machine Kick Guest' },
  ]);
});

describe("Parsec's own words", () => {
  test.each<[string, HttpBody, string]>([
    ['are passed on', says('time_zone is not known'), 'time_zone is not known'],
    ['missing', { kind: 'json', value: {} }, 'status 400'],
    ['of another type', says(['no']), 'status 400'],
    ['empty', says('  '), 'status 400'],
    ['not JSON', { kind: 'other' }, 'status 400'],
    ['with the key in it', says('bad header: Bearer the_secret!'), 'bad header: Bearer …!'],
    ['very long', says('x'.repeat(5000)), 'x'.repeat(300)],
  ])('%s', (_, body, message) => {
    expect(problemOf(answered(400, body), write)).toEqual(['provider_rejected', { provider, message, status: 400 }]);
  });

  test('about credits mean that no credit is left', () => {
    const message = 'Insufficient guest access credits';
    expect(problemOf(answered(400, says(message)), write)).toEqual([
      'provider_credits_spent',
      { provider, message, status: 400 },
    ]);
  });

  // What the same words mean depends on what was asked for.
  const { createTeamInvites, assignTeamGroupMembers, createGuestAccessInvite } = routes;
  test.each<[string, number, string, Route, string]>([
    ['no seat', 402, 'Upgrade', createTeamInvites, 'plan_full'],
    ['no seat, in words', 400, 'Seat limit reached', createTeamInvites, 'plan_full'],
    ['no credit', 402, 'Upgrade', createGuestAccessInvite, 'provider_credits_spent'],
    ['something else to pay', 402, 'Upgrade', assignTeamGroupMembers, 'plan_full'],
    [
      'an address that is a member',
      400,
      'ana@x.io is already a member of the team',
      createTeamInvites,
      'already_member',
    ],
    ['an address that is invited', 400, 'ana@x.io is already invited', createTeamInvites, 'already_invited'],
    ['a domain', 400, 'This domain is not allowed', createTeamInvites, 'domain_not_allowed'],
    ['a member of the group', 400, '7 is already a member of the group', assignTeamGroupMembers, 'provider_rejected'],
    ['a guest', 400, 'guest is already invited', createGuestAccessInvite, 'provider_rejected'],
    ['credits, of no guest', 400, 'credits', assignTeamGroupMembers, 'provider_rejected'],
  ])('%s', (_, status, message, route, code) => {
    expect(problemOf(answered(status, says(message)), route)?.[0]).toBe(code);
  });
});

test('busy says when to come back', () => {
  expect(problemOf({ kind: 'busy', retryAt: 7 }, read)).toEqual(['provider_busy', { provider, retryAt: 7 }]);
});
