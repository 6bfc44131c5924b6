import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultPolicy, readPolicy } from '../../src/domain/policy.ts';
import { readPolicyFile, readPolicyText, writePolicyFaults } from '../../src/policy-file.ts';

const HOUR_MS = 3_600_000;

describe('a policy', () => {
  test.each([undefined, null, {}, { admins: [] }, { invites: {} }])(
    'that says nothing (%j) is the default',
    (value) => {
      expect(readPolicy(value)).toEqual({ admins: [], invites: { maxWindowMs: 120 * HOUR_MS } });
      expect(readPolicy(value)).toEqual(defaultPolicy);
    },
  );

  test('names admins and the longest window', () => {
    expect(readPolicy({ admins: ['U024BE7LH', 'W012A3CDE'], invites: { maxWindow: '36h' } })).toEqual({
      admins: ['U024BE7LH', 'W012A3CDE'],
      invites: { maxWindowMs: 36 * HOUR_MS },
    });
  });

  test('names the channel for invites made in the dashboard', () => {
    expect(readPolicy({ invites: { adoptedChannel: 'C024BE7LH' } })).toEqual({
      admins: [],
      invites: { maxWindowMs: 120 * HOUR_MS, adoptedChannel: 'C024BE7LH' },
    });
  });

  test.each(['#guests', 'guests', 'U024BE7LH', 'D024BE7LH', 'c024', '', 7, null])(
    'does not take %j for a channel',
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
    'does not take %j for a duration',
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
    'does not take %j for an admin',
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
  ])('with the unknown key in %j: %s', (value, remedy) => {
    expect(readPolicy(value)).toEqual([
      expect.objectContaining({ unknownKey: true, fault: 'is not a setting', remedy: expect.stringContaining(remedy) }),
    ]);
  });

  test.each(['text', 7, [], ['admins'], true])('is no policy: %j', (value) => {
    expect(readPolicy(value)).toEqual([expect.objectContaining({ path: [], fault: 'is not a policy' })]);
  });

  test('tells every fault at once', () => {
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

  test('is the default policy when there is none', () => {
    expect(readPolicyFile(undefined, folder)).toEqual(defaultPolicy);
  });

  test('is used when policy.yaml is there', () => {
    writeFileSync(join(folder, 'policy.yaml'), '# ours\nadmins:\n  - U1\ninvites:\n  maxWindow: 12h\n');
    expect(readPolicyFile(undefined, folder)).toEqual({ admins: ['U1'], invites: { maxWindowMs: 12 * HOUR_MS } });
  });

  test('may be empty', () => {
    writeFileSync(join(folder, 'policy.yaml'), '# nothing yet\n');
    expect(readPolicyFile(undefined, folder)).toEqual(defaultPolicy);
  });

  test('that is named but missing is a fault, never the default', () => {
    const file = join(folder, 'rules.yaml');
    expect(readPolicyFile(file, folder)).toEqual([
      { file, fault: 'is not there', remedy: expect.stringContaining('POLICY_FILE') },
    ]);
  });

  test('that cannot be read is a fault, also under the default name', () => {
    mkdirSync(join(folder, 'policy.yaml'));
    expect(readPolicyFile(undefined, folder)).toEqual([
      expect.objectContaining({ fault: expect.stringContaining('EISDIR') }),
    ]);
  });

  test('names line and column of every fault, and what to do', () => {
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

  test.each([
    ['admins: [U1', 1],
    ['admins: [U1]\nadmins: [U2]', 2],
    ['admins: [U1]\n---\nadmins: [U2]', 2],
    ['admins:\n\t- U1', 2],
  ])('that is no YAML says where: %j', (text, line) => {
    expect(readPolicyText(text, 'p.yaml')).toContainEqual(
      expect.objectContaining({ file: 'p.yaml', line, fault: expect.stringContaining('is not YAML') }),
    );
  });
});
