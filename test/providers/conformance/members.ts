import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Members } from '../../../src/providers/provider.ts';
import { collect } from '../support/collect.ts';
import { type Bench, nonsense, value } from './bench.ts';

const calls = ['find', 'get'] as const;
export type MemberCall = (typeof calls)[number];

export type MembersBench = Bench<MemberCall> & {
  readonly provider: string;
  readonly members: Members;
  /** Another client, whose key the server does not know, or that may not read members. */
  withKey(key: 'unknown' | 'may not'): Members;
  readonly permission: string;
  /** Answers the id. */
  addMember(member: { name: string; email: string }): string;
};

/** What every provider with members must do. `start` gives a fresh provider and server for each test. */
export function membersConformance(name: string, start: () => Promise<MembersBench>): void {
  describe(`${name}: members`, () => {
    let bench: MembersBench;
    let ada: string;

    beforeEach(async () => {
      bench = await start();
      ada = bench.addMember({ name: 'Ada', email: 'Ada@example.com' });
    });
    afterEach(() => bench.stop());

    async function call(kind: MemberCall, members: Members = bench.members): Promise<unknown> {
      return kind === 'find' ? members.findByEmail('ada@example.com') : members.get(ada);
    }

    test('found by e-mail, case and space aside; none when there is none', async () => {
      const member = { memberId: ada, name: 'Ada', email: 'Ada@example.com' };
      expect(await bench.members.findByEmail('Ada@example.com')).toEqual(member);
      expect(await bench.members.findByEmail(' ada@EXAMPLE.com ')).toEqual(member);
      expect(await bench.members.findByEmail('bob@example.com')).toBe('none');
      // What only begins like an address is somebody else's.
      expect(await bench.members.findByEmail('da@example.com')).toBe('none');
    });

    test('read by id; not found when there is none', async () => {
      expect(await bench.members.get(ada)).toEqual({ memberId: ada, name: 'Ada', email: 'Ada@example.com' });
      expect(await bench.members.get('999999')).toMatchObject({ code: 'provider_not_found' });
    });

    test('all of them are listed, over more than a page', async () => {
      const added = Array.from({ length: 410 }, (_, nth) =>
        bench.addMember({ name: `Member ${nth}`, email: `member${nth}@example.com` }),
      );
      const listed = (await collect(bench.members.list())).flatMap((page) => value(page));
      const ids = listed.map((member) => member.memberId);
      expect(ids.toSorted()).toEqual(expect.arrayContaining([ada, ...added].toSorted()));
      expect(new Set(ids).size).toBe(ids.length);
    });

    describe.each(calls)('trouble: %s', (kind) => {
      test('busy: left alone until the time named', async () => {
        bench.trouble(kind, { status: 429, headers: { 'retry-after': '30' } });
        const retryAt = bench.now() + 30_000;
        expect(await call(kind)).toMatchObject({ code: 'provider_busy', facts: { retryAt } });
        const before = bench.received(kind);
        expect(await call(kind)).toMatchObject({ code: 'provider_busy' });
        expect(bench.received(kind)).toBe(before);
        bench.advance(30_000);
        expect(await call(kind)).toMatchObject({ memberId: ada });
      });

      test('refused: the key, and the permission by name', async () => {
        expect(await call(kind, bench.withKey('unknown'))).toMatchObject({ code: 'provider_unauthorized' });
        expect(await call(kind, bench.withKey('may not'))).toMatchObject({
          code: 'provider_forbidden',
          facts: { provider: bench.provider, permission: bench.permission },
        });
      });

      test.each([
        ['hung', { hang: 'before' }],
        ['cut off', { cut: 'before' }],
        ['503', { status: 503 }],
      ] as const)('%s: another try', async (_, trouble) => {
        bench.trouble(kind, trouble);
        expect(await call(kind)).toMatchObject({ memberId: ada });
      });

      test('but not for ever', async () => {
        bench.trouble(kind, { cut: 'before' }, 3);
        expect(await call(kind)).toMatchObject({ code: 'provider_unreachable' });
        expect(bench.received(kind)).toBe(3);
      });

      test.each(nonsense)('answered with %s', async (_, trouble) => {
        bench.trouble(kind, trouble);
        expect(await call(kind)).toMatchObject({ code: 'provider_nonsense' });
      });
    });
  });
}
