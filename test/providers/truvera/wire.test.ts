import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttp } from '../../../src/providers/http.ts';
import { createTruveraApi, type TruveraApi } from '../../../src/providers/truvera/api.ts';
import { createTruvera, type Truvera } from '../../../src/providers/truvera/index.ts';
import { collect } from '../support/collect.ts';
import { type AnswersByPath, byPath, startWire, type Wire } from '../support/start-wire.ts';

// What exactly goes over the wire, and every shape of answer the documents leave room for.

let wire: Wire;
let truvera: Truvera;
let api: TruveraApi;
let answers: AnswersByPath;

beforeEach(async () => {
  answers = {};
  wire = await startWire(byPath(() => answers));
  const config = { apiKey: 'the_key', teamId: '42', apiUrl: wire.url };
  truvera = createTruvera(config, wire.deps);
  api = createTruveraApi(config, { send: createHttp(wire.deps) });
});
afterEach(() => wire.stop());

test('every operation sends the documented request', async () => {
  await api.acceptMemberInvite('token from the mail');
  await api.sendInvitations(['a@example.com', 'b@example.com']);
  await api.updateTeam({ name: 'Studio' });
  await api.updateTeam({ name: 'Studio', retentionPolicy: { credentials: 72 }, storeSubjectRef: false });
  await api.listInvitations({ offset: 0, limit: 64 });
  await api.listInvitations({ offset: 63, limit: 1 }, { status: 'canceled' });
  await api.resendInvitation('7');
  await api.cancelInvitation('7');
  await api.listMembers({ offset: 0, limit: 64 });
  await api.deleteMember('8/9');
  await api.updateMemberRole('8', 'administrator');
  expect(wire.sent()).toEqual([
    ['POST /teams/accept-member-invite', { accept_invitation_token: 'token from the mail' }],
    ['POST /teams/42/invite', { emails: ['a@example.com', 'b@example.com'] }],
    ['PATCH /teams/42', { name: 'Studio' }],
    ['PATCH /teams/42', { name: 'Studio', retentionPolicy: { credentials: 72 }, storeSubjectRef: false }],
    ['GET /teams/42/invitations?offset=0&limit=64'],
    ['GET /teams/42/invitations?offset=63&limit=1&status=canceled'],
    ['POST /teams/42/invitations/7/resend'],
    ['POST /teams/42/invitations/7/cancel'],
    ['GET /teams/42/members?offset=0&limit=64'],
    ['DELETE /teams/42/members/8%2F9'],
    ['PATCH /teams/42/members/8', { role: 'administrator' }],
  ]);
  for (const { headers, body } of wire.requests) {
    expect(headers.authorization).toBe('Bearer the_key');
    expect(headers['content-type']).toBe(body === '' ? undefined : 'application/json');
  }
});

describe('a value out of bounds is refused before a request, with its field:', () => {
  const unchecked = (value: unknown) => value as never;
  test.each<[string, () => Promise<unknown>, string]>([
    ['offset -1', () => api.listMembers({ offset: -1, limit: 1 }), 'offset'],
    ['half an offset', () => api.listMembers({ offset: 0.5, limit: 1 }), 'offset'],
    ['limit 0', () => api.listInvitations({ offset: 0, limit: 0 }), 'limit'],
    ['limit 65', () => api.listInvitations({ offset: 0, limit: 65 }), 'limit'],
    [
      'a state there is not',
      () => api.listInvitations({ offset: 0, limit: 1 }, { status: unchecked('lost') }),
      'status',
    ],
    ['nobody', () => api.sendInvitations([]), 'emails'],
    ['no address', () => api.sendInvitations(['a@example.com', 'b']), 'emails.1'],
    ['no name', () => api.updateTeam(unchecked({ storeSubjectRef: true })), 'name'],
    ['a policy that is none', () => api.updateTeam({ name: 'a', retentionPolicy: unchecked(7) }), 'retentionPolicy'],
    ['the owner', () => api.updateMemberRole('8', 'owner'), 'role'],
    ['no token', () => api.acceptMemberInvite(''), 'accept_invitation_token'],
  ])('%s', async (_, call, field) => {
    expect(await call()).toMatchObject({ code: 'provider_rejected', facts: { provider: 'truvera', field } });
    expect(wire.requests).toEqual([]);
  });

  test.each(['', '.', '..'])('the id %j, which would name something else', async (id) => {
    expect(await truvera.members.remove(id)).toMatchObject({ code: 'provider_not_found' });
    expect(await truvera.memberInvites.cancel({ inviteId: id, email: undefined })).toMatchObject({
      code: 'provider_not_found',
    });
    expect(wire.requests).toEqual([]);
  });
});

describe('a response', () => {
  test.each([
    ['200 and no body', undefined],
    ['200 and a code', { body: { code: 1 } }],
    ['200 and a code that means who knows what', { body: { code: 0 } }],
    ['204', { status: 204, body: '' }],
  ])('to a removal of a member means done when it is %s', async (_, answer) => {
    if (answer !== undefined) answers['DELETE /teams/42/members/8'] = answer;
    expect(await truvera.members.remove('8')).toBe('removed');
  });

  test('may have ids as numbers or text, here always text; missing values come from other data', async () => {
    answers['GET /teams/42/members'] = {
      body: [
        { id: 1, name: 'Ada', email: 'ada@example.com', image: null, role: 'owner' },
        { id: '2', name: null, email: 'ben@example.com' },
        { id: 3, extra: {} },
      ],
    };
    const [members] = await collect(truvera.members.list());
    expect(members).toEqual([
      { memberId: '1', name: 'Ada', email: 'ada@example.com', role: 'owner' },
      { memberId: '2', name: 'ben@example.com', email: 'ben@example.com', role: undefined },
      { memberId: '3', name: 'Unnamed (id 3)', email: undefined, role: undefined },
    ]);
  });

  test.each([{ body: [{ name: 'Ada' }] }, { body: { items: [] } }, { body: 'no' }, { body: { code: 1 } }])(
    'is not a list without its list: %j',
    async (answer) => {
      answers['GET /teams/42/members'] = answer;
      expect(await truvera.members.findByEmail('a@example.com')).toMatchObject({ code: 'provider_nonsense' });
    },
  );

  test('is filtered again for wrong items that the filter of the server let through', async () => {
    answers['GET /teams/42/invitations'] = {
      body: [
        { id: 1, email: 'a@example.com', status: 'accepted' },
        { id: 2, email: 'b@example.com', status: 'pending' },
        { id: 3, email: 'c@example.com', status: 'canceled' },
        { id: 4, email: 'd@example.com' },
      ],
    };
    const [pending] = await collect(truvera.memberInvites.pending());
    expect(pending).toMatchObject([{ inviteId: '2' }, { inviteId: '4' }]);
  });
});

describe('an error', () => {
  test.each<[string, number, unknown, string]>([
    ['a bad key', 401, { status: 401, type: 'Unauthorized', message: 'Unauthorized' }, 'provider_unauthorized'],
    ['a bad key, without a word', 401, {}, 'provider_unauthorized'],
    ['not an admin', 401, { message: 'You are not the owner or the administrator of this team' }, 'provider_forbidden'],
    ['not of the team', 401, { message: 'You are not a member of this team' }, 'provider_forbidden'],
    ['the plan', 402, { message: 'Transaction limit reached or upgrade required to proceed' }, 'plan_full'],
    ['only a type', 400, { status: 400, type: 'BadRequest' }, 'provider_rejected'],
    ['already asked', 400, { message: 'a@example.com has already been invited' }, 'already_invited'],
    ['already in', 400, { message: 'The user is already a member' }, 'already_member'],
    ['the domain', 400, { message: 'This email domain is not allowed' }, 'domain_not_allowed'],
    ['gone', 404, { message: 'Invitation not found' }, 'provider_not_found'],
    ['another method', 405, {}, 'provider_rejected'],
  ])('becomes the right Problem: %s', async (_, status, body, code) => {
    answers['POST /teams/42/invite'] = { status, body };
    expect(await api.sendInvitations(['a@example.com'])).toMatchObject({ code, facts: { provider: 'truvera' } });
  });

  test.each<[string, unknown, string]>([
    ['once a day', { message: 'Invitations can be resent once a day' }, 'resend_too_soon'],
    ['24 hours', { message: 'Please wait 24 hours' }, 'resend_too_soon'],
    ['something else', { message: 'Application error' }, 'provider_rejected'],
  ])('of a refused resend: %s', async (_, body, code) => {
    answers['POST /teams/42/invitations/7/resend'] = { status: 400, body };
    expect(await api.resendInvitation('7')).toMatchObject({ code });
    // The same words about something else are no reason to wait a day.
    answers['PATCH /teams/42'] = { status: 400, body };
    expect(await api.updateTeam({ name: 'a' })).toMatchObject({ code: 'provider_rejected' });
  });
});
