import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noAttendance } from '../../src/domain/attendance.ts';
import type { Invite } from '../../src/domain/invite.ts';
import type { Store } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What every store must keep of guests' coming and going. `fresh` makes an empty one and answers how to open it. */
export function attendanceContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`attendance in ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    const insert = (id: string, parts: Partial<Invite> = {}) =>
      store.insertInvite(
        anInvite({
          id,
          requestKey: id,
          providerInviteId: id,
          state: 'granted',
          createdAt: 0,
          startsAt: HOUR,
          endsAt: 2 * HOUR,
          ...parts,
        }),
      );

    it('keeps what is known of one invite, and replaces it', async () => {
      await insert('inv_1');
      expect(await store.getAttendance('inv_1')).toBeUndefined();
      const known = { ...noAttendance('inv_1'), firstAt: 5, connectedAt: 5 };
      await store.saveAttendance(known);
      expect(await store.getAttendance('inv_1')).toEqual(known);
      await store.saveAttendance({ ...known, leftAt: 9 });
      expect(await store.getAttendance('inv_1')).toEqual({ ...known, leftAt: 9 });
    });

    it('knows whether anybody can be connected, or was until a moment ago', async () => {
      const earliest = (now: number) => store.earliestAttended({ now, endedAfter: now - 10 * MINUTE });
      await insert('inv_1');
      await insert('inv_2', { startsAt: HOUR + MINUTE });
      await insert('inv_3', { startsAt: MINUTE, providerInviteId: undefined });
      await insert('inv_4', { startsAt: MINUTE, state: 'cancelled', updatedAt: 0 });
      expect(await earliest(HOUR - 1)).toBeUndefined();
      expect(await earliest(HOUR)).toBe(HOUR);
      expect(await earliest(2 * HOUR + 9 * MINUTE)).toBe(HOUR);
      expect(await earliest(2 * HOUR + 10 * MINUTE)).toBeUndefined();
    });

    it('finds the invites that events may be about', async () => {
      await insert('inv_1');
      await insert('inv_2', { guestEmail: 'bob@example.com' });
      await insert('inv_3', { startsAt: 8 * HOUR, endsAt: 9 * HOUR });
      const found = async (guestKeys: string[], providerInviteIds: string[] = []) =>
        (await store.attendedInvites({ guestKeys, providerInviteIds, from: HOUR, to: 2 * HOUR }))
          .map(({ id }) => id)
          .toSorted();
      expect(await found(['ana@example.com'])).toEqual(['inv_1']);
      expect(await found(['ana@example.com', 'bob@example.com'], ['inv_3'])).toEqual(['inv_1', 'inv_2', 'inv_3']);
      expect(await found([])).toEqual([]);
    });

    it('finds whose guest is late, and once more when the invite is over; nobody it knows of, and none that was not read from its start', async () => {
      const late = async (to: number, from = 0) =>
        (await store.unattendedInvites({ from, to, foundWithin: 10 * MINUTE, limit: 9 })).map(
          ({ invite }) => invite.id,
        );
      await insert('inv_1');
      await insert('inv_2', { createdAt: HOUR + 11 * MINUTE });
      await insert('inv_3');
      await store.saveAttendance({ ...noAttendance('inv_3'), connectedAt: HOUR });
      await insert('inv_4');
      await store.saveAttendance({ ...noAttendance('inv_4'), unclearAt: HOUR });
      await insert('inv_5', { state: 'cancelled' });
      expect(await late(HOUR + 15 * MINUTE - 1)).toEqual([]);
      expect(await late(HOUR + 15 * MINUTE)).toEqual(['inv_1']);
      expect(await late(HOUR + 15 * MINUTE, HOUR + 1)).toEqual([]);
      await store.saveAttendance({ ...noAttendance('inv_1'), absentAt: HOUR + 15 * MINUTE });
      expect(await late(HOUR + 30 * MINUTE)).toEqual([]);
      expect(await late(2 * HOUR)).toEqual(['inv_1']);
      await store.saveAttendance({ ...noAttendance('inv_1'), absentAt: 2 * HOUR });
      expect(await late(3 * HOUR)).toEqual([]);
    });
  });
}
