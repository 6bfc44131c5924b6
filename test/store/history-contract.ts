import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryQuery } from '../../src/store/history.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { anInvite } from '../support/an-invite.ts';

/** What every store must do with the history that admins read. `fresh` makes an empty one and answers how to open it. */
export function historyContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`the history on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    const audit = (id: string, at: number, parts: Partial<Parameters<Store['insertAudit']>[0]> = {}) =>
      store.insertAudit({
        id,
        at,
        subject: 'truvera/member/7',
        actor: 'U1',
        action: 'member_remove_asked',
        facts: { name: 'Tom' },
        history: { area: 'truvera', about: 'Tom Ünal tom@x.example' },
        ...parts,
      });
    const action = (id: string, at: number, parts: { actor?: string; operation?: string; shown?: string[] } = {}) =>
      store.insertTeamAction({
        id,
        requestKey: id,
        at,
        actor: parts.actor ?? 'U2',
        provider: 'parsec',
        operation: parts.operation ?? 'Kick User',
        input: { raw: { secret: 'tom' }, shown: parts.shown ?? ['Computer: Edit 1'] },
      });
    const ids = async (query: Partial<HistoryQuery> = {}) =>
      (await store.readHistory({ offset: 0, limit: 99, ...query })).map(({ id }) => id);

    it('holds the audit and the actions of /team, newest first, page by page', async () => {
      await audit('a', 5);
      await action('b', 9);
      await audit('c', 7);
      await action('d', 7);
      await audit('e', 1);
      expect(await ids()).toEqual(['b', 'd', 'c', 'a', 'e']);
      expect(await ids({ offset: 2, limit: 2 })).toEqual(['c', 'a']);
      expect(await ids({ since: 5 })).toEqual(['b', 'd', 'c', 'a']);
      expect(await ids({ until: 7 })).toEqual(['d', 'c', 'a', 'e']);
    });

    it('returns each entry as it was written', async () => {
      await audit('a', 2);
      await action('b', 1);
      await store.settleTeamAction('b', 'done', 3);
      expect(await store.readHistory({ offset: 0, limit: 9 })).toEqual([
        {
          kind: 'audit',
          id: 'a',
          at: 2,
          actor: 'U1',
          area: 'truvera',
          action: 'member_remove_asked',
          subject: 'truvera/member/7',
          facts: { name: 'Tom' },
        },
        {
          kind: 'team',
          id: 'b',
          at: 1,
          actor: 'U2',
          area: 'parsec',
          action: 'Kick User',
          shown: ['Computer: Edit 1'],
          outcome: 'done',
        },
      ]);
    });

    it('leaves out what the bot recorded for itself', async () => {
      await store.insertInvite(anInvite({}));
      const row = { id: 'x', at: 1, actor: 'guestlist', action: 'granted', facts: {} };
      await store.insertAudit({ ...row, inviteId: 'inv_test' });
      await audit('a', 2);
      expect(await ids()).toEqual(['a']);
    });

    it('can be filtered by who, where, and what', async () => {
      await audit('a', 1);
      await audit('b', 2, { actor: 'U2', action: 'member_role_asked' });
      await action('c', 3);
      await action('d', 4, { actor: 'U1', operation: 'Delete Team Machine' });
      expect(await ids({ actor: 'U1' })).toEqual(['d', 'a']);
      expect(await ids({ area: 'parsec' })).toEqual(['d', 'c']);
      expect(await ids({ area: 'truvera' })).toEqual(['b', 'a']);
      expect(await ids({ actions: ['member_role_asked'], operations: [] })).toEqual(['b']);
      expect(await ids({ actions: ['member_remove_asked'], operations: ['Delete Team Machine'] })).toEqual(['d', 'a']);
      expect(await ids({ actions: [] })).toEqual(['d', 'c']);
      expect(await ids({ actor: 'U2', area: 'truvera' })).toEqual(['b']);
    });

    it('can be searched by the person it is about, and by nothing else', async () => {
      await audit('a', 1);
      await audit('b', 2, { history: { area: 'truvera', about: 'ana_b@x.example 100%' } });
      await action('c', 3, { shown: ['Member: TOM'] });
      await action('d', 4);
      const batch = aMemberBatch();
      await store.insertMemberBatch(
        batch,
        memberRowsOf(batch, [{ email: 'kim@x.example' }, { email: 'Tom@y.example' }]),
      );
      const asked = { action: 'members_asked', history: { area: 'parsec', about: '' } };
      await audit('e', 5, { ...asked, subject: batch.id });
      expect(await ids({ text: 'tom' })).toEqual(['e', 'c', 'a']);
      expect(await ids({ text: 'ünal' })).toEqual(['a']);
      expect(await ids({ text: 'a_b' })).toEqual(['b']);
      expect(await ids({ text: '100%' })).toEqual(['b']);
      expect(await ids({ text: 'x.example' })).toEqual(['e', 'b', 'a']);
      expect(await ids({ text: 'secret' })).toEqual([]);
      expect(await ids({ text: 'truvera' })).toEqual([]);
      expect(await ids({ text: '' })).toHaveLength(5);
    });

    it('finds later entries on some subjects, and the progress of batches', async () => {
      await audit('a', 1);
      await audit('b', 2, { action: 'member_remove_done', facts: { of: 'a' } });
      await audit('c', 3, { subject: 'truvera/member/8', action: 'member_remove_done' });
      const later = await store.auditOfSubjects(['truvera/member/7'], ['member_remove_done', 'member_remove_refused']);
      expect(later).toEqual([
        { id: 'b', at: 2, subject: 'truvera/member/7', action: 'member_remove_done', facts: { of: 'a' } },
      ]);
      expect(await store.auditOfSubjects([], ['x'])).toEqual([]);
      const batch = aMemberBatch();
      await store.insertMemberBatch(batch, memberRowsOf(batch, [{}, { state: 'failed' }, {}]));
      const tallies = await store.memberTallies([batch.id, 'mb_none']);
      expect(tallies.toSorted((a, b) => a.count - b.count)).toEqual([
        { batchId: batch.id, state: 'failed', count: 1 },
        { batchId: batch.id, state: 'waiting', count: 2 },
      ]);
      expect(await store.memberTallies([])).toEqual([]);
    });
  });
}
