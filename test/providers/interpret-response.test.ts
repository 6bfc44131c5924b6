import { describe, expect, test } from 'vitest';
import type { HttpAnswer, HttpBody } from '../../src/providers/http.ts';
import { type ErrorMapping, interpretResponse } from '../../src/providers/interpret-response.ts';
import type { Route } from '../../src/providers/route.ts';

const provider = 'some';
const write: Route = {
  name: 'Do it',
  kind: 'write',
  method: 'POST',
  path: '/it',
  permission: 'do it',
  certainty: 'high',
};
const list: Route = { ...write, kind: 'read' };
/** Of one thing, that its path names. */
const read: Route = { ...list, ofOne: true };
const errorMapping: ErrorMapping = {
  provider,
  secret: 'the_secret',
  linkHosts: ['some.example'],
  readMessage: (body) => (typeof body === 'string' ? body : undefined),
};

function problemOf(answer: HttpAnswer, route: Route, others: Partial<ErrorMapping> = {}) {
  const found = interpretResponse(answer, route, { ...errorMapping, ...others });
  return found && [found.code, found.facts];
}

function answered(status: number, body: HttpBody = { kind: 'empty' }): HttpAnswer {
  return { kind: 'answered', status, body };
}

const says = (value: unknown): HttpBody => ({ kind: 'json', value });

test.each<[string, HttpAnswer, string, string]>([
  ['no connection', { kind: 'not-sent' }, 'provider_unreachable', 'provider_unreachable'],
  ['no answer', { kind: 'unknown' }, 'provider_unreachable', 'provider_outcome_unknown'],
  ['408', answered(408), 'provider_unreachable', 'provider_outcome_unknown'],
  ['500', answered(500), 'provider_unreachable', 'provider_outcome_unknown'],
  ['503', answered(503), 'provider_unreachable', 'provider_outcome_unknown'],
  ['302', answered(302), 'provider_nonsense', 'provider_outcome_unknown'],
  ['401', answered(401), 'provider_unauthorized', 'provider_unauthorized'],
  ['402', answered(402), 'plan_full', 'plan_full'],
  ['403', answered(403), 'provider_forbidden', 'provider_forbidden'],
  ['404', answered(404, says({})), 'provider_not_found', 'provider_not_found'],
  ['404 without a body', answered(404), 'provider_not_found', 'provider_not_found'],
  ['410', answered(410, says({})), 'provider_not_found', 'provider_not_found'],
  ['404 of a web server', answered(404, { kind: 'other' }), 'provider_nonsense', 'provider_rejected'],
  ['a quota', { kind: 'busy', retryAt: 7 }, 'provider_busy', 'provider_busy'],
  ['400', answered(400), 'provider_rejected', 'provider_rejected'],
  ['409', answered(409), 'provider_rejected', 'provider_rejected'],
  ['422', answered(422), 'provider_rejected', 'provider_rejected'],
])('becomes a Problem of a read and of a write: %s', (_, answer, onRead, onWrite) => {
  expect(problemOf(answer, read)?.[0]).toBe(onRead);
  expect(problemOf(answer, write)?.[0]).toBe(onWrite);
});

test.each([404, 410])('%i in JSON about an unknown address means a wrong URL, not a removed thing', (status) => {
  const isUnknownRoute = (message: string) => message.startsWith('Cannot');
  const wrong = answered(status, says('Cannot POST /it'));
  expect(problemOf(wrong, read, { isUnknownRoute })?.[0]).toBe('provider_nonsense');
  const message = 'no such address: POST /it';
  expect(problemOf(wrong, write, { isUnknownRoute })).toEqual(['provider_rejected', { provider, message, status }]);
  expect(problemOf(answered(status, says('gone')), write, { isUnknownRoute })?.[0]).toBe('provider_not_found');
});

// A search for an invite in a list that is "gone" would report the invite as gone.
test.each([404, 410])('%i of a list says nothing about its items', (status) => {
  expect(problemOf(answered(status, says('No such team')), list)).toEqual([
    'provider_account_unknown',
    { provider, message: 'No such team', status },
  ]);
  const readCode: ErrorMapping['readCode'] = () => 'provider_not_found';
  expect(problemOf(answered(400, says('Team not found')), list, { readCode })?.[0]).toBe('provider_account_unknown');
  expect(problemOf(answered(400, says('Team not found')), write, { readCode })?.[0]).toBe('provider_not_found');
});

test.each([200, 201, 202, 204])('%i is a success', (status) =>
  expect(problemOf(answered(status), write)).toBeUndefined(),
);

test('a refusal of the key names the permission', () => {
  expect(problemOf(answered(403), write)).toEqual(['provider_forbidden', { provider, permission: 'do it' }]);
});

test('the meaning of a status at the provider goes before its general meaning', () => {
  const readCode: ErrorMapping['readCode'] = (status, message) =>
    status === 401 && message === 'not you' ? 'provider_forbidden' : undefined;
  expect(problemOf(answered(401, says('not you')), write, { readCode })?.[0]).toBe('provider_forbidden');
  expect(problemOf(answered(401, says('who?')), write, { readCode })?.[0]).toBe('provider_unauthorized');
});

describe("the provider's own words", () => {
  test.each<[string, HttpBody, string]>([
    ['are passed on', says(' not like this '), 'not like this'],
    ['missing', says({}), 'status 400'],
    ['empty', says('  '), 'status 400'],
    ['not JSON', { kind: 'other' }, 'status 400'],
    ['with the key in it', says('bad: Bearer the_secret!'), 'bad: Bearer …!'],
    ['very long', says('x'.repeat(5000)), 'x'.repeat(300)],
  ])('%s', (_, body, message) => {
    expect(problemOf(answered(400, body), write)).toEqual(['provider_rejected', { provider, message, status: 400 }]);
  });

  test.each([
    ['Ana has already been invited', 'already_invited'],
    ['There is already a pending invitation', 'already_invited'],
    ['An invitation was sent to this address already', 'already_invited'],
    ['The user is already a member of this team', 'already_member'],
    ['User already belongs to the organization', 'already_member'],
    ['This e-mail domain is not allowed', 'domain_not_allowed'],
    ['Team is full', 'plan_full'],
    ['The users limit of your plan is reached', 'plan_full'],
    ['Seat limit exceeded', 'plan_full'],
    // What only sounds like it stays as it is.
    ['This operation was already started', 'provider_rejected'],
    ['The domain could not be read', 'provider_rejected'],
    ['limit must be 1 to 64', 'provider_rejected'],
    ['You are not a member', 'provider_rejected'],
    ['The invitation is invalid', 'provider_rejected'],
  ])('%s: %s', (message, code) => {
    expect(problemOf(answered(400, says(message)), { ...write, invites: true })?.[0]).toBe(code);
  });

  test('about an invited person count only for an invite', () => {
    const message = 'This invitation was already accepted';
    expect(problemOf(answered(400, says(message)), write)).toEqual([
      'provider_rejected',
      { provider, message, status: 400 },
    ]);
  });
});

describe('the text of a provider', () => {
  const said = (message: string) => problemOf(answered(400, says(message)), write)?.[1];

  test('becomes one line of visible characters', () => {
    expect(said('No\u202E\u0000 such\r\n  thing.\u200B ')).toMatchObject({ message: 'No such thing.' });
    expect(said('\u202E\u200B')).toMatchObject({ message: 'status 400' });
  });

  test('keeps links to its own hosts, and names the hosts of others', () => {
    expect(
      said('See https://docs.some.example/x?y=1, or https://some.example@evil.example/join. (http://some.example)'),
    ).toMatchObject({
      message:
        'See https://docs.some.example/x?y=1, or [a link to evil.example that is not shown]. ([a link to some.example that is not shown])',
    });
    expect(said('slack://open or javascript://x')).toMatchObject({
      message: '[a link that is not shown] or [a link that is not shown]',
    });
  });
});
