import { describe, expect, test } from 'vitest';
import { Variables } from '../../src/config/variables.ts';
import { readPolicyText } from '../../src/policy-file.ts';
import { providerNames } from '../../src/providers/registry.ts';
import { directNoticeCopy } from '../../src/slack/shared/direct-notice-copy.ts';
import { isSystem } from '../../src/slack/shared/system-copy.ts';

describe.each(providerNames)('%s is known', (name) => {
  const prefix = name.toUpperCase();

  test('to people, by a name', () => {
    expect(isSystem(name)).toBe(true);
  });

  test('to the policy, by the terms people can give there', () => {
    expect(readPolicyText(`members: { systems: { ${name}: { roles: [] } } }`, 'policy.yaml')).not.toBeInstanceOf(Array);
  });

  test('to operators, by the variables every provider has', () => {
    const variables = ['API_URL', 'ROUTES', 'LINK_HOSTS'].map((what) => `${prefix}_${what}`);
    expect(Object.keys(Variables.shape)).toEqual(expect.arrayContaining(variables));
  });

  test('to admins, by the variable of its key', () => {
    const notice = { name: 'key_refused', facts: { provider: name, since: 0 } };
    expect(directNoticeCopy(notice as Parameters<typeof directNoticeCopy>[0], 0)).toContain(`\`${prefix}_`);
  });
});
