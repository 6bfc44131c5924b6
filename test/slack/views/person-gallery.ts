import type { ModalView } from '@slack/types';
import type { MemberBatch, MemberRow } from '../../../src/domain/member-batch.ts';
import { GUEST_INVITES, type PersonRequest, type RemovalPart } from '../../../src/domain/person-request.ts';
import { problem } from '../../../src/domain/problem.ts';
import type { Removal } from '../../../src/domain/removal.ts';
import type { Message } from '../../../src/slack/blocks/blocks.ts';
import { foundBlocks, type OffboardForm, offboardModal } from '../../../src/slack/person/offboard-form.ts';
import { type OnboardForm, onboardModal } from '../../../src/slack/person/onboard-form.ts';
import { personCard } from '../../../src/slack/person/person-card.ts';
import { sharedCopy } from '../../../src/slack/shared/place-copy.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
import { aRemoval } from '../../support/a-removal.ts';
import { anInvite } from '../../support/an-invite.ts';
import { nastyText } from './as-typed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

const onboarding: PersonRequest = {
  id: 'pr_test',
  requestKey: 'V1',
  workspaceId: 'T1',
  requesterId: 'U1',
  channelId: 'C1',
  kind: 'onboard',
  profile: 'editor',
  email: undefined,
  parts: [],
  cardChannelId: undefined,
  cardTs: undefined,
  cardShownAt: undefined,
  createdAt: NOW,
};

const nothingElse = { removals: [], guestInvites: [] };

const system = (provider: string, rows: readonly Partial<MemberRow>[], parts: Partial<MemberBatch> = {}) => {
  const batch = aMemberBatch({ id: `mb_${provider}`, provider, partOf: 'pr_test', ...parts });
  return { batch, rows: memberRowsOf(batch, rows) };
};
const ana = (part: Partial<MemberRow>) => [{ email: 'ana@example.com', ...part }];
const developer = { terms: { role: { id: '', name: 'Developer' }, sendEmail: true } };

const offboarding: PersonRequest = { ...onboarding, kind: 'offboard', profile: undefined, email: 'ana@example.com' };
const part = (name: string, parts: Partial<RemovalPart> = {}): RemovalPart => ({
  system: name,
  state: 'looked',
  why: undefined,
  ids: [],
  left: [],
  ...parts,
});
const removal = (id: string, parts: Partial<Removal>) =>
  ({ ...aRemoval({ who: 'Ana (ana@example.com)' }), id, ...parts }) as Removal;
const busy = { code: 'provider_busy', facts: { provider: 'truvera', retryAt: NOW } } as const;

export const personCards: Readonly<Record<string, Message>> = {
  'onboard-done': personCard({
    ...nothingElse,
    request: onboarding,
    invites: [
      system('parsec', ana({ state: 'invited', joinUrl: 'https://parsec.app/join/secret' }), {
        terms: { group: { id: '1', name: 'Artists' }, appRule: { id: 'r', name: 'Watermark' }, sendEmail: true },
      }),
      system('truvera', ana({ state: 'invited' })),
    ],
  }),
  'onboard-underway': personCard({
    ...nothingElse,
    request: onboarding,
    invites: [
      system('parsec', ana({ state: 'failed', problem: { code: 'already_member', facts: { provider: 'parsec' } } })),
      system('snyk', ana({}), { ...developer, awaits: 'apr_1' }),
      system('truvera', ana({}), { pause: { code: 'provider_unreachable', facts: { provider: 'truvera' } } }),
      system(
        'intercode',
        ana({ state: 'failed', problem: { code: 'provider_off', facts: { provider: 'intercode' } } }),
      ),
    ],
  }),
  'offboard-begun': personCard({
    ...nothingElse,
    request: {
      ...offboarding,
      parts: ['parsec', 'snyk', GUEST_INVITES].map((name) => part(name, { state: 'looking' })),
    },
    invites: [],
  }),
  'offboard-underway': personCard({
    request: {
      ...offboarding,
      parts: [
        part('parsec', { ids: ['rm_1', 'rm_2'] }),
        part('snyk', { left: [{ what: 'member', why: { code: 'members_not_shown', facts: { provider: 'snyk' } } }] }),
        part('truvera', { state: 'looking', why: busy }),
        part('intercode', { ids: ['rm_3', 'rm_4'] }),
        part(GUEST_INVITES, { ids: ['ser_1', 'inv_1', 'inv_2'] }),
      ],
    },
    invites: [],
    removals: [
      removal('rm_1', { state: 'wanted', stuckSince: undefined, problem: undefined }),
      removal('rm_2', { kind: 'invite', state: 'wanted', stuckSince: NOW, problem: busy } as Partial<Removal>),
      removal('rm_3', { state: 'wanted', stuckSince: NOW, problem: busy }),
      removal('rm_4', {
        state: 'refused',
        problem: { code: 'provider_rejected', facts: { message: 'owns API keys' } },
      }),
    ],
    guestInvites: [anInvite({ state: 'cancelled' }), anInvite({ state: 'cancelling' })],
  }),
  'offboard-done': personCard({
    request: {
      ...offboarding,
      parts: [
        part('parsec', { ids: ['rm_1'] }),
        part('snyk', { ids: ['rm_2'] }),
        part('truvera'),
        part('intercode', { ids: ['rm_3'] }),
        part(GUEST_INVITES, { left: [{ what: 'guest', why: { code: 'not_inviter', facts: {} } }] }),
      ],
    },
    invites: [],
    removals: [
      removal('rm_1', { state: 'done' }),
      removal('rm_2', { kind: 'invite', state: 'done' } as Partial<Removal>),
      removal('rm_3', { state: 'withdrawn' }),
    ],
    guestInvites: [],
  }),
  'offboard-nasty': personCard({
    request: {
      ...offboarding,
      email: nastyText,
      parts: ['parsec', 'snyk', 'truvera', 'intercode'].map((name) =>
        part(name, {
          ids: ['rm_1'],
          left: [{ what: 'member', why: { code: 'provider_rejected', facts: { message: nastyText.repeat(9) } } }],
        }),
      ),
    },
    invites: [],
    removals: [removal('rm_1', { who: nastyText, state: 'wanted', stuckSince: NOW, problem: busy })],
    guestInvites: [],
  }),
  'onboard-nasty': personCard({
    ...nothingElse,
    request: { ...onboarding, profile: nastyText },
    invites: ['parsec', 'snyk', 'truvera', 'intercode'].map((provider) =>
      system(
        provider,
        Array.from({ length: 100 }, () => ({
          email: nastyText,
          state: 'failed' as const,
          problem: { code: 'provider_rejected' as const, facts: { provider, message: nastyText.repeat(9) } },
        })),
        { terms: { role: { id: '', name: nastyText.repeat(9) }, sendEmail: true } },
      ),
    ),
  }),
};

const form: OnboardForm = {
  profile: '',
  addresses: 'ana@example.com',
  reason: '',
  channelId: 'C1',
  typedIn: 'C1',
  checked: undefined,
};
const place = { line: '', checked: undefined, proposed: 'C1' };
const editor = {
  name: 'editor',
  systems: [
    { name: 'parsec', terms: { group: 'Artists', appRule: 'Watermark' } },
    { name: 'snyk', terms: { role: 'Developer' } },
    { name: 'truvera', terms: {} },
  ],
};

const leaving: OffboardForm = {
  email: 'ana@example.com',
  endsGuestInvites: false,
  guestInvites: 2,
  guestSeries: 1,
  channelId: 'C1',
  typedIn: 'C1',
  checked: undefined,
};
const member = { memberId: '7', name: 'Ana', email: 'ana@example.com', role: 'member' };
const invite = {
  inviteId: 'i1',
  email: 'ana@example.com',
  name: undefined,
  role: undefined,
  invitedAt: NOW,
  expiresAt: undefined,
  requesterId: undefined,
};
const left = (code: 'members_not_shown' | 'member_is_owner' | 'member_is_last_admin', provider: string) => ({
  what: 'member' as const,
  why: { code, facts: { provider } },
});

export const personModals: Readonly<Record<string, ModalView>> = {
  offboard: offboardModal(leaving, {
    place,
    found: foundBlocks([
      { system: 'parsec', found: { members: [member], invites: [], left: [] } },
      { system: 'snyk', found: { members: [], invites: [invite], left: [left('members_not_shown', 'snyk')] } },
      { system: 'truvera', found: problem('provider_unreachable', { provider: 'truvera' }) },
      { system: 'intercode', found: { members: [], invites: [], left: [] } },
    ]),
  }),
  'offboard-owner': offboardModal(
    { ...leaving, guestInvites: 0, guestSeries: 0 },
    {
      place,
      found: foundBlocks([
        { system: 'truvera', found: { members: [], invites: [], left: [left('member_is_owner', 'truvera')] } },
        { system: 'parsec', found: { members: [], invites: [], left: [left('member_is_last_admin', 'parsec')] } },
      ]),
    },
  ),
  'offboard-nasty': offboardModal(
    { ...leaving, email: nastyText },
    {
      place,
      found: foundBlocks([
        {
          system: 'parsec',
          found: {
            members: [{ ...member, name: nastyText.repeat(5), role: nastyText }],
            invites: Array.from({ length: 9 }, () => ({ ...invite, email: nastyText })),
            left: [],
          },
        },
      ]),
    },
  ),
  onboard: onboardModal(form, { profiles: [editor], asksReason: false, place }),
  'onboard-asks': onboardModal(
    { ...form, profile: 'editor', reason: 'A new editor' },
    {
      profiles: [editor, { ...editor, name: 'lead' }],
      asksReason: true,
      place: { ...place, line: sharedCopy('members', 'clients', true) },
    },
  ),
  'onboard-no-profiles': onboardModal(form, { profiles: [], asksReason: false, place }),
  'onboard-nasty': onboardModal(
    { ...form, addresses: nastyText, reason: nastyText },
    {
      profiles: Array.from({ length: 120 }, (_, nth) => ({
        name: `${nastyText.slice(0, 36)}${nth}`,
        systems: editor.systems.map(({ name }) => ({ name, terms: { role: nastyText.repeat(9), group: nastyText } })),
      })),
      asksReason: true,
      place,
    },
  ),
};
