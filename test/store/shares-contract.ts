import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { takeInviteShare, takeShare } from '../../src/flows/shared/take-share.ts';
import { newId } from '../../src/new-id.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aPerson } from '../support/a-person.ts';
import { anInvite } from '../support/an-invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;

/**
 * What every store must do with what people use of their shares. `fresh` makes an empty one and answers how to open it; `replicas`: how
 * many may have it open at once.
 */
export function sharesContract(name: string, replicas: number, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`shares on ${name}`, () => {
    let stores: Store[] = [];
    const store = () => {
      const [first] = stores;
      if (first === undefined) throw new Error('no store is open');
      return first;
    };
    beforeEach(async () => {
      const open = await fresh();
      stores = await Promise.all(Array.from({ length: replicas }, open));
    });
    afterEach(async () => void (await Promise.all(stores.map((each) => each.close()))));

    const use = (
      at: number,
      amount = 1,
      personId = 'U1',
      kind: 'guest_invites' | 'member_addresses' = 'guest_invites',
    ) => store().insertShareUse({ id: newId(), personId, kind, amount, at });
    const used = async (now = NOW) => (await store().shareUses('U1', 'guest_invites', now)).map(({ at }) => at - NOW);

    it('returns what one person used of one kind in the last hour, oldest first', async () => {
      await use(NOW);
      await use(NOW - 5);
      await use(NOW, 1, 'U2');
      await use(NOW, 7, 'U1', 'member_addresses');
      expect(await used()).toEqual([-5, 0]);
      expect(await store().shareUses('U1', 'member_addresses', NOW)).toEqual([{ amount: 7, at: NOW }]);
    });

    it('forgets what is an hour old, and deletes it when more is used', async () => {
      await use(NOW - HOUR);
      await use(NOW - HOUR + 1);
      expect(await used()).toEqual([1 - HOUR]);
      await use(NOW);
      expect(await used(NOW - HOUR + 2)).toEqual([1 - HOUR]);
    });

    it('counts uses of a replica whose clock is a little ahead, and none from before the clock was set back', async () => {
      await use(NOW + 2 * HOUR);
      await use(NOW + 5_000);
      expect(await used()).toEqual([5_000]);
    });

    it('counts the invites of a person that are requested or granted and not ended', async () => {
      const invite = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store().insertInvite(anInvite({ id, requestKey: id, startsAt: NOW, endsAt: NOW + HOUR, ...parts }));
      await invite('inv_1', { state: 'requested' });
      await invite('inv_2', { state: 'granted', providerInviteId: 'p2' });
      await invite('inv_3', { state: 'granted', providerInviteId: 'p3', inviterId: 'U2' });
      await invite('inv_4', { state: 'granted', providerInviteId: 'p4', startsAt: NOW - HOUR, endsAt: NOW });
      for (const [nth, state] of (['cancelling', 'cancelled', 'ended', 'failed'] as const).entries()) {
        await invite(`inv_other_${nth}`, { state });
      }
      expect(await store().countOpenInvites('U1', NOW)).toBe(2);
      expect(await store().countOpenInvites('U2', NOW)).toBe(1);
      expect(await store().countOpenInvites('U3', NOW)).toBe(0);
    });

    it('counts invites that may have cost a credit since: creates without an answer, and those granted since', async () => {
      const invite = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store().insertInvite(anInvite({ id, requestKey: id, startsAt: NOW, endsAt: NOW + HOUR, ...parts }));
      await invite('inv_mine', { state: 'requested', createSentAt: NOW });
      await invite('inv_sent', { state: 'requested', createSentAt: NOW - 9 });
      await invite('inv_not_sent', { state: 'requested' });
      await invite('inv_new', { state: 'granted', providerInviteId: 'p1', updatedAt: NOW });
      await invite('inv_old', { state: 'granted', providerInviteId: 'p2', updatedAt: NOW - 1 });
      expect(await store().countCreatesSince(NOW, 'inv_mine')).toBe(2);
    });

    const limits = { openInvites: 4, invitesPerHour: 3, invitesPerDay: 200, memberAddressesPerHour: 10 };
    const given = {
      policy: () => ({ ...defaultPolicy, limits: { everyone: limits, admins: limits } }),
      now: () => NOW,
      newId,
    };

    it('grants no more than the share, however many ask at the same moment', async () => {
      const person = aPerson();
      const tries = await Promise.all(
        Array.from({ length: 20 }, (_, nth) =>
          (stores[nth % stores.length] ?? store()).transaction((tx) =>
            takeShare(tx, given, person, 'member_addresses', 3),
          ),
        ),
      );
      expect(tries.filter((refused) => refused === undefined)).toHaveLength(3);
      expect(await store().shareUses('U1', 'member_addresses', NOW)).toHaveLength(3);
    });

    it('lets one person have no more open invites than the limit, however many are requested at the same moment', async () => {
      const person = aPerson();
      const policy = { ...given.policy(), limits: { everyone: { ...limits, invitesPerHour: 99 }, admins: limits } };
      const tries = await Promise.all(
        Array.from({ length: 12 }, (_, nth) =>
          (stores[nth % stores.length] ?? store()).transaction(async (tx) => {
            const refused = await takeInviteShare(tx, { ...given, policy: () => policy }, person);
            if (refused !== undefined) return refused.code;
            const id = `inv_${nth}`;
            return tx.insertInvite(
              anInvite({ id, requestKey: id, state: 'requested', startsAt: NOW, endsAt: NOW + HOUR }),
            );
          }),
        ),
      );
      expect(tries.filter((result) => result === 'inserted')).toHaveLength(4);
      expect(tries.filter((result) => result === 'open_invites')).toHaveLength(8);
    });

    it('uses nothing when something else fails in the same transaction', async () => {
      const failing = store().transaction(async (tx) => {
        await takeShare(tx, given, aPerson(), 'member_addresses', 3);
        throw new Error('not saved');
      });
      await expect(failing).rejects.toThrow('not saved');
      expect(await store().shareUses('U1', 'member_addresses', NOW)).toEqual([]);
    });
  });
}
