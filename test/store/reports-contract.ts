import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import type { ReportQuery } from '../../src/store/report-invites.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { anInvite } from '../support/an-invite.ts';

/** What every store must find for reports. `fresh` makes an empty one and answers how to open it. */
export function reportsContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`reports from ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    const insert = (id: string, parts: Parameters<typeof anInvite>[0] = {}) =>
      store.insertInvite(anInvite({ id, requestKey: id, startsAt: 100, endsAt: 200, createdAt: 50, ...parts }));
    const ids = async (query: Partial<ReportQuery> = {}) =>
      (await store.invitesForReport({ endsAfter: 0, limit: 99, ...query })).map(({ id }) => id);

    it('finds invites by their window, their inviter, and when they were made', async () => {
      await insert('inv_1');
      await insert('inv_2', { startsAt: 300, endsAt: 400, createdAt: 60, inviterId: 'U2' });
      await insert('inv_3', { requestKey: 'imported:p1', endsAt: 500, createdAt: 70, inviterId: '' });
      expect(await ids()).toEqual(['inv_1', 'inv_2', 'inv_3']);
      expect(await ids({ endsAfter: 200 })).toEqual(['inv_2', 'inv_3']);
      expect(await ids({ startsBefore: 300 })).toEqual(['inv_1', 'inv_3']);
      expect(await ids({ inviterId: 'U2' })).toEqual(['inv_2']);
      expect(await ids({ createdFrom: 60, createdBefore: 70 })).toEqual(['inv_2']);
      expect(await ids({ isImported: true })).toEqual(['inv_3']);
    });

    it('reads page by page, each invite once, also where many end at the same moment', async () => {
      const all = Array.from({ length: 7 }, (_, nth) => `inv_${nth}`);
      for (const [nth, id] of all.entries()) await insert(id, { endsAt: nth < 5 ? 200 : 300 });
      const found: string[] = [];
      let after: ReportQuery['after'];
      for (;;) {
        const page = await store.invitesForReport({
          endsAfter: 0,
          limit: 2,
          ...(after === undefined ? {} : { after }),
        });
        found.push(...page.map(({ id }) => id));
        after = page.at(-1);
        if (after === undefined) break;
      }
      expect(found).toEqual(all);
    });

    it('answers what the audit says of several invites, each in order', async () => {
      await insert('inv_1');
      await insert('inv_2');
      const write = (id: string, inviteId: string, at: number, action: string) =>
        store.insertAudit({ id, inviteId, at, actor: 'U1', action, facts: { guest: 'ana@example.com', endsAt: at } });
      await write('a2', 'inv_1', 20, 'granted');
      await write('a1', 'inv_1', 10, 'requested');
      await write('a3', 'inv_2', 5, 'requested');
      const events = await store.auditOfInvites(['inv_1', 'inv_2', 'inv_9']);
      expect(events.get('inv_1')).toEqual([
        { at: 10, actor: 'U1', action: 'requested', facts: { guest: 'ana@example.com', endsAt: 10 } },
        { at: 20, actor: 'U1', action: 'granted', facts: { guest: 'ana@example.com', endsAt: 20 } },
      ]);
      expect(events.get('inv_2')).toHaveLength(1);
      expect(events.get('inv_9')).toBeUndefined();
      expect([...(await store.auditOfInvites([]))]).toEqual([]);
    });

    it('reads what was written in one millisecond in the order in which it was', async () => {
      await insert('inv_1');
      for (const [nth, action] of ['created', 'changed', 'cancelled'].entries())
        await store.insertAudit({ id: `a${9 - nth}`, inviteId: 'inv_1', at: 10, actor: 'U1', action, facts: {} });
      const events = await store.auditOfInvites(['inv_1']);
      expect(events.get('inv_1')?.map(({ action }) => action)).toEqual(['created', 'changed', 'cancelled']);
    });

    it('knows every computer somebody was invited to, with the names it had, the newest first', async () => {
      await insert('inv_1', { hostId: 'h1', hostName: 'Edit 1', createdAt: 1 });
      await insert('inv_2', { hostId: 'h1', hostName: 'Suite 1', createdAt: 2 });
      await insert('inv_3', { hostId: 'h2', hostName: 'Edit 2', inviterId: 'U2', createdAt: 3 });
      const named = async (query: Parameters<Store['invitedHosts']>[0]) =>
        (await store.invitedHosts(query)).map(({ hostName }) => hostName);
      expect(await named({})).toEqual(['Edit 2', 'Suite 1', 'Edit 1']);
      expect(await named({ hostId: 'h1' })).toEqual(['Suite 1', 'Edit 1']);
      expect(await named({ inviterId: 'U2' })).toEqual(['Edit 2']);
      expect(await named({ hostId: 'h1', inviterId: 'U2' })).toEqual([]);
    });

    it('finds the members a person invited, and not those who were refused', async () => {
      const batch = aMemberBatch({ id: 'mb_1', requestKey: 'k1', requesterId: 'U1', createdAt: 100 });
      const rows = memberRowsOf(batch, [{ state: 'invited' }, { state: 'failed' }, { state: 'cancelled' }]);
      await store.insertMemberBatch(batch, rows);
      const other = aMemberBatch({ id: 'mb_2', requestKey: 'k2', requesterId: 'U2', createdAt: 100 });
      await store.insertMemberBatch(other, memberRowsOf(other, [{ state: 'invited' }]));
      const states = async (query: { from: number; to: number; limit: number }) =>
        (await store.membersRequestedBy({ personId: 'U1', ...query })).map(({ row }) => row.state);
      expect(await states({ from: 100, to: 101, limit: 9 })).toEqual(['invited', 'cancelled']);
      expect(await states({ from: 0, to: 100, limit: 9 })).toEqual([]);
      expect(await states({ from: 0, to: 999, limit: 1 })).toEqual(['invited']);
    });

    it('reads invites by their ids', async () => {
      await insert('inv_1');
      expect((await store.invitesByIds(['inv_1', 'inv_9'])).map(({ id }) => id)).toEqual(['inv_1']);
      expect(await store.invitesByIds([])).toEqual([]);
    });
  });
}
