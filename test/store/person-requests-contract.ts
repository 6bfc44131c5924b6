import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ERASED } from '../../src/domain/erased.ts';
import type { PersonRequest } from '../../src/domain/person-request.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aMemberBatch } from '../support/a-member-batch.ts';

const request: PersonRequest = {
  id: 'pr_1',
  requestKey: 'V1',
  workspaceId: 'T1',
  requesterId: 'U1',
  channelId: 'C1',
  kind: 'offboard',
  profile: undefined,
  email: 'ana@example.com',
  parts: [{ system: 'parsec', state: 'looking', why: undefined, ids: [], left: [] }],
  cardChannelId: undefined,
  cardTs: undefined,
  cardShownAt: undefined,
  createdAt: 5,
};

/** What every store must keep of requests about one person. `fresh` makes an empty one and answers how to open it. */
export function personRequestsContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`requests about one person in ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    it('keeps one, once, and finds it by its key', async () => {
      expect(await store.insertPersonRequest(request)).toBe('inserted');
      expect(await store.insertPersonRequest({ ...request, id: 'pr_2' })).toBe('already');
      expect(await store.getPersonRequest('pr_1')).toEqual(request);
      expect(await store.getPersonRequest('pr_2')).toBeUndefined();
      expect(await store.getPersonRequestByKey('V1')).toEqual(request);
      expect(await store.transaction((tx) => tx.lockPersonRequest('pr_1'))).toEqual(request);
    });

    it('keeps how far each system is, and where the card stands', async () => {
      await store.insertPersonRequest(request);
      const why = { code: 'provider_busy', facts: { provider: 'parsec', retryAt: 9 } } as const;
      const parts: PersonRequest['parts'] = [
        { system: 'parsec', state: 'looked', why, ids: ['rm_1'], left: [{ what: 'member', why }] },
      ];
      await store.savePersonParts('pr_1', parts);
      await store.saveStandingCard('person_request', 'pr_1', {
        place: { channelId: 'C2', ts: '1.2' },
        channelId: 'C2',
        shownAt: 7,
      });
      const card = { channelId: 'C2', cardChannelId: 'C2', cardTs: '1.2', cardShownAt: 7 };
      expect(await store.getPersonRequest('pr_1')).toEqual({ ...request, ...card, parts });
    });

    it('is found by the address it removes, and forgets it when that is erased', async () => {
      await store.insertPersonRequest(request);
      const named = { key: 'ana@example.com', words: [] };
      expect((await store.personalRows(named)).get('person_request')).toMatchObject([{ id: 'pr_1' }]);
      await store.eraseRow('person_request', 'pr_1');
      expect(await store.getPersonRequest('pr_1')).toEqual({ ...request, email: ERASED });
      expect((await store.personalRows(named)).get('person_request')).toBeUndefined();
    });

    it('finds the batches that are its parts, in their order', async () => {
      await store.insertPersonRequest({ ...request, kind: 'onboard', profile: 'editor', email: undefined, parts: [] });
      const insert = (id: string, requestKey: string, partOf: string | undefined) =>
        store.insertMemberBatch(aMemberBatch({ id, requestKey, partOf }), []);
      await insert('mb_1', 'V1:01:snyk', 'pr_1');
      await insert('mb_2', 'V1:00:parsec', 'pr_1');
      await insert('mb_3', 'V2', undefined);
      expect((await store.batchesOfRequest('pr_1')).map(({ id, partOf }) => [id, partOf])).toEqual([
        ['mb_2', 'pr_1'],
        ['mb_1', 'pr_1'],
      ]);
    });
  });
}
