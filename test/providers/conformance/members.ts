import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Members } from '../../../src/providers/provider.ts';
import { collect } from '../support/collect.ts';
import { type Bench, nonsense, value } from './bench.ts';

const changes = ['remove', 'setRole'] as const;
export type MemberCall = 'find' | 'get' | (typeof changes)[number];

export type MembersBench = Bench<MemberCall> & {
  readonly provider: string;
  readonly members: Members;
  /** Another client, whose key the server does not know, or that may not read or change members. */
  withKey(key: 'unknown' | 'may not'): Members;
  /** What the provider calls the permission for a call. */
  readonly permissionFor: Readonly<Record<MemberCall, string>>;
  /** Answers the id. */
  addMember(member: { name: string; email: string }): string;
  /** The role of a member the server holds; undefined when it holds none of this id. */
  roleOf(memberId: string): string | undefined;
};

/**
 * What every provider with members must do. `ability` is one of its kind, for what it can do: not all can change members. `start`
 * gives a fresh provider and server for each test.
 */
export function membersConformance(name: string, ability: Members, start: () => Promise<MembersBench>): void {
  // A provider that shows no addresses finds nobody by one.
  const finds = ability.findByEmail !== undefined;
  const reads = finds ? (['find', 'get'] as const) : (['get'] as const);
  const shown = finds ? { name: 'Ada', email: 'Ada@example.com' } : { name: 'Ada', email: undefined };
  const writes = changes.filter((kind) => ability[kind] !== undefined);

  describe(`${name}: members`, () => {
    let bench: MembersBench;
    let ada: string;

    beforeEach(async () => {
      bench = await start();
      ada = bench.addMember({ name: 'Ada', email: 'Ada@example.com' });
    });
    afterEach(() => bench.stop());

    async function call(kind: MemberCall, members: Members = bench.members): Promise<unknown> {
      switch (kind) {
        case 'find':
          return members.findByEmail?.('ada@example.com');
        case 'get':
          return members.get(ada);
        case 'remove':
          return members.remove?.(ada);
        case 'setRole':
          return members.setRole?.(ada, value((await members.roles?.()) ?? []).at(-1)?.id ?? '');
      }
    }

    if (finds)
      test('finds by email, ignoring case and spaces; nobody when there is none', async () => {
        const member = { memberId: ada, ...shown };
        expect(await bench.members.findByEmail?.('Ada@example.com')).toMatchObject(member);
        expect(await bench.members.findByEmail?.(' ada@EXAMPLE.com ')).toMatchObject(member);
        expect(await bench.members.findByEmail?.('bob@example.com')).toBe('none');
        // What only begins like an address is somebody else's.
        expect(await bench.members.findByEmail?.('da@example.com')).toBe('none');
      });

    test('reads by id; not found when there is none', async () => {
      expect(await bench.members.get(ada)).toMatchObject({ memberId: ada, ...shown });
      expect(await bench.members.get('999999')).toMatchObject({ code: 'provider_not_found' });
    });

    test('lists all of them, over more than a page', async () => {
      const added = Array.from({ length: 410 }, (_, nth) =>
        bench.addMember({ name: `Member ${nth}`, email: `member${nth}@example.com` }),
      );
      const listed = (await collect(bench.members.list())).flatMap((page) => value(page));
      const ids = listed.map((member) => member.memberId);
      expect(ids.toSorted()).toEqual(expect.arrayContaining([ada, ...added].toSorted()));
      expect(new Set(ids).size).toBe(ids.length);
    });

    describe.each(reads)('%s', (kind) => {
      test('sends nothing until the given time when busy', async () => {
        bench.trouble(kind, { status: 429, headers: { 'retry-after': '30' } });
        const retryAt = bench.now() + 30_000;
        expect(await call(kind)).toMatchObject({ code: 'provider_busy', facts: { retryAt } });
        const before = bench.received(kind);
        expect(await call(kind)).toMatchObject({ code: 'provider_busy' });
        expect(bench.received(kind)).toBe(before);
        bench.advance(30_000);
        expect(await call(kind)).toMatchObject({ memberId: ada });
      });

      test('reports a refused key, and a missing permission by name', async () => {
        expect(await call(kind, bench.withKey('unknown'))).toMatchObject({ code: 'provider_unauthorized' });
        expect(await call(kind, bench.withKey('may not'))).toMatchObject({
          code: 'provider_forbidden',
          facts: { provider: bench.provider, permission: bench.permissionFor[kind] },
        });
      });

      test.each([
        ['hung', { hang: 'before' }],
        ['cut off', { cut: 'before' }],
        ['503', { status: 503 }],
      ] as const)('is retried after %s', async (_, trouble) => {
        bench.trouble(kind, trouble);
        expect(await call(kind)).toMatchObject({ memberId: ada });
      });

      test('is not retried forever', async () => {
        bench.trouble(kind, { cut: 'before' }, 3);
        expect(await call(kind)).toMatchObject({ code: 'provider_unreachable' });
        expect(bench.received(kind)).toBe(3);
      });

      test.each(nonsense)('reports a response that is %s as a Problem', async (_, trouble) => {
        bench.trouble(kind, trouble);
        expect(await call(kind)).toMatchObject({ code: 'provider_nonsense' });
      });
    });

    if (ability.remove)
      test('removes at the server and from the list; a second time finds nothing', async () => {
        const bob = bench.addMember({ name: 'Bob', email: 'bob@example.com' });
        expect(await bench.members.remove?.(ada)).toBe('removed');
        expect(bench.roleOf(ada)).toBeUndefined();
        expect(bench.roleOf(bob)).toBeDefined();
        expect(await bench.members.get(ada)).toMatchObject({ code: 'provider_not_found' });
        if (finds) expect(await bench.members.findByEmail?.('ada@example.com')).toBe('none');
        expect(await bench.members.remove?.(ada)).toMatchObject({ code: 'provider_not_found' });
      });

    if (ability.setRole)
      test('gives each role that can be chosen, and shows it', async () => {
        const roles = value((await bench.members.roles?.()) ?? []);
        expect(roles.length).toBeGreaterThan(1);
        for (const { id } of roles) {
          expect(await bench.members.setRole?.(ada, id)).toBe('changed');
          expect(bench.roleOf(ada)).toBe(id);
          expect(await bench.members.get(ada)).toMatchObject({ role: id });
        }
        const before = bench.roleOf(ada);
        expect(await bench.members.setRole?.(ada, 'emperor')).toMatchObject({ code: 'provider_rejected' });
        expect(bench.roleOf(ada)).toBe(before);
        expect(await bench.members.setRole?.('999999', roles[0]?.id ?? '')).toMatchObject({
          code: 'provider_not_found',
        });
      });

    if (writes.length > 0)
      describe.each(writes)('%s', (kind) => {
        test('sends nothing until the given time when busy', async () => {
          bench.trouble(kind, { status: 429, headers: { 'retry-after': '30' } });
          expect(await call(kind)).toMatchObject({ code: 'provider_busy', facts: { retryAt: bench.now() + 30_000 } });
          const before = bench.received(kind);
          bench.advance(29_999);
          expect(await call(kind)).toMatchObject({ code: 'provider_busy' });
          expect(bench.received(kind)).toBe(before);
          bench.advance(1);
          expect(isProblem(await call(kind))).toBe(false);
        });

        test('reports a refused key, and a missing permission by name, and changes nothing', async () => {
          const before = bench.roleOf(ada);
          expect(await call(kind, bench.withKey('unknown'))).toMatchObject({ code: 'provider_unauthorized' });
          expect(await call(kind, bench.withKey('may not'))).toMatchObject({
            code: 'provider_forbidden',
            facts: { provider: bench.provider, permission: bench.permissionFor[kind] },
          });
          expect(bench.roleOf(ada)).toBe(before);
        });

        test.each([
          ['hung, nothing done', { hang: 'before' }],
          ['hung, but done', { hang: 'after' }],
          ['cut off, nothing done', { cut: 'before' }],
          ['cut off, but done', { cut: 'after' }],
          ['500', { status: 500 }],
          ['somebody else', { raw: '<html>Sign in</html>', status: 200, contentType: 'text/html' }],
        ] as const)('has an unknown outcome and is sent once: %s', async (_, trouble) => {
          bench.trouble(kind, trouble);
          expect(await call(kind)).toMatchObject({ code: 'provider_outcome_unknown' });
          expect(bench.received(kind)).toBe(1);
        });
      });
  });
}
