import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Approval, nothingDecided } from '../../src/domain/approval.ts';
import type { Store } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** A request for approval as it was just asked for, with the parts a test cares about. */
function anApproval(parts: Partial<Approval> = {}): Approval {
  const { hostId, hostName, permissions, timeZone, startsAt, endsAt } = anInvite({});
  return {
    id: 'apr_1',
    workspaceId: 'T1',
    kind: 'invite',
    subjectId: 'inv_test',
    requesterId: 'U1',
    rule: 'all “of them”',
    by: ['leads', 'security'],
    needed: 2,
    causes: [{ kind: 'rule' }, { kind: 'window', maxMs: 3 }, { kind: 'permissions', allowed: ['mouse'] }],
    reason: 'a “render”',
    terms: { hostId, hostName, permissions, timeZone, startsAt, endsAt },
    change: undefined,
    ...nothingDecided,
    createdAt: NOW,
    expiresAt: NOW + 1,
    ...parts,
  };
}

/** What every store must do with requests for approval. `fresh` makes an empty one and answers how to open it. */
export function approvalsContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`requests for approval on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    it('keeps a request exactly as it was saved, and writes it once from one version', async () => {
      const change = { endsAt: NOW, permissions: { mouse: true }, sendEmail: true, requestedBy: 'U1' };
      const full = anApproval({
        kind: 'change',
        change,
        decidedBy: 'U2',
        decidedAt: NOW,
        note: 'no <b>',
        review: 'closed',
        reviewedBy: 'U3',
        reviewedAt: NOW,
        reviewNote: 'é',
      });
      await store.insertApproval(full);
      expect(await store.getApproval(full.id)).toEqual(full);
      const saved = await store.saveApproval({ ...full, state: 'denied' });
      expect(saved).toEqual({ ...full, state: 'denied', version: 2 });
      expect(await store.saveApproval({ ...full, state: 'approved' })).toBeUndefined();
      expect(await store.transaction((tx) => tx.lockApproval(full.id))).toEqual(saved);
    });

    it('has one open request of an invite or a batch at a time', async () => {
      await store.insertApproval(anApproval());
      await expect(store.insertApproval(anApproval({ id: 'apr_2' }))).rejects.toThrow();
      expect((await store.openApprovalOf('inv_test'))?.id).toBe('apr_1');
      await store.saveApproval(anApproval({ state: 'denied' }));
      expect(await store.openApprovalOf('inv_test')).toBeUndefined();
      await store.insertApproval(anApproval({ id: 'apr_2', createdAt: NOW + 1 }));
      expect((await store.approvalsOf('inv_test')).map(({ id }) => id)).toEqual(['apr_2', 'apr_1']);
    });

    it('counts each person once, until something else is asked for', async () => {
      await store.insertApproval(anApproval());
      const vote = (personId: string, at: number) => store.insertVote({ approvalId: 'apr_1', personId, at });
      expect(await Promise.all([vote('U2', 2), vote('U2', 3), vote('U3', 1)])).toContain('already');
      expect((await store.votesOf('apr_1')).map(({ personId }) => personId)).toEqual(['U3', 'U2']);
      await store.dropVotes('apr_1');
      expect(await store.votesOf('apr_1')).toEqual([]);
    });

    it('lists what waits for a decision, or for a review, oldest first', async () => {
      const at = (id: string, createdAt: number, parts: Partial<Approval> = {}) =>
        store.insertApproval(anApproval({ id, subjectId: id, createdAt, ...parts }));
      await at('b', 2);
      await at('a', 1);
      await at('c', 0, { state: 'bypassed', review: 'open' });
      await at('d', 0, { state: 'bypassed', review: 'closed' });
      await at('e', 0, { workspaceId: 'T2' });
      const pending = async (what: 'open' | 'reviews', limit = 9) =>
        (await store.pendingApprovals({ workspaceId: 'T1', what, limit })).map(({ id }) => id);
      expect(await pending('open')).toEqual(['a', 'b']);
      expect(await pending('open', 1)).toEqual(['a']);
      expect(await pending('reviews')).toEqual(['c']);
    });

    it('knows one card for each place, and where it stands', async () => {
      await store.insertApproval(anApproval());
      const card = { approvalId: 'apr_1', place: 'C1', createdAt: NOW };
      const id = await store.insertApprovalCard(card);
      expect(await store.insertApprovalCard({ ...card, createdAt: NOW + 1 })).toBe(id);
      expect(await store.getApprovalCard(id)).toEqual({ ...card, id, channelId: undefined, ts: undefined });
      await store.saveApprovalCardPlace(id, { channelId: 'C1', ts: '1.000002' });
      expect(await store.approvalCardsOf('apr_1')).toEqual([{ ...card, id, channelId: 'C1', ts: '1.000002' }]);
    });

    it('serves the jobs of a request: the question, its cards, and what is due later', async () => {
      await store.insertApproval(anApproval());
      const name = await store.insertApprovalCard({ approvalId: 'apr_1', place: 'C1', createdAt: NOW });
      await store.enqueue({ kind: 'approval_card', name });
      await store.enqueue({ kind: 'approval_ask', name: 'apr_1' });
      await store.enqueue({ kind: 'approval', name: 'apr_1', at: NOW + 5 });
      const due = async (at: number) =>
        (await store.dueJobs(at)).map(({ kind, lane, target }) => `${kind} ${lane} ${target}`).toSorted();
      expect(await due(NOW)).toEqual(['approval_ask call approvals', 'approval_card post C1']);
      expect(await due(NOW + 5)).toContain('approval plan ');
    });
  });
}
