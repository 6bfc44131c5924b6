import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobId } from '../../src/domain/job.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aGuestGroup as group } from '../support/a-guest-group.ts';
import { anInvite } from '../support/an-invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
/** What every store must do with guests who are invited together. `fresh` makes an empty one and answers how to open it. */
export function groupsContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`groups of guests on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());
    const insert = (id: string, groupPosition: number, parts = {}) =>
      store.insertInvite(anInvite({ id, requestKey: id, groupId: group.id, groupPosition, ...parts }));

    it('saves a group once for one request, and its invites by their places', async () => {
      expect(await store.insertGuestGroup(group)).toBe('inserted');
      expect(await store.insertGuestGroup({ ...group, id: 'grp_2' })).toBe('already');
      expect(await store.getGuestGroupByRequestKey('V1')).toEqual(group);
      expect(await store.getGuestGroup('grp_2')).toBeUndefined();
      await insert('inv_b', 2);
      await insert('inv_again', 1, { createdAt: NOW + 1 });
      await insert('inv_a', 1);
      await store.insertInvite(anInvite({ id: 'inv_x' }));
      expect((await store.invitesOfGroup(group.id)).map(({ id }) => id)).toEqual(['inv_a', 'inv_again', 'inv_b']);
    });

    it('writes the place of the card into each invite, and a write that read them before meets another version', async () => {
      await store.insertGuestGroup(group);
      await insert('inv_a', 1);
      await insert('inv_b', 2);
      const [before] = await store.invitesOfGroup(group.id);
      const place = { channelId: 'C2', ts: '1.1' };
      await store.transaction((tx) => tx.saveGroupCard(group.id, { place, shownAt: NOW }, NOW));
      const stands = { cardChannelId: 'C2', cardTs: '1.1' };
      expect(await store.getGuestGroup(group.id)).toEqual({ ...group, ...stands, cardShownAt: NOW });
      for (const invite of await store.invitesOfGroup(group.id))
        expect(invite).toMatchObject({ ...stands, version: 2 });
      expect(before && (await store.saveInvite(before, NOW))).toBeUndefined();
      await store.saveGroupCardShown(group.id, NOW + 1);
      const moved = { place: undefined, channelId: 'D1' };
      await store.transaction((tx) => tx.saveGroupCard(group.id, moved, NOW + 2));
      expect(await store.getGuestGroup(group.id)).toEqual({ ...group, channelId: 'D1', cardShownAt: NOW + 1 });
      expect(await store.getInvite('inv_b')).toMatchObject({ channelId: 'D1', cardTs: undefined, version: 3 });
    });

    it('knows which hosts an open invite holds in a window', async () => {
      const window = { startsAt: NOW, endsAt: NOW + HOUR };
      await insert('inv_a', 1, { ...window, hostId: 'h1' });
      await insert('inv_b', 2, { ...window, hostId: 'h2', state: 'cancelled' });
      await insert('inv_c', 3, { startsAt: NOW + HOUR, endsAt: NOW + 2 * HOUR, hostId: 'h3' });
      expect(await store.bookedHosts(window)).toEqual(new Set(['h1']));
    });

    it('has the card of a group wait for its channel until it stands, and the cards of its invites for none', async () => {
      await store.insertGuestGroup(group);
      await insert('inv_a', 1);
      await store.enqueue({ kind: 'group_card', name: group.id });
      await store.enqueue({ inviteId: 'inv_a', kind: 'card' });
      const id = jobId(undefined, 'group_card', group.id);
      expect(await store.getJob(id)).toMatchObject({ lane: 'post', target: 'C1', owner: 'U1', state: 'queued' });
      expect(await store.getJob('inv_a:card')).toMatchObject({ lane: 'call', owner: 'U1' });
      await store.transaction((tx) => tx.saveGroupCard(group.id, { place: { channelId: 'C1', ts: '1.1' } }, NOW));
      await store.enqueue({ kind: 'group_card', name: group.id });
      expect(await store.getJob(id)).toMatchObject({ lane: 'call', target: '' });
      expect(await store.getJob('none')).toBeUndefined();
    });
  });
}
