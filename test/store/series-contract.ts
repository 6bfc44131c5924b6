import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { aSeries } from '../support/a-series.ts';
import { anInvite } from '../support/an-invite.ts';

/** What every store must do with series. `fresh` makes an empty one and answers how to open it. */
export function seriesContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`series on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    it('keeps a series exactly as it was saved, once for each request', async () => {
      const movedTo = { date: '2026-11-28', startTime: '14:00', endTime: '15:00', endDays: 1 };
      const series = aSeries({
        fold: { start: 'later' },
        marks: [
          { date: '2026-11-24', skippedBy: 'U1', isMissed: true },
          { date: '2026-11-25', movedTo, trouble: { code: 'host_unknown', facts: { provider: 'parsec' } } },
        ],
        inviterLeft: { since: 1, why: 'guest' },
        cardChannelId: 'C1',
        cardTs: '1.2',
      });
      expect(await store.insertSeries(series)).toBe('inserted');
      expect(await store.insertSeries(aSeries({ id: 'ser_2' }))).toBe('already');
      expect(await store.getSeries('ser_test')).toEqual(series);
      expect(await store.getSeriesByRequestKey('V1')).toEqual(series);
      await store.saveSeries('ser_test', { inviterLeft: undefined, marks: [], state: 'ended', endedBy: 'U2' });
      expect(await store.getSeries('ser_test')).toEqual({
        ...series,
        inviterLeft: undefined,
        marks: [],
        state: 'ended',
        endedBy: 'U2',
      });
      expect(await store.activeSeries({ workspaceId: 'T1', limit: 5 })).toEqual([]);
    });

    it('holds a locked series, so that of several who create an occurrence one does', async () => {
      await store.insertSeries(aSeries());
      const create = (nth: number) =>
        store.transaction(async (tx) => {
          await tx.lockSeries('ser_test');
          if ((await tx.invitesOfSeries('ser_test')).length > 0) return 'there';
          // Long enough for the others to look, if they could.
          for (let n = 0; n < 20; n++) await tx.getSeries('ser_test');
          const own = { id: `inv_${nth}`, requestKey: `V${nth}`, seriesId: 'ser_test', occurrence: '2026-11-24' };
          return tx.insertInvite(anInvite(own));
        });
      const came = await Promise.all([0, 1, 2, 3].map((nth) => create(nth)));
      expect(came.toSorted()).toEqual(['inserted', 'there', 'there', 'there']);
      // And a second of the same try is refused by the store itself.
      const twice = { id: 'inv_9', requestKey: 'V9', seriesId: 'ser_test', occurrence: '2026-11-24' };
      await expect(store.insertInvite(anInvite(twice))).rejects.toThrow();
    });
  });
}
