import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nothingDecided } from '../../src/domain/approval.ts';
import type { Invite } from '../../src/domain/invite.ts';
import type { HomeQuery } from '../../src/store/home-invites.ts';
import type { Store } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;

/** What every store must do with Home tabs. `fresh` makes an empty one and answers how to open it. */
export function homesContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`Homes on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    /** The Homes of these people are drawn. */
    async function shownTo(...people: readonly string[]): Promise<void> {
      for (const person of people) {
        await store.noteHomeOpened(person, { at: NOW, stands: false });
        await store.saveHomeShown(person, { shownAt: NOW, stands: { shownHash: 'a', slackHash: 'b' } });
      }
    }

    const due = async (now: number) => {
      const homes = await store.dueInQueues(now, [{ lane: 'home', target: '', owner: '' }], 9);
      const others = (await store.dueJobs(now)).filter(({ kind }) => kind === 'homes');
      return [...homes, ...others].map(({ id }) => id).toSorted();
    };
    const inserted = (parts: Partial<Invite>) => {
      const invite = anInvite({ requestKey: parts.id ?? '', ...parts });
      return store.transaction((tx) => tx.insertInvite(invite)).then(() => invite);
    };

    it('keeps what a person chose while Home is opened again, and forgets what stands there when Slack has nothing', async () => {
      expect(await store.getHome('U1')).toBeUndefined();
      await store.noteHomeOpened('U1', { at: NOW, stands: false });
      expect(await store.getHome('U1')).toMatchObject({
        visits: 1,
        isWatched: true,
        scope: undefined,
        part: 'overview',
      });
      await store.noteHomeUsed('U1', { at: NOW, chosen: { part: 'next', hostId: 'h', hostName: 'Edit 1', page: 3 } });
      // Who chose nothing is known by what they see; who chose something is not overruled.
      await store.saveHomeShown('U1', { shownAt: NOW, stands: { shownHash: 'a', slackHash: 'b' }, scope: 'all' });
      await store.noteHomeUsed('U1', { at: NOW, chosen: { scope: 'mine' } });
      await store.saveHomeShown('U1', { shownAt: NOW + 1, scope: 'all' });
      await store.noteHomeOpened('U1', { at: NOW + 2, stands: true });
      expect(await store.getHome('U1')).toEqual({
        personId: 'U1',
        openedAt: NOW + 2,
        visits: 4,
        isWatched: true,
        scope: 'mine',
        part: 'next',
        hostId: 'h',
        hostName: 'Edit 1',
        page: 0,
        shownAt: NOW + 1,
        shownHash: 'a',
        slackHash: 'b',
      });
      await store.noteHomeUsed('U1', { at: NOW + 3, chosen: { hostId: undefined, hostName: undefined } });
      await store.noteHomeOpened('U1', { at: NOW + 4, stands: false });
      expect(await store.getHome('U1')).toMatchObject({
        hostId: undefined,
        shownHash: undefined,
        slackHash: undefined,
      });
    });

    it('enqueues the Home of who invited, and one job for everybody else, in the transaction of the change', async () => {
      await inserted({ id: 'inv_0' });
      expect(await due(NOW + HOUR)).toEqual([]);
      await shownTo('U1', 'U2', 'U3');
      await store.unwatchHome('U3');
      await inserted({ id: 'inv_1' });
      await inserted({ id: 'inv_2', inviterId: 'U3' });
      // Drawn a moment ago, it is due in three seconds; the others are looked for at once.
      expect(await due(NOW)).toEqual(['homes:all']);
      expect(await due(NOW + 3_000)).toEqual(['home:U1', 'homes:all']);
      const rolledBack = store.transaction(async (tx) => {
        await tx.insertInvite(anInvite({ id: 'inv_3', requestKey: 'inv_3', inviterId: 'U2' }));
        throw new Error('not this one');
      });
      await expect(rolledBack).rejects.toThrow('not this one');
      expect(await due(NOW + 3_000)).toEqual(['home:U1', 'homes:all']);
    });

    it('bundles many changes into one drawing, and draws again what changes while it is drawn', async () => {
      await shownTo('U1');
      const invites: Invite[] = [];
      for (let nth = 0; nth < 50; nth++) invites.push(await inserted({ id: `inv_${nth}` }));
      const [first] = (await store.dueJobs(NOW + 3_000)).filter(({ kind }) => kind === 'home');
      expect(first?.gen).toBe(1);
      const claimed = first && (await store.claimJob(first, NOW + 3_000));
      const [changed] = invites;
      await store.transaction(async (tx) => changed && tx.saveInvite(changed, NOW));
      expect(claimed && (await store.finishJob(claimed))).toBe(true);
      expect(await due(NOW + 3_000)).toContain('home:U1');
    });

    it('an own click comes at once, and what was put off is not put off further', async () => {
      await store.enqueueHomeBy('U1', NOW + HOUR);
      await store.enqueueHomeBy('U1', NOW + 2 * HOUR);
      expect(await due(NOW + HOUR)).toEqual(['home:U1']);
      await store.enqueueHomeBy('U1', 0);
      expect(await due(NOW)).toEqual(['home:U1']);
    });

    it('reaches who asked for approval, who was asked, and who voted; an erasure reaches every Home that was ever published', async () => {
      await shownTo('U1', 'U2', 'U3', 'U4');
      const terms = {
        hostId: 'h',
        hostName: 'H',
        permissions: anInvite({}).permissions,
        timeZone: 'UTC',
        startsAt: 1,
        endsAt: 2,
      };
      const approval = {
        ...nothingDecided,
        id: 'apr_1',
        workspaceId: 'T1',
        kind: 'invite',
        subjectId: 'inv_1',
        requesterId: 'U1',
        rule: 'r',
        by: ['leads'],
        needed: 1,
        causes: [],
        reason: '',
        terms,
        change: undefined,
        createdAt: NOW,
        expiresAt: NOW + 1,
      } as const;
      await store.transaction((tx) => tx.insertApproval(approval));
      await store.transaction((tx) => tx.insertApprovalCard({ approvalId: 'apr_1', place: 'U2', createdAt: NOW }));
      await store.transaction((tx) => tx.insertVote({ approvalId: 'apr_1', personId: 'U3', at: NOW }));
      const soon = NOW + 3_000;
      expect(await due(soon)).toEqual(['home:U1', 'home:U2', 'home:U3', 'homes:all']);
      await store.unwatchOldHomes(NOW + 1);
      expect(await store.watchedHomes(9)).toEqual([]);
      const invite = await inserted({ id: 'inv_1', inviterId: 'U9' });
      await store.transaction((tx) => tx.saveInvite({ ...invite, erasedAt: NOW }, NOW));
      expect(await due(soon)).toEqual(['home:U1', 'home:U2', 'home:U3', 'home:U4', 'homes:all']);
    });

    it('reaches every Home that was ever published when somebody in a request about members is erased', async () => {
      await shownTo('U1');
      await store.unwatchHome('U1');
      await store.transaction((tx) => tx.eraseRow('audit', 'nobody'));
      expect(await due(NOW + HOUR)).toEqual([]);
      await store.transaction((tx) => tx.eraseRow('member_row', 'nobody'));
      expect(await due(NOW + HOUR)).toEqual(['home:U1']);
    });

    it('reads each part of Home, of one person or of all, and of one computer', async () => {
      const granted = { state: 'granted' } as const;
      const trouble = { ...granted, startsAt: NOW + HOUR, endsAt: NOW + 9 * HOUR } as const;
      const rows: readonly Partial<Invite>[] = [
        { id: 'now_late', ...granted, startsAt: NOW - 2 * HOUR, endsAt: NOW + 3 * HOUR },
        { id: 'now_soon', ...granted, startsAt: NOW - HOUR, endsAt: NOW + HOUR, hostId: 'host_2' },
        { id: 'now_other', ...granted, startsAt: NOW - HOUR, endsAt: NOW + 2 * HOUR, inviterId: 'U2' },
        { id: 'next_b', ...granted, startsAt: NOW + 4 * HOUR, endsAt: NOW + 5 * HOUR },
        { id: 'next_a', ...granted, startsAt: NOW + 2 * HOUR, endsAt: NOW + 6 * HOUR },
        { id: 'next_far', ...granted, startsAt: NOW + 9 * 24 * HOUR, endsAt: NOW + 10 * 24 * HOUR },
        { id: 'ended_old', state: 'ended', startsAt: NOW - 40 * 24 * HOUR, endsAt: NOW - 39 * 24 * HOUR },
        { id: 'ended_a', state: 'ended', startsAt: NOW - 5 * HOUR, endsAt: NOW - 4 * HOUR },
        { id: 'ended_erased', state: 'ended', startsAt: NOW - 5 * HOUR, endsAt: NOW - 4 * HOUR, erasedAt: NOW },
        { id: 'cancelled', state: 'cancelled', startsAt: NOW + HOUR, endsAt: NOW + 2 * HOUR },
        { id: 'doubt', state: 'requested', inDoubt: true, startsAt: NOW + HOUR, endsAt: NOW + 2 * HOUR },
        { id: 'stuck', ...trouble, state: 'cancelling', stuckSince: NOW },
        { id: 'held', ...trouble, inviterId: 'U9', inviterLeft: { since: NOW, why: 'guest', isHeld: true } },
        { id: 'failed', state: 'failed', guestEmail: 'zoe@example.com' },
        { id: 'failed_again', state: 'failed', guestEmail: 'kim@example.com', createdAt: NOW - 1 },
        { id: 'succeeded', ...granted, guestEmail: 'Kim@example.com', startsAt: NOW + HOUR, endsAt: NOW + HOUR * 2 },
      ];
      for (const row of rows) await inserted({ ...row, guestEmail: row.guestEmail ?? `${row.id}@example.com` });
      const warning = { threadOf: undefined, personId: undefined, mentions: undefined, createdAt: NOW };
      const ends = (...ids: string[]) =>
        ids.map((inviteId) => ({ inviteId, endsAt: NOW + (inviteId === 'now_soon' ? HOUR : 1), outcome: undefined }));
      await store.insertWarning({ id: 'w1', ...warning, ends: ends('now_soon', 'now_late') });

      const query = { now: NOW, since: NOW - 14 * 24 * HOUR, until: NOW + 7 * 24 * HOUR, offset: 0, limit: 20 };
      const ids = async (part: HomeQuery['part'], parts: Partial<HomeQuery> = {}) =>
        (await store.homeInvites({ ...query, part, ...parts })).map(({ id }) => id);
      expect(await ids('now')).toEqual(['now_soon', 'now_other', 'now_late']);
      expect(await ids('now', { who: 'U1' })).toEqual(['now_soon', 'now_late']);
      expect(await ids('now', { hostId: 'host_2' })).toEqual(['now_soon']);
      expect(await ids('now', { who: 'U1', offset: 1, limit: 1 })).toEqual(['now_late']);
      expect(await ids('next', { who: 'U1' })).toEqual(['doubt', 'stuck', 'succeeded', 'next_a', 'next_b']);
      expect(await ids('next', { who: 'U2' })).toEqual([]);
      expect(await ids('ended')).toEqual(['cancelled', 'ended_a']);
      // The end that now_late was warned of has moved since.
      expect(await ids('warned')).toEqual(['now_soon']);
      expect(await ids('troubled')).toEqual(['doubt', 'failed', 'held', 'stuck']);
      expect(await ids('troubled', { who: 'U1' })).toEqual(['doubt', 'failed', 'stuck']);
      expect(await ids('held')).toEqual(['held']);
      const bookings = await store.bookingsOfHosts({ hostIds: ['host_1', 'host_2', 'host_3'], now: NOW });
      expect(bookings.map(({ id }) => id).toSorted()).toEqual(['doubt', 'now_late', 'now_other', 'now_soon']);
      expect(await store.bookingsOfHosts({ hostIds: [], now: NOW })).toEqual([]);
    });
  });
}
