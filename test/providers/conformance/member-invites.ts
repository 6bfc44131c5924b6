import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import type {
  InvitedMember,
  Invitee,
  MemberInvites,
  MemberTerms,
  PendingInvite,
} from '../../../src/providers/provider.ts';
import { collect } from '../support/collect.ts';
import { type Bench, lostAnswers, nonsense, problemIn, value } from './bench.ts';

export type MemberInviteCall = 'invite' | 'pending' | 'cancel' | 'resend';

export type MemberInvitesBench = Bench<MemberInviteCall> & {
  readonly provider: string;
  readonly memberInvites: MemberInvites;
  /** Another client, whose key the server does not know, or that may not do one kind of call. */
  withKey(key: 'unknown' | { readonly without: MemberInviteCall }): MemberInvites;
  /** What the provider calls the permission for a call. */
  readonly permissionFor: Readonly<Record<MemberInviteCall, string>>;
  readonly terms: MemberTerms;
  /** The pending invites at the server, by email. */
  held(): readonly { readonly inviteId: string; readonly email: string }[];
  /** How many mails went to this address. */
  mailsTo(email: string): number;
  /** Invited by somebody in the provider's own dashboard; answers the id. */
  dashboardInvites(email: string): string;
  dashboardCancels(inviteId: string): void;
  /** The invited person follows the link and becomes a member. */
  accepts(inviteId: string): void;
};

/**
 * What every provider that invites members must do. `ability` is one of its kind, for what it can do: resend and batches are not
 * everybody's; nor are pages (`unpaged`). `start` gives a fresh provider and server for each test.
 */
export function memberInvitesConformance(
  name: string,
  ability: MemberInvites,
  start: () => Promise<MemberInvitesBench>,
  { unpaged }: { readonly unpaged: boolean },
): void {
  const ending = ability.resend === undefined ? (['cancel'] as const) : (['cancel', 'resend'] as const);
  const writes = ['invite', ...ending] as const;
  const calls = ['pending', ...writes] as const;

  describe(`${name}: member invites`, () => {
    let bench: MemberInvitesBench;
    let invites: MemberInvites;

    beforeEach(async () => {
      bench = await start();
      invites = bench.memberInvites;
    });
    afterEach(() => bench.stop());

    /** Systems that ask for more than the email find it here; the others leave it. */
    function person(nth: number | string): Invitee {
      return { email: `person${nth}@example.com`, firstName: `First${nth}`, lastName: `Last${nth}`, phone: '+33123' };
    }

    /** One result for each, also when there was one Problem for all. */
    function each(rows: readonly Invitee[], result: readonly InvitedMember[] | Problem): InvitedMember[] {
      return isProblem(result) ? rows.map(({ email }) => ({ email, outcome: result })) : [...result];
    }

    async function invite(rows: readonly Invitee[], client = invites): Promise<InvitedMember[]> {
      return each(rows, await client.invite(rows, bench.terms));
    }

    const codes = (results: readonly InvitedMember[]) =>
      results.map(({ outcome }) => (outcome === 'invited' ? 'invited' : outcome.code));

    async function pending(): Promise<PendingInvite[]> {
      return (await collect(invites.pending())).flatMap((page) => value(page));
    }

    /** One that waits, as the list shows it. */
    async function waiting(nth: number | string = 'waiting'): Promise<PendingInvite> {
      const inviteId = bench.dashboardInvites(person(nth).email);
      const shown = (await pending()).find((candidate) => candidate.inviteId === inviteId);
      if (shown === undefined) throw new Error('the list does not show it');
      return shown;
    }

    /** Makes one call of a kind. */
    async function call(kind: MemberInviteCall, client: MemberInvites, target: PendingInvite): Promise<unknown> {
      switch (kind) {
        case 'invite':
          return (await invite([person('new')], client))[0]?.outcome;
        case 'pending':
          return (await collect(client.pending()))[0];
        case 'cancel':
          return client.cancel(target);
        case 'resend':
          return client.resend?.(target);
      }
    }

    describe('happy', () => {
      test('invites: the server holds the invite, has mailed, and lists it', async () => {
        const ana = { ...person('ana'), email: 'Ana.Lima@Example.com' };
        const [result] = await invite([ana]);
        expect(result).toMatchObject({ email: ana.email, outcome: 'invited' });
        const [held, ...more] = bench.held();
        expect(more).toEqual([]);
        expect(held?.email.toLowerCase()).toBe('ana.lima@example.com');
        if (result?.outcome === 'invited' && result.inviteId !== undefined) {
          expect(result.inviteId).toBe(held?.inviteId);
        }
        expect((await pending()).map(({ inviteId }) => inviteId)).toEqual([held?.inviteId]);
        if (invites.asks.sendEmail === 'always') expect(bench.mailsTo(held?.email ?? '')).toBe(1);
      });

      test('sends a whole batch in one request, with a result for each in the same order', async () => {
        const rows = Array.from({ length: invites.batchSize }, (_, nth) => person(nth));
        const results = await invite(rows);
        expect(results.map(({ email }) => email)).toEqual(rows.map(({ email }) => email));
        expect(new Set(codes(results))).toEqual(new Set(['invited']));
        expect(bench.held()).toHaveLength(rows.length);
        expect(bench.received('invite')).toBe(1);
      });

      test('sends nothing for an empty batch or one that is too large', async () => {
        expect(await invites.invite([], bench.terms)).toEqual([]);
        const rows = Array.from({ length: invites.batchSize + 1 }, (_, nth) => person(nth));
        expect(problemIn(await invites.invite(rows, bench.terms)).code).toBe('provider_rejected');
        expect(bench.received('invite')).toBe(0);
      });

      test('cancels at the server and from the list', async () => {
        const target = await waiting();
        const stays = await waiting('stays');
        expect(await invites.cancel(target)).toBe('cancelled');
        expect(bench.held().map(({ inviteId }) => inviteId)).toEqual([stays.inviteId]);
        expect((await pending()).map(({ inviteId }) => inviteId)).toEqual([stays.inviteId]);
      });

      if (ability.resend)
        test('resends one more mail, and keeps one invite', async () => {
          const target = await waiting();
          const before = bench.mailsTo(person('waiting').email);
          expect(await invites.resend?.(target)).toBe('resent');
          expect(bench.mailsTo(person('waiting').email)).toBe(before + 1);
          expect(bench.held()).toHaveLength(1);
        });

      test('offers the choices of the form when one is required', async () => {
        if (invites.asks.role === 'none') expect(invites.roles).toBeUndefined();
        else expect(value((await invites.roles?.()) ?? []).length).toBeGreaterThan(0);
        expect(invites.asks.group).toBe(invites.groups !== undefined);
        expect(invites.asks.appRule).toBe(invites.appRules !== undefined);
      });

      test('lists nothing when no invite is pending', async () => expect(await pending()).toEqual([]));

      test('lists no invite that was accepted', async () => {
        const target = await waiting();
        bench.accepts(target.inviteId);
        expect(await pending()).toEqual([]);
      });
    });

    describe('again', () => {
      test('reports an address as already invited, in upper or lower case, and invites it once', async () => {
        await invite([person('ana')]);
        const again = await invite([{ ...person('ana'), email: 'PersonAna@EXAMPLE.com' }]);
        expect(codes(again)).toEqual(['already_invited']);
        expect(bench.held()).toHaveLength(1);
        expect(bench.mailsTo(person('ana').email)).toBeLessThanOrEqual(1);
      });

      test('reports a member as such, and does not invite them', async () => {
        bench.accepts((await waiting('ana')).inviteId);
        expect(codes(await invite([person('ana')]))).toEqual(['already_member']);
        expect(bench.held()).toEqual([]);
      });

      if (ability.batchSize > 1)
        test('invites the others beside a known address', async () => {
          bench.dashboardInvites(person(1).email);
          bench.accepts((await waiting(2)).inviteId);
          const results = await invite([person(0), person(1), person(2), person(3)]);
          expect(codes(results)).toEqual(['invited', 'already_invited', 'already_member', 'invited']);
          expect(bench.held()).toHaveLength(3);
        });

      test.each(ending)('%s finds nothing when the invite is no longer pending', async (kind) => {
        const [cancelled, accepted] = [await waiting('a'), await waiting('b')];
        expect(await invites.cancel(cancelled)).toBe('cancelled');
        bench.accepts(accepted.inviteId);
        for (const target of [cancelled, accepted]) {
          expect(await call(kind, invites, target)).toMatchObject({ code: 'provider_not_found' });
        }
      });
    });

    describe.each(calls)('busy: %s', (kind) => {
      test.each([
        ['a time named', { 'retry-after': '90' }],
        ['no time named', {}],
      ])('%s: sends again only when the block is over', async (_, headers) => {
        const target = await waiting();
        bench.trouble(kind, { status: 429, body: {}, headers });
        const before = bench.received(kind);
        const busy = problemIn(await call(kind, invites, target));
        expect(busy).toMatchObject({ code: 'provider_busy', facts: { provider: bench.provider } });
        const retryAt = Number(busy.facts.retryAt);
        if ('retry-after' in headers) expect(retryAt).toBe(bench.now() + 90_000);
        else expect(retryAt).toBeGreaterThanOrEqual(bench.now() + 60_000);
        bench.advance(retryAt - bench.now() - 1);
        expect(problemIn(await call(kind, invites, target)).code).toBe('provider_busy');
        expect(bench.received(kind)).toBe(before + 1);
        bench.advance(1);
        expect(isProblem(await call(kind, invites, target))).toBe(false);
      });
    });

    describe.each(calls)('%s is refused', (kind) => {
      test('with an unknown key', async () => {
        const target = await waiting();
        const refused = await call(kind, bench.withKey('unknown'), target);
        expect(refused).toMatchObject({ code: 'provider_unauthorized', facts: { provider: bench.provider } });
        expect(bench.held()).toHaveLength(1);
      });

      test('with a key that may not, and the permission is named', async () => {
        const target = await waiting();
        const refused = await call(kind, bench.withKey({ without: kind }), target);
        const permission = bench.permissionFor[kind];
        expect(refused).toMatchObject({ code: 'provider_forbidden', facts: { provider: bench.provider, permission } });
        expect(bench.held()).toHaveLength(1);
      });
    });

    describe('a refusal', () => {
      test('is reported by row for text that is no address, which is never sent', async () => {
        const [result] = await invite([{ ...person(0), email: 'not an address' }]);
        expect(result).toMatchObject({ email: 'not an address', outcome: { code: 'provider_rejected' } });
        expect(bench.received('invite')).toBe(0);
      });

      test.each(ending)('reports %s of an invite that was cancelled in the dashboard', async (kind) => {
        const target = await waiting();
        bench.dashboardCancels(target.inviteId);
        expect(await call(kind, invites, target)).toMatchObject({ code: 'provider_not_found' });
      });

      test("passes on the provider's own words", async () => {
        bench.trouble('invite', {
          status: 400,
          body: { message: 'Not on a Monday', errors: [{ detail: 'Not on a Monday' }] },
        });
        const [result] = await invite([person(0)]);
        expect(result).toMatchObject({ outcome: { code: 'provider_rejected', facts: { message: 'Not on a Monday' } } });
      });

      test('reports that the plan has no place left', async () => {
        bench.trouble('invite', { status: 402, body: { message: 'Upgrade required' } });
        expect(codes(await invite([person(0)]))).toEqual(['plan_full']);
      });

      test('does not make an invite look removed by a “not found” of another server', async () => {
        const target = await waiting();
        const page = { raw: '404 page not found', status: 404, contentType: 'text/plain' };
        for (const kind of writes) {
          bench.trouble(kind, page);
          expect(await call(kind, invites, target)).toMatchObject({ code: 'provider_rejected' });
        }
        bench.trouble('pending', page);
        expect(await call('pending', invites, target)).toMatchObject({ code: 'provider_nonsense' });
        expect(bench.held()).toHaveLength(1);
      });
    });

    describe.each(writes)('a lost response to %s', (kind) => {
      test.each(lostAnswers)('%s: is never reported as not done, and is sent once', async (_, trouble) => {
        const target = await waiting();
        const before = bench.received(kind);
        bench.trouble(kind, trouble);
        const lost = await call(kind, invites, target);
        expect(bench.received(kind)).toBe(before + 1);
        // Reading the list back may show that it was done after all; "done" must not be reported of a request that was not.
        const found = kind === 'invite' && lost === 'invited';
        if (found) expect(bench.held()).toHaveLength(2);
        else expect(lost).toMatchObject({ code: 'provider_outcome_unknown', facts: { provider: bench.provider } });
      });
    });

    test.each(['cut', 'hang'] as const)(
      'an invite with a lost response (%s) is found in the list once',
      async (how) => {
        bench.trouble('invite', how === 'cut' ? { cut: 'after' } : { hang: 'after' });
        await invite([person('ana')]);
        bench.trouble('invite', how === 'cut' ? { cut: 'before' } : { hang: 'before' });
        await invite([person('ben')]);
        expect(bench.held()).toHaveLength(1);
        expect((await pending()).map(({ inviteId }) => inviteId)).toEqual([bench.held()[0]?.inviteId]);
        expect(codes(await invite([person('ana')]))).toEqual(['already_invited']);
        expect(codes(await invite([person('ben')]))).toEqual(['invited']);
      },
    );

    describe('a read is retried', () => {
      test.each([
        ['hung', { hang: 'before' }],
        ['cut off before', { cut: 'before' }],
        ['cut off after', { cut: 'after' }],
        ['503', { status: 503 }],
      ] as const)('%s', async (_, trouble) => {
        const target = await waiting();
        bench.trouble('pending', trouble);
        expect(await pending()).toEqual([target]);
      });

      test('but not forever', async () => {
        const before = bench.received('pending');
        bench.trouble('pending', { cut: 'before' }, 3);
        expect((await collect(invites.pending()))[0]).toMatchObject({ code: 'provider_unreachable' });
        expect(bench.received('pending')).toBe(before + 3);
      });
    });

    describe('an unreadable response', () => {
      test.each(nonsense)('to the list: %s', async (_, trouble) => {
        bench.trouble('pending', trouble);
        expect((await collect(invites.pending()))[0]).toMatchObject({ code: 'provider_nonsense' });
      });

      test.each(nonsense)('to an invite has an unknown outcome: %s', async (_, trouble) => {
        bench.trouble('invite', trouble);
        // Where a success says nothing by its body, it is believed, and what it did is missing.
        const [code] = codes(await invite([person(0)]));
        expect(['provider_outcome_unknown', 'provider_shows_nothing']).toContain(code);
        expect(bench.held()).toEqual([]);
      });

      test.each(ending)('to %s from another server is not accepted', async (kind) => {
        const target = await waiting();
        bench.trouble(kind, { raw: '<html>Sign in</html>', status: 200, contentType: 'text/html' });
        expect(await call(kind, invites, target)).toMatchObject({ code: 'provider_outcome_unknown' });
      });
    });

    describe('more than a page', () => {
      test('lists every pending invite once', async () => {
        const all = Array.from({ length: 230 }, (_, nth) => bench.dashboardInvites(person(nth).email));
        expect((await pending()).map(({ inviteId }) => inviteId).toSorted()).toEqual(all.toSorted());
      });

      if (unpaged) return;
      test('lists every pending invite once also while others are cancelled', async () => {
        const all = Array.from({ length: 230 }, (_, nth) => bench.dashboardInvites(person(nth).email));
        const listed: string[] = [];
        const gone = new Set<string>();
        for await (const page of invites.pending()) {
          listed.push(...value(page).map(({ inviteId }) => inviteId));
          for (const id of all.filter((candidate) => !gone.has(candidate)).slice(0, 30)) {
            bench.dashboardCancels(id);
            gone.add(id);
          }
        }
        expect(gone.size).toBeGreaterThan(30);
        expect(new Set(listed).size).toBe(listed.length);
        expect(all.filter((id) => !gone.has(id) && !listed.includes(id))).toEqual([]);
      });

      test('ends the walk with the Problem of a failed page', async () => {
        for (let nth = 0; nth < 230; nth++) bench.dashboardInvites(person(nth).email);
        const pages: unknown[] = [];
        for await (const page of invites.pending()) {
          pages.push(page);
          if (pages.length === 1) bench.trouble('pending', { status: 429 });
        }
        expect(pages).toHaveLength(2);
        expect(pages[1]).toMatchObject({ code: 'provider_busy' });
      });
    });
  });
}
