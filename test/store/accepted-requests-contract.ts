import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AcceptedRequest } from '../../src/store/accepted-requests.ts';
import type { Store } from '../../src/store/open-store.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const MINUTE = 60_000;

/** What every store must do with what was accepted from Slack. `fresh` makes an empty one and answers how to open it. */
export function acceptedRequestsContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`accepted requests on ${name}`, () => {
    let open: () => Promise<Store>;
    let store: Store;
    beforeEach(async () => {
      open = await fresh();
      store = await open();
    });
    afterEach(() => store.close());

    const accept = (parts: Partial<AcceptedRequest>, on = store) =>
      on.acceptRequest({ id: 'one', at: NOW, signed: true, ...parts }, 10 * MINUTE);

    it('are accepted once, whatever time they state the second time, also after the store is reopened', async () => {
      expect(await accept({})).toBe('accepted');
      expect(await accept({})).toBe('repeated');
      expect(await accept({ at: NOW + 1 })).toBe('repeated');
      expect(await accept({ id: 'other' })).toBe('accepted');
      await store.close();
      store = await open();
      expect(await accept({})).toBe('repeated');
    });

    it('are accepted by one of many that get the same at once', async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => accept({})));
      expect(all.filter((each) => each === 'accepted')).toHaveLength(1);
    });

    it('are refused when Slack signed another one much later: the record of the first may be deleted by then', async () => {
      await accept({ at: NOW });
      expect(await accept({ id: 'b', at: NOW - 10 * MINUTE })).toBe('accepted');
      expect(await accept({ id: 'c', at: NOW - 10 * MINUTE - 1 })).toBe('repeated');
      // What came over Slack's own connection carries our time, which proves nothing about anybody's.
      expect(await accept({ id: 'd', at: NOW - 60 * MINUTE, signed: false })).toBe('accepted');
      await accept({ id: 'e', at: NOW + 60 * MINUTE, signed: false });
      expect(await accept({ id: 'f', at: NOW })).toBe('accepted');
    });

    it('are deleted from before a given time, the oldest first and no more than a given number', async () => {
      for (let n = 0; n < 5; n++) await accept({ id: `s${n}`, at: NOW + n });
      await accept({ id: 'unsigned', at: NOW, signed: false });
      await store.forgetRequests({ before: NOW + 4, signed: true, limit: 3 });
      expect(await accept({ id: 's2', at: NOW + 2 })).toBe('accepted');
      expect(await accept({ id: 's3', at: NOW + 3 })).toBe('repeated');
      await store.forgetRequests({ before: NOW + 4, signed: true, limit: 3 });
      expect(await accept({ id: 's3', at: NOW + 3 })).toBe('accepted');
      expect(await accept({ id: 's4', at: NOW + 4 })).toBe('repeated');
      expect(await accept({ id: 'unsigned', signed: false })).toBe('repeated');
    });
  });
}
