import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';

const nothing = { groups: [], appRules: [] };

/**
 * Inviting members is open to everyone, with every role the emulators have: for stories that are about something else than who may.
 * `systems`: what else may be given there.
 */
export function openToAll(systems: Policy['members']['systems'] = {}): Pick<Policy, 'members'> {
  const roles = {
    snyk: { ...nothing, roles: ['Org Collaborator', 'Developer', 'Org Admin'] },
    intercode: { ...nothing, roles: ['Viewer', 'Manager', 'Owner'] },
  };
  return { members: { invite: 'everyone', systems: { ...roles, ...systems } } };
}

const plenty = {
  openInvites: 1_000_000,
  invitesPerHour: 1_000_000,
  invitesPerDay: 1_000_000,
  memberAddressesPerHour: 1_000_000,
};

/**
 * One person may have as much as a test wants of them, for a time as far away as it comes to. Somebody of another company is in the
 * world's channel, where addresses are masked otherwise.
 */
export const noLimits: Pick<Policy, 'limits' | 'invites'> = {
  limits: { everyone: plenty, admins: plenty },
  invites: { ...defaultPolicy.invites, maxLeadMs: 10 * 366 * 24 * 3_600_000, showsGuestInSharedChannels: true },
};
