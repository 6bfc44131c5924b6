import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemberRow } from '../../src/domain/member-batch.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** What every store must do with batches of members. `fresh` makes an empty one and answers how to open it. */
export function memberBatchContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`batches of members on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    const batch = aMemberBatch();
    const insert = (...parts: Partial<MemberRow>[]) => store.insertMemberBatch(batch, memberRowsOf(batch, parts));
    const row = async (position: number) => {
      const found = (await store.memberRows(batch.id)).find((each) => each.position === position);
      if (found === undefined) throw new Error(`no row ${position}`);
      return found;
    };
    const positions = (rows: readonly MemberRow[]) => rows.map(({ position }) => position);

    it('keeps a batch and its rows exactly as they were saved', async () => {
      const full = aMemberBatch({
        terms: { role: { id: 'r1', name: 'é “Admin”' }, group: { id: '7', name: '' }, sendEmail: false },
        pause: { code: 'provider_busy', facts: { provider: 'parsec', retryAt: NOW } },
        cardChannelId: 'C9',
        cardTs: '1.000002',
        cardShownAt: NOW + 1,
      });
      const rows = memberRowsOf(full, [
        { firstName: 'Ana', lastName: 'Adams', phone: '+1', state: 'sent', sentAt: NOW },
        { state: 'invited', inviteId: 'i1', joinUrl: 'https://parsec.example/join/x' },
        { email: 'no "address"', state: 'failed', problem: { code: 'email_invalid', facts: { text: '<b>' } } },
        { state: 'cancelled' },
      ]);
      expect(await store.insertMemberBatch(full, rows)).toBe('inserted');
      expect(await store.getMemberBatch(full.id)).toEqual(full);
      expect(await store.memberRows(full.id)).toEqual(rows);
    });

    it('says on whose permission the rest is sent, and how the system names its terms', async () => {
      await insert({});
      await store.saveMemberActor(batch.id, 'U9');
      const terms = { role: { id: 'r1', name: 'Viewer' }, sendEmail: false };
      await store.saveMemberTerms(batch.id, terms);
      expect(await store.getMemberBatch(batch.id)).toEqual({ ...batch, actorId: 'U9', terms });
    });

    it('saves the same submission once, with the rows of the first', async () => {
      await insert({}, {});
      const other = aMemberBatch({ id: 'mb_other' });
      expect(await store.insertMemberBatch(other, memberRowsOf(other, [{}]))).toBe('already');
      expect(await store.getMemberBatch('mb_other')).toBeUndefined();
      expect(await store.memberRows('mb_other')).toEqual([]);
      expect((await store.getMemberBatchByRequestKey(batch.requestKey))?.id).toBe(batch.id);
    });

    it('stores a thousand rows, and returns them in their order', async () => {
      await insert(...Array.from({ length: 1000 }, () => ({})));
      const rows = await store.memberRows(batch.id);
      expect(positions(rows)).toEqual(Array.from({ length: 1000 }, (_, nth) => nth + 1));
      expect(positions(await store.openMemberRows(batch.id, 3))).toEqual([1, 2, 3]);
    });

    it('returns rows that may have been sent before waiting ones, and no settled ones', async () => {
      await insert(
        {},
        { state: 'invited' },
        { state: 'sent', sentAt: NOW },
        { state: 'failed' },
        { state: 'cancelled' },
      );
      expect(positions(await store.openMemberRows(batch.id, 10))).toEqual([3, 1]);
      expect(positions(await store.openMemberRows(batch.id, 1))).toEqual([3]);
    });

    it('marks waiting rows as sent, and none that was settled meanwhile', async () => {
      await insert({}, { state: 'invited' }, {});
      await store.markMemberRowsSent([(await row(1)).id, (await row(2)).id], NOW);
      expect((await store.memberRows(batch.id)).map(({ state, sentAt }) => [state, sentAt])).toEqual([
        ['sent', NOW],
        ['invited', undefined],
        ['waiting', undefined],
      ]);
      await store.markMemberRowsSent([], NOW);
    });

    it('returns waiting rows that may be sent: no address that another batch is sending to the same provider, in upper or lower case', async () => {
      const sent = { email: 'Ana@example.com', state: 'sent', sentAt: NOW } as const;
      await insert(sent, { email: 'tom@example.com' }, { state: 'failed' });
      const free = async (of: typeof batch, limit = 10) => positions(await store.freeMemberRows(of, limit));
      expect(await free(batch)).toEqual([2]);
      for (const provider of [batch.provider, 'elsewhere']) {
        const other = aMemberBatch({ id: `mb_${provider}`, requestKey: provider, provider });
        const emails = ['ana@EXAMPLE.com', 'kim@example.com', 'tom@example.com'];
        await store.insertMemberBatch(
          other,
          memberRowsOf(
            other,
            emails.map((email) => ({ email })),
          ),
        );
        expect(await free(other)).toEqual(provider === 'elsewhere' ? [1, 2, 3] : [2, 3]);
        expect(await free(other, 1)).toEqual(provider === 'elsewhere' ? [1] : [2]);
      }
    });

    it('writes a row only while it is as it was read: nothing of a late answer is kept', async () => {
      await insert({ state: 'sent', sentAt: NOW });
      const was = await row(1);
      const invited = { ...was, state: 'invited', inviteId: 'i1', sentAt: undefined } as const;
      expect(await store.saveMemberRow(invited, was)).toBe(true);
      expect(await store.saveMemberRow({ ...was, state: 'waiting' }, was)).toBe(false);
      // Sent once more since then: the answer to the first time says nothing of the second.
      await store.saveMemberRow({ ...invited, state: 'sent', sentAt: NOW + 1 }, invited);
      expect(await store.saveMemberRow(invited, was)).toBe(false);
      expect(await row(1)).toMatchObject({ state: 'sent', sentAt: NOW + 1 });
    });

    it('lets one of two simultaneous writers of a row win', async () => {
      await insert({ state: 'failed', problem: { code: 'plan_full', facts: {} } });
      const was = await row(1);
      const writes = Array.from({ length: 5 }, () => store.saveMemberRow({ ...was, state: 'waiting' }, was));
      expect((await Promise.all(writes)).filter((saved) => saved)).toHaveLength(1);
    });

    it('says why nothing is sent, and where the card is', async () => {
      await insert({});
      const pause = { code: 'provider_unreachable', facts: { provider: 'parsec' } } as const;
      await store.saveMemberPause(batch.id, pause);
      await store.saveStandingCard('member_batch', batch.id, { place: { channelId: 'C1', ts: '1.1' }, shownAt: NOW });
      const shown = { pause, cardChannelId: 'C1', cardTs: '1.1', cardShownAt: NOW };
      expect(await store.getMemberBatch(batch.id)).toEqual({ ...batch, ...shown });
      await store.saveMemberPause(batch.id, undefined);
      await store.saveStandingCard('member_batch', batch.id, { place: undefined, channelId: 'D1' });
      expect(await store.getMemberBatch(batch.id)).toEqual({ ...batch, channelId: 'D1', cardShownAt: NOW });
    });

    it('finds who created invites here, newest first, by key and by address, at one provider', async () => {
      await insert(
        { email: 'Ana@Example.com', state: 'invited', inviteId: 'i1' },
        { state: 'waiting', inviteId: 'i2' },
      );
      const make = async (id: string, provider: string, parts: Partial<MemberRow>) => {
        const made = aMemberBatch({ id, requestKey: id, provider, requesterId: `U_${id}`, createdAt: NOW + 1 });
        await store.insertMemberBatch(made, memberRowsOf(made, [parts]));
      };
      await make('mb_later', 'parsec', { email: 'ana@example.com', state: 'invited' });
      await make('mb_else', 'truvera', { email: 'ana@example.com', state: 'invited', inviteId: 'i1' });
      const found = async (inviteIds: string[], emails: string[]) =>
        (await store.invitedMemberRows('parsec', { inviteIds, emails })).map(({ batchId, requesterId }) => [
          batchId,
          requesterId,
        ]);
      expect(await found(['i1', 'i2'], [])).toEqual([['mb_test', 'U1']]);
      expect(await found(['i1'], [' ANA@example.com'])).toEqual([
        ['mb_later', 'U_mb_later'],
        ['mb_test', 'U1'],
      ]);
      expect(await found([], [])).toEqual([]);
      await store.saveStandingCard('member_batch', 'mb_later', { place: { channelId: 'D1', ts: '1.1' } });
      const shown = await store.invitedMemberRows('parsec', { inviteIds: [], emails: ['ana@example.com'] });
      expect(shown).toMatchObject([
        { workspaceId: 'T1', channelId: 'C1', cardChannelId: 'D1' },
        { workspaceId: 'T1', channelId: 'C1', cardChannelId: undefined },
      ]);
    });

    it('enqueues sending and card without a guest invite, each once for a batch', async () => {
      await insert({});
      for (const kind of ['members', 'member_card', 'members'] as const) {
        await store.enqueue({ kind, name: batch.id, at: 0 });
      }
      const due = await store.dueJobs(NOW);
      expect(due.map(({ id, gen }) => [id, gen])).toEqual([
        ['member_card:mb_test', 1],
        ['members:mb_test', 2],
      ]);
    });

    it('keeps an audit of other things than guest invites, in order', async () => {
      const write = (id: string, at: number, subject: string) =>
        store.insertAudit({ id, subject, at, actor: 'U1', action: id, facts: { n: at } });
      await write('b', 2, 'truvera/member/7');
      await write('a', 1, 'truvera/member/7');
      await write('c', 3, 'truvera/member/8');
      const entries = await store.auditOfSubject('truvera/member/7');
      expect(entries).toEqual([
        { id: 'a', subject: 'truvera/member/7', at: 1, actor: 'U1', action: 'a', facts: { n: 1 } },
        { id: 'b', subject: 'truvera/member/7', at: 2, actor: 'U1', action: 'b', facts: { n: 2 } },
      ]);
    });
  });
}
