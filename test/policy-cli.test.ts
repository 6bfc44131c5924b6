import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../src/domain/policy/policy-schema.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** Runs `npm run policy -- ...` on a file with this text. */
function policy(text: string, ...args: string[]) {
  const file = join(temporaryFolder('policy-cli'), 'policy.yaml');
  writeFileSync(file, text);
  const run = spawnSync(process.execPath, ['src/policy.ts', ...args, '--file', file], { encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr.replaceAll(file, 'policy.yaml') };
}

const rules = `
rules:
  - name: contractors
    when: { people: [S0614TZR7], hosts: ['Render *'] }
    maxWindow: 3d
  - name: nobody else
    deny: true
examples:
  - name: a contractor gets a render machine for two days
    person: S0614TZR7
    guest: ana@example.com
    host: Render 12
    start: 2026-11-24 14:00
    for: 2d
    expect: allowed
    rule: contractors
  - name: and not for four
    person: S0614TZR7
    guest: ana@example.com
    host: Render 12
    start: 2026-11-24 14:00
    for: 4d
    expect: refused
`;

const approvals = `
approvals:
  groups:
    leads: { people: [U0LEAD, S0LEADS], channel: C0APPROVE }
    security: { people: [admins] }
rules:
  - name: partners
    approval: { by: [leads, security], count: 2, reason: required, above: { window: 3d, permissions: [mouse] } }
examples:
  - name: two days need nobody
    guest: ana@partner.example
    host: Edit 1
    start: 2026-11-24 14:00
    for: 2d
    expect: allowed
  - name: four need two people
    guest: ana@partner.example
    host: Edit 1
    start: 2026-11-24 14:00
    for: 4d
    expect: approval
    by: [security, leads]
    count: 2
`;

describe('npm run policy', () => {
  it('checks a file', () => {
    expect(policy(rules, 'check')).toMatchObject({
      code: 0,
      out: 'The policy is valid. It has 2 rules (contractors, nobody else) and 2 examples.\n',
    });
  });

  it('names each mistake with its line, and what was probably meant', () => {
    const { code, err } = policy(rules.replace('maxWindow', 'maxWindw').replace('deny: true', 'deny: 3'), 'check');
    expect(code).toBe(1);
    expect(err).toContain('policy.yaml:5:5 rules[0].maxWindw is not a setting\n    did you mean `maxWindow`?');
    expect(err).toContain('policy.yaml:7:11 rules[1].deny is neither text nor `true`');
  });

  it('runs the examples, and finds the rule that somebody changed', () => {
    expect(policy(rules, 'test')).toMatchObject({ code: 0, out: expect.stringContaining('2 passed, 0 failed') });
    const planted = policy(rules.replace('maxWindow: 3d', 'maxWindow: 5d'), 'test');
    expect(planted.code).toBe(1);
    expect(planted.out).toContain('WRONG and not for four: is allowed by “contractors”, not refused');
    const shorter = policy(rules.replace('maxWindow: 3d', 'maxWindow: 1d'), 'test');
    expect(shorter.out).toContain('not allowed by “contractors”\n      end: Enter an earlier end.');
    const renamed = policy(rules.replace('name: contractors', 'name: others'), 'test');
    expect(renamed.out).toContain('is allowed by “others”, not allowed by “contractors”');
  });

  it('explains which rule decides, and why', () => {
    const invite = ['--guest', 'ana@example.com', '--host', 'Edit 1', '--start', '2026-11-24 14:00', '--for', '1h'];
    expect(policy(rules, 'explain', ...invite).out).toBe(
      [
        '  contractors: does not match who invites and the computer',
        '→ nobody else: matches everything',
        '',
        'Refused by “nobody else”:',
        "  email: Ask an admin. Rule “nobody else” doesn't allow this invite.",
        '',
      ].join('\n'),
    );
  });

  it('says which invites need approval, why, and whose', () => {
    const invite = ['--guest', 'ana@partner.example', '--host', 'Edit 1', '--start', '2026-11-24 14:00'];
    const explain = (...more: string[]) => policy(approvals, 'explain', ...invite, ...more).out;
    expect(explain('--for', '4d', '--permissions', 'mouse,keyboard')).toBe(
      [
        '→ partners: matches everything',
        '',
        'Allowed by “partners” after approval by 2 people from leads or security:',
        "  it's longer than 3 days",
        '  it gives more than mouse',
        '  The request needs a reason.',
        '',
      ].join('\n'),
    );
    expect(explain('--for', '3d')).toContain('Allowed by “partners”.');
    expect(explain('--for', '6d')).toContain('Refused by “partners”:');
    expect(JSON.parse(explain('--for', '4d', '--json'))).toMatchObject({
      decision: { kind: 'approval', need: { by: ['leads', 'security'], causes: [{ kind: 'window' }] } },
    });
  });

  it('holds examples of approval to the decision, whose approval, and how many', () => {
    const tested = (...changes: [string, string][]) =>
      policy(
        changes.reduce((text, [from, to]) => text.replace(from, to), approvals),
        'test',
      ).out;
    expect(tested()).toContain('2 passed, 0 failed');
    expect(tested(['window: 3d', 'window: 1d'])).toContain(
      "WRONG two days need nobody: is held for approval by “partners”, not allowed\n      it's longer than 1 day",
    );
    expect(tested(['window: 3d', 'window: 4d'])).toContain('is allowed by “partners”, not held for approval');
    const wrong = 'needs approval by 1 of leads, not by 2 of leads, security';
    expect(tested(['by: [leads, security], count: 2', 'by: [leads]'])).toContain(wrong);
    const { err } = policy(approvals.replace('expect: approval', 'expect: refused'), 'check');
    expect(err).toMatch(/^policy.yaml:22:9 examples\[1\].by says nothing where no approval is expected\n/);
  });

  it('says what is wrong with a command, and how it is used', () => {
    expect(policy(rules, 'explain', '--guest', 'ana')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--guest is neither a domain nor an email address'),
    });
    expect(policy(rules, 'chekc')).toMatchObject({ code: 2, err: expect.stringContaining('npm run policy -- --help') });
    const missing = policy(rules, 'explain', '--guest', 'ana@example.com', '--permissions', 'keybord').err;
    expect(missing).toContain('--host is missing: write the name of a computer.');
    expect(missing).toContain('--start is missing: write a day and a time, e.g. `2026-11-24 14:00`.');
    expect(missing).toContain('--permissions is not a permission: did you mean `keyboard`?');
    expect(policy(rules, 'check', '--nope').err.split('\n')[0]).toBe("Unknown option '--nope'.");
  });

  it('says when there is no file, and which defaults it checks instead', () => {
    const run = spawnSync(process.execPath, [join(process.cwd(), 'src/policy.ts'), 'check'], {
      encoding: 'utf8',
      cwd: temporaryFolder('policy-cli'),
      env: { ...process.env, POLICY_FILE: '' },
    });
    expect(run.stderr).toBe('There is no policy.yaml here, so Guestlist uses its defaults.\n');
    expect(run.status).toBe(0);
  });

  it('lists mistakes in the order of their lines', () => {
    const { err } = policy(rules.replace('maxWindow: 3d', 'maxWindow: x\n    days: [x]\n    hours: x'), 'check');
    expect([...err.matchAll(/yaml:(\d+):/g)].map(([, line]) => Number(line))).toEqual([5, 6, 7]);
  });

  it('takes the files that docs/configuration.md shows, and its examples hold', () => {
    const shown = [...readFileSync('docs/configuration.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];
    expect(shown.length).toBeGreaterThan(1);
    for (const [, text = ''] of shown) expect(policy(text, 'test')).toMatchObject({ code: 0, err: '' });
  });

  it('has published the schema it reads the file by: `npm run policy -- schema > docs/policy.schema.json` writes it', () => {
    expect(JSON.parse(readFileSync('docs/policy.schema.json', 'utf8'))).toEqual(policySchema());
  });
});
