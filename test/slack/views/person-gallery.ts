import type { ModalView } from '@slack/types';
import type { MemberBatch, MemberRow } from '../../../src/domain/member-batch.ts';
import type { PersonRequest } from '../../../src/domain/person-request.ts';
import type { Message } from '../../../src/slack/blocks/blocks.ts';
import { type OnboardForm, onboardModal } from '../../../src/slack/person/onboard-form.ts';
import { personCard } from '../../../src/slack/person/person-card.ts';
import { sharedCopy } from '../../../src/slack/shared/place-copy.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
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

const system = (provider: string, rows: readonly Partial<MemberRow>[], parts: Partial<MemberBatch> = {}) => {
  const batch = aMemberBatch({ id: `mb_${provider}`, provider, partOf: 'pr_test', ...parts });
  return { batch, rows: memberRowsOf(batch, rows) };
};
const ana = (part: Partial<MemberRow>) => [{ email: 'ana@example.com', ...part }];
const developer = { terms: { role: { id: '', name: 'Developer' }, sendEmail: true } };

export const personCards: Readonly<Record<string, Message>> = {
  'onboard-done': personCard({
    request: onboarding,
    invites: [
      system('parsec', ana({ state: 'invited', joinUrl: 'https://parsec.app/join/secret' }), {
        terms: { group: { id: '1', name: 'Artists' }, appRule: { id: 'r', name: 'Watermark' }, sendEmail: true },
      }),
      system('truvera', ana({ state: 'invited' })),
    ],
  }),
  'onboard-underway': personCard({
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
  'onboard-nasty': personCard({
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

export const personModals: Readonly<Record<string, ModalView>> = {
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
