import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultPolicy, readPolicy } from '../../../src/domain/policy/policy.ts';
import { readPolicyFile, readPolicyText, writePolicyFaults } from '../../../src/policy-file.ts';
import { providerNames } from '../../../src/providers/registry.ts';

const HOUR_MS = 3_600_000;
const FAULT_OF_INVITE = 'is neither `everyone` nor `admins` nor a list of ids';

describe('a policy', () => {
  test.each([
    undefined,
    null,
    {},
    { admins: [] },
    { invites: {} },
    { members: {} },
    { members: { systems: {} } },
    { limits: {} },
    { limits: { admins: {} } },
  ])('that is empty (%j) is the default', (value) => {
    expect(readPolicy(value)).toEqual({
      admins: [],
      coordinators: [],
      domains: { blocked: [] },
      rules: [{ name: 'default', when: {} }],
      approvals: {
        groups: {},
        self: false,
        remindAfterMs: HOUR_MS,
        escalateAfterMs: 4 * HOUR_MS,
        expireAfterMs: 24 * HOUR_MS,
        breakGlass: [],
      },
      examples: [],
      invites: {
        maxWindowMs: 120 * HOUR_MS,
        maxLeadMs: 90 * 24 * HOUR_MS,
        creditReserve: 0,
        showsGuestInSharedChannels: false,
        masking: { everywhere: false, masked: [], unmasked: [] },
      },
      messages: { default: 'en', texts: {} },
      retention: {},
      members: { invite: 'admins', systems: {} },
      profiles: [],
      limits: {
        everyone: { openInvites: 50, invitesPerHour: 30, invitesPerDay: 200, memberAddressesPerHour: 200 },
        admins: { openInvites: 500, invitesPerHour: 300, invitesPerDay: 2000, memberAddressesPerHour: 5000 },
      },
    });
    expect(readPolicy(value)).toEqual(defaultPolicy);
  });

  test('names profiles, each with what it gives at its systems', () => {
    const written = {
      editor: { snyk: { role: 'Developer' }, truvera: null, parsec: { group: 7 } },
      guest: { parsec: {} },
    };
    expect(readPolicy({ profiles: written })).toEqual({
      ...defaultPolicy,
      profiles: [
        {
          name: 'editor',
          systems: [
            { name: 'parsec', terms: { group: '7' } },
            { name: 'snyk', terms: { role: 'Developer' } },
            { name: 'truvera', terms: {} },
          ],
        },
        { name: 'guest', systems: [{ name: 'parsec', terms: {} }] },
      ],
    });
  });

  test('names admins and the longest window', () => {
    expect(readPolicy({ admins: ['U024BE7LH', 'W012A3CDE'], invites: { maxWindow: '36h' } })).toEqual({
      ...defaultPolicy,
      admins: ['U024BE7LH', 'W012A3CDE'],
      invites: { ...defaultPolicy.invites, maxWindowMs: 36 * HOUR_MS },
    });
  });

  test('says which channels are shown no address, and how long personal data is kept', () => {
    const invites = { channels: 'mask', maskedChannels: ['C024BE7LH'], unmaskedChannels: ['G0614TZR7'] };
    expect(readPolicy({ invites, retention: { personalData: '90d' } })).toEqual({
      ...defaultPolicy,
      invites: {
        ...defaultPolicy.invites,
        masking: { everywhere: true, masked: ['C024BE7LH'], unmasked: ['G0614TZR7'] },
      },
      retention: { personalDataMs: 90 * 24 * HOUR_MS },
    });
    const faults = readPolicy({ invites: { channels: 'hide', maskedChannels: ['#guests'] }, retention: '90d' });
    expect(faults).toMatchObject([
      { path: ['invites', 'channels'], fault: 'is neither `mask` nor `show`', remedy: expect.stringMatching(/^write/) },
      { path: ['invites', 'maskedChannels', 0], fault: 'is not a Slack channel id' },
      { path: ['retention'], remedy: expect.stringContaining('personalData: 90d') },
    ]);
  });

  test('names the channel for invites made in the dashboard', () => {
    expect(readPolicy({ invites: { adoptedChannel: 'C024BE7LH' } })).toEqual({
      ...defaultPolicy,
      invites: { ...defaultPolicy.invites, adoptedChannel: 'C024BE7LH' },
    });
  });

  test('sets how far ahead an invite may start, the credit reserve and what shared channels are shown', () => {
    const invites = { maxLead: '2d', creditReserve: 5, sharedChannels: 'show' };
    expect(readPolicy({ invites })).toEqual({
      ...defaultPolicy,
      invites: {
        ...defaultPolicy.invites,
        maxLeadMs: 48 * HOUR_MS,
        creditReserve: 5,
        showsGuestInSharedChannels: true,
      },
    });
    expect(readPolicy({ invites: { sharedChannels: 'mask' } })).toEqual(defaultPolicy);
  });

  test.each(['everyone', 'admins', [], ['U024BE7LH', 'W012A3CDE', 'S0614TZR7']])('lets %j invite members', (invite) => {
    expect(readPolicy({ members: { invite } })).toEqual({ ...defaultPolicy, members: { invite, systems: {} } });
  });

  test.each([
    ['everybody', 'did you mean `everyone`?'],
    ['Admins', 'did you mean `admins`?'],
    ['U024BE7LH', '`[U024BE7LH, S0614TZR7]`'],
    [true, '`everyone`'],
    [{}, '`everyone`'],
    [null, '`everyone`'],
  ])('refuses %j as the people who may invite members', (invite, remedy) => {
    expect(readPolicy({ members: { invite } })).toEqual([
      {
        path: ['members', 'invite'],
        unknownKey: false,
        fault: FAULT_OF_INVITE,
        remedy: expect.stringContaining(remedy),
      },
    ]);
  });

  test.each(['mira', '@studio', 'C024BE7LH', 's0614TZR7', '', 7, null])(
    'refuses %j as a person or a user group',
    (each) => {
      expect(readPolicy({ members: { invite: ['U024BE7LH', each] } })).toEqual([
        expect.objectContaining({
          path: ['members', 'invite', 1],
          remedy: expect.stringContaining('user group (S...'),
        }),
      ]);
    },
  );

  test('sets what may be given at each system, by name or id', () => {
    const systems = {
      snyk: { roles: ['Org Collaborator', ' Viewer '] },
      parsec: { groups: ['Freelancers', 12], appRules: ['tar_1'] },
      intercode: { roles: [] },
    };
    expect(readPolicy({ members: { systems } })).toEqual({
      ...defaultPolicy,
      members: {
        invite: 'admins',
        systems: {
          snyk: { roles: ['Org Collaborator', 'Viewer'], groups: [], appRules: [] },
          parsec: { groups: ['Freelancers', '12'], appRules: ['tar_1'] },
          intercode: { roles: [], groups: [], appRules: [] },
        },
      },
    });
  });

  test.each([
    ['roles', 'Viewer'],
    ['roles', { name: 'Viewer' }],
    ['groups', 12],
    ['appRules', null],
  ])('refuses %s: %j as a list', (key, value) => {
    expect(readPolicy({ members: { systems: { snyk: { [key]: value } } } })).toEqual([
      expect.objectContaining({
        path: ['members', 'systems', 'snyk', key],
        fault: 'is not a list',
        remedy: expect.stringContaining('as the system shows them'),
      }),
    ]);
  });

  test.each([[''], ['  '], [null], [1.5], [['Viewer']]])('refuses %j as a role', (role) => {
    expect(readPolicy({ members: { systems: { snyk: { roles: ['Viewer', role] } } } })).toEqual([
      expect.objectContaining({
        path: ['members', 'systems', 'snyk', 'roles', 1],
        remedy: expect.stringContaining('role'),
      }),
    ]);
  });

  test('limits what one person may have, with other limits for admins', () => {
    const limits = { openInvites: 5, invitesPerHour: 0, admins: { openInvites: 7 } };
    expect(readPolicy({ limits })).toEqual({
      ...defaultPolicy,
      limits: {
        everyone: { ...defaultPolicy.limits.everyone, openInvites: 5, invitesPerHour: 0 },
        admins: { ...defaultPolicy.limits.admins, openInvites: 7 },
      },
    });
  });

  test('gives admins at least what everyone has, unless it says otherwise', () => {
    expect(readPolicy({ limits: { openInvites: 900, memberAddressesPerHour: 9000 } })).toMatchObject({
      limits: { admins: { openInvites: 900, invitesPerHour: 300, invitesPerDay: 2000, memberAddressesPerHour: 9000 } },
    });
  });

  test.each([-1, 1.5, '5', null, 2_000_000, Number.NaN])('refuses %j as a limit or a reserve', (count) => {
    const faults = readPolicy({
      invites: { creditReserve: count },
      limits: { openInvites: count, admins: { invitesPerHour: count } },
    });
    expect(Array.isArray(faults) ? faults.map(({ path }) => path.join('.')).sort() : faults).toEqual([
      'invites.creditReserve',
      'limits.admins.invitesPerHour',
      'limits.openInvites',
    ]);
    expect(Array.isArray(faults) ? faults.every(({ remedy }) => remedy.includes('whole number')) : false).toBe(true);
  });

  test('knows every system that can be connected', () => {
    const systems = Object.fromEntries(providerNames.map((name) => [name, {}]));
    expect(providerNames.length).toBeGreaterThan(3);
    expect(readPolicy({ members: { systems } })).not.toBeInstanceOf(Array);
  });

  test.each(['#guests', 'guests', 'U024BE7LH', 'D024BE7LH', 'c024', '', 7, null])(
    'refuses %j as a channel',
    (adoptedChannel) => {
      expect(readPolicy({ invites: { adoptedChannel } })).toEqual([
        expect.objectContaining({ path: ['invites', 'adoptedChannel'], remedy: expect.stringContaining('C...') }),
      ]);
    },
  );

  test.each([
    ['5d', 120],
    ['36h', 36],
    ['90m', 1.5],
    ['1d12h', 36],
    ['1d 12h 30m', 36.5],
    [' 2D ', 48],
  ])('reads %s as %d hours', (maxWindow, hours) => {
    expect(readPolicy({ invites: { maxWindow } })).toMatchObject({ invites: { maxWindowMs: hours * HOUR_MS } });
  });

  test.each(['', ' ', '5', '0d', '0h 0m', '-1d', '5 days', '1.5d', '12h1d', 'forever', 5, null, ['5d']])(
    'refuses %j as a duration',
    (maxWindow) => {
      expect(readPolicy({ invites: { maxWindow } })).toEqual([
        expect.objectContaining({
          path: ['invites', 'maxWindow'],
          fault: 'is not a duration',
          remedy: expect.stringContaining('36h'),
        }),
      ]);
    },
  );

  test.each(['mira@studio.example', '@mira', 'u024BE7LH', 'C024BE7LH', '', 7, null])(
    'refuses %j as an admin',
    (admin) => {
      expect(readPolicy({ admins: ['U024BE7LH', admin] })).toEqual([
        expect.objectContaining({ path: ['admins', 1], remedy: expect.stringContaining('Copy member ID') }),
      ]);
    },
  );

  test.each([
    [{ admin: ['U1'] }, 'did you mean `admins`?'],
    [{ invite: {} }, 'did you mean `invites`?'],
    [{ Admins: [] }, 'did you mean `admins`?'],
    [{ invites: { max_window: '5d' } }, 'did you mean `maxWindow`?'],
    [{ invites: { window: '5d' } }, 'did you mean `maxWindow`?'],
    [{ invites: { adoptChannel: 'C1' } }, 'did you mean `adoptedChannel`?'],
    [{ colour: 'red' }, 'take it out'],
    [{ limit: {} }, 'did you mean `limits`?'],
    [{ invites: { sharedChanels: 'mask' } }, 'did you mean `sharedChannels`?'],
    [{ members: { invites: 'admins' } }, 'did you mean `invite`?'],
    [{ members: { systems: { snyk: { role: [] } } } }, 'did you mean `roles`?'],
    [{ limits: { invitePerHour: 1 } }, 'did you mean `invitesPerHour`?'],
    [{ limits: { admins: { openInvite: 1 } } }, 'did you mean `openInvites`?'],
  ])('reports the unknown key in %j: %s', (value, remedy) => {
    expect(readPolicy(value)).toEqual([
      expect.objectContaining({ unknownKey: true, fault: 'is not a setting', remedy: expect.stringContaining(remedy) }),
    ]);
  });

  test.each([
    ['snik', 'did you mean `snyk`?'],
    ['Truvera', 'did you mean `truvera`?'],
    ['github', 'known here: parsec, snyk, truvera, intercode'],
  ])('reports the unknown system %s: %s', (name, remedy) => {
    expect(readPolicy({ members: { systems: { [name]: {} } } })).toEqual([
      {
        path: ['members', 'systems', name],
        unknownKey: true,
        fault: 'is not a system',
        remedy: expect.stringContaining(remedy),
      },
    ]);
  });

  test.each(['text', 7, [], ['admins'], true])('is refused when it is %j', (value) => {
    expect(readPolicy(value)).toEqual([expect.objectContaining({ path: [], fault: 'is not a policy' })]);
  });

  test('reports every error at once', () => {
    const faults = readPolicy({ admins: 'U1', invites: { maxWindow: 'long', limit: 1 }, notices: {} });
    expect(Array.isArray(faults) ? faults.map(({ path }) => path.join('.')).sort() : faults).toEqual([
      'admins',
      'invites.limit',
      'invites.maxWindow',
      'notices',
    ]);
  });
});

describe('a policy file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is the default policy when there is none', async () => {
    expect(await readPolicyFile(undefined, folder)).toEqual(defaultPolicy);
  });

  test('is used when policy.yaml is there', async () => {
    writeFileSync(join(folder, 'policy.yaml'), '# ours\nadmins:\n  - U1\ninvites:\n  maxWindow: 12h\n');
    expect(await readPolicyFile(undefined, folder)).toEqual({
      ...defaultPolicy,
      admins: ['U1'],
      invites: { ...defaultPolicy.invites, maxWindowMs: 12 * HOUR_MS },
    });
  });

  test('may be empty', async () => {
    writeFileSync(join(folder, 'policy.yaml'), '# nothing yet\n');
    expect(await readPolicyFile(undefined, folder)).toEqual(defaultPolicy);
  });

  test('that is configured but missing is an error, never the default', async () => {
    const file = join(folder, 'rules.yaml');
    expect(await readPolicyFile(file, folder)).toEqual([
      { file, fault: 'does not exist', remedy: expect.stringContaining('POLICY_FILE') },
    ]);
  });

  test('that cannot be read is an error, also under the default name', async () => {
    mkdirSync(join(folder, 'policy.yaml'));
    expect(await readPolicyFile(undefined, folder)).toEqual([
      expect.objectContaining({ fault: expect.stringContaining('EISDIR') }),
    ]);
  });

  test('gets line and column of every error, and what to do', () => {
    const faults = readPolicyText(
      ['admins:', '  - U1', '  - mira@studio.example', 'invites:', '  maxWindow: 5', '  limit: 3', 'colour: red'].join(
        '\n',
      ),
      'policy.yaml',
    );
    expect(
      Array.isArray(faults)
        ? writePolicyFaults(faults)
            .split('\n')
            .filter((line) => !line.startsWith(' '))
            .sort()
        : faults,
    ).toEqual([
      'policy.yaml:3:5 admins[1] is not a Slack member id',
      'policy.yaml:5:14 invites.maxWindow is not a duration',
      'policy.yaml:6:3 invites.limit is not a setting',
      'policy.yaml:7:1 colour is not a setting',
    ]);
    expect(Array.isArray(faults) ? faults.every(({ remedy }) => remedy !== '') : false).toBe(true);
  });

  test('gets the place of nested errors, a system and an entry of a list among them', () => {
    const text = [
      'members:',
      '  invite: [U1, studio]',
      '  systems:',
      '    snik: {}',
      '    snyk:',
      '      roles: [Viewer, ""]',
      'limits:',
      '  admins:',
      '    openInvites: many',
    ];
    const faults = readPolicyText(text.join('\n'), 'policy.yaml');
    expect(
      Array.isArray(faults)
        ? writePolicyFaults(faults)
            .split('\n')
            .filter((line) => !line.startsWith(' '))
            .sort()
        : faults,
    ).toEqual([
      'policy.yaml:2:16 members.invite[1] is not the id of a Slack member or user group',
      'policy.yaml:4:5 members.systems.snik is not a system',
      'policy.yaml:6:23 members.systems.snyk.roles[1] is empty',
      'policy.yaml:9:18 limits.admins.openInvites is not a whole number',
    ]);
  });

  test('places the faults of profiles, each with what to do', () => {
    const text = [
      'profiles:',
      '  editor:',
      '    snik: {}',
      '    truvera:',
      '  artist: {}',
      '  lead:',
      '    snyk: { rolle: X, role: [] }',
    ];
    const faults = readPolicyText(text.join('\n'), 'p.yaml');
    expect(
      Array.isArray(faults)
        ? writePolicyFaults(faults)
            .split('\n')
            .map((line) => line.trim())
        : faults,
    ).toEqual([
      'p.yaml:3:5 profiles.editor.snik is not a system',
      expect.stringContaining('did you mean `snyk`?'),
      'p.yaml:5:11 profiles.artist names no system',
      expect.stringMatching(/[Ww]rite the name of a system below it/),
      'p.yaml:7:13 profiles.lead.snyk.rolle is not a setting',
      expect.stringContaining('did you mean `role`?'),
      'p.yaml:7:29 profiles.lead.snyk.role is not a name or an id',
      'write the name of a role, or its id',
    ]);
  });

  test.each([
    ['admins: [U1', 1],
    ['admins: [U1]\nadmins: [U2]', 2],
    ['admins: [U1]\n---\nadmins: [U2]', 2],
    ['admins:\n\t- U1', 2],
  ])('that is not YAML gets the place of the error: %j', (text, line) => {
    expect(readPolicyText(text, 'p.yaml')).toContainEqual(
      expect.objectContaining({ file: 'p.yaml', line, fault: expect.stringContaining('is not valid YAML') }),
    );
  });
});
