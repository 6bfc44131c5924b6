import { type Policy, readPolicy } from '../../src/domain/policy/policy.ts';

/** A policy from plain data, as a YAML file holds it. */
export function aPolicy(text: object): Policy {
  const policy = readPolicy(text);
  if (Array.isArray(policy)) throw new Error(policy.map(({ path, fault }) => `${path.join('.')} ${fault}`).join('\n'));
  return policy;
}

/** A policy with a rule of each kind. */
export const aRuledPolicy = aPolicy({
  domains: { blocked: ['mailinator.com'] },
  approvals: { groups: { leads: { people: ['S0LEADS'], channel: 'C0APPROVE' }, security: { people: ['admins'] } } },
  rules: [
    {
      name: 'rivals',
      when: { guests: ['rival.com', 'ana@free.example'] },
      deny: "We don't invite people from rivals.",
    },
    {
      name: 'render nights',
      when: { people: ['S0RENDER', 'admins'], hosts: ['Render *', 'group:Farm'] },
      permissions: ['keyboard', 'mouse'],
      maxWindow: '3d',
      maxLead: '14d',
      hours: '20:00-08:00',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      zone: 'Europe/Paris',
    },
    { name: 'one channel', when: { channels: ['C024BE7LH'] }, permissions: [] },
    { name: 'vault', when: { hosts: ['Vault'] }, deny: true },
    {
      name: 'partners',
      when: { guests: ['partner.example'] },
      maxWindow: '5d',
      approval: { by: ['leads', 'security'], count: 2, above: { window: '3d', permissions: ['mouse'] } },
    },
    { name: 'others', maxWindow: '1d', approval: { by: ['leads'], extensions: false } },
  ],
});
