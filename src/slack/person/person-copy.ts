import { defined } from '../../domain/defined.ts';
import type { BatchTerms, MemberRow } from '../../domain/member-batch.ts';
import type { Profile } from '../../domain/policy/profile-text.ts';
import { cut, shortText } from '../blocks/blocks.ts';
import { systemNames } from '../shared/system-copy.ts';

/** What the card is called: plain text, so that no address becomes a link. */
export function onboardTitle(people: readonly Pick<MemberRow, 'email'>[]): string {
  const [only, ...others] = people;
  return others.length === 0 && only !== undefined
    ? cut(`Onboarding ${only.email}`, 150)
    : `Onboarding ${people.length} people`;
}

/** What somebody gets at one system, mrkdwn; '' for an invite without anything. */
export function profileGives({ role, group, appRule }: Pick<BatchTerms, 'role' | 'group' | 'appRule'>): string {
  return [
    ...(role === undefined ? [] : [`as ${shortText(role.name, 60)}`]),
    ...(group === undefined ? [] : [`group ${shortText(group.name, 60)}`]),
    ...(appRule === undefined ? [] : [`app rule ${shortText(appRule.name, 60)}`]),
  ].join(', ');
}

/** What a profile gives at its systems, on one line, mrkdwn. */
export function profileLine({ name, systems }: Profile): string {
  const named = (text: string | undefined) => (text === undefined ? undefined : { id: '', name: text });
  const parts = systems.map(({ name: system, terms: { role, group, appRule } }) => {
    const gives = profileGives(defined({ role: named(role), group: named(group), appRule: named(appRule) }));
    return gives === '' ? systemNames(system) : `${systemNames(system)} (${gives})`;
  });
  return `*${shortText(name, 40)}*: ${parts.join(', ')}`;
}

/** Plain text, so that no address becomes a link. */
export function offboardTitle(email: string): string {
  return cut(`Offboarding ${email}`, 150);
}

export const offboardCopy = {
  title: 'Offboard',
  submit: 'Remove',
  none: 'Type whom to remove, like `/member offboard ana@example.com`.',
  nothing: 'No connected system has members.',
  channelHint: 'The card with the result for each system is posted here.',
  guests: (invites: number, series: number) => {
    const parts = [
      ...(invites === 0 ? [] : [invites === 1 ? '1 open guest invite' : `${invites} open guest invites`]),
      ...(series === 0 ? [] : [`${series} series of guest invites`]),
    ];
    return `End ${parts.join(' and ')}, too`;
  },
} as const;

export const onboardCopy = {
  title: 'Onboard',
  submit: 'Invite',
  none: 'The policy has no profiles. An admin can add them to policy.yaml, under “profiles”; docs/configuration.md shows how.',
  addresses: 'Email addresses',
  addressesHint:
    'One person or several: addresses in any form, or a CSV with a first line like “email, first name, last name”.',
  reason: 'Reason',
  reasonHint: 'Some roles need approval. The people who decide read this.',
  channelHint: 'The card with the result for each system is posted here.',
} as const;
