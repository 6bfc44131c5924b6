import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/store/audit.ts';
import type { Fault } from '../../src/store/check-row.ts';
import { isPostgres } from '../../src/store/is-postgres.ts';
import { openDatabase, openStore, type Store } from '../../src/store/open-store.ts';
import type { AuditFilter, ChainPlace } from '../../src/store/read-audit.ts';
import type { Tables } from '../../src/store/schema.ts';
import { type Expected, verifyAudit } from '../../src/store/verify-audit.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { anInvite } from '../support/an-invite.ts';

type Place = Parameters<typeof openStore>[0];

/** What every store must do with the chain of the audit log. `fresh` makes an empty one; `replicas`: how many may have it open at once. */
export function auditContract(name: string, replicas: number, fresh: () => Promise<Place>): void {
  describe(`the audit chain on ${name}`, () => {
    let place: Place;
    let store: Store;
    let opened: Kysely<Tables> | undefined;
    /** The database itself, for those who need more than the store lets them. */
    const database = async () => (opened ??= await openDatabase(place));
    beforeEach(async () => {
      place = await fresh();
      store = await openStore(place);
      opened = undefined;
      await store.insertInvite(anInvite({}));
    });
    afterEach(async () => {
      await store.close();
      await opened?.destroy();
    });

    const entry = (id: string, parts: Partial<AuditEntry> = {}): AuditEntry => ({
      id,
      workspaceId: 'T1',
      inviteId: 'inv_test',
      at: 5,
      actor: 'U1',
      action: 'changed',
      facts: { guest: 'ana@example.com', host: 'Edit 1', n: 1 },
      ...parts,
    });
    const write = async (...ids: string[]) => {
      for (const id of ids) await store.insertAudit(entry(id));
    };
    const chain = async (workspaceId = 'T1') =>
      (await store.exportAudit({ workspaceId }, 99)).entries.map(({ seq, id }) => `${seq} ${id}`);
    const faults = async (expected: readonly Expected[] = []) => {
      const found: Fault[] = [];
      await verifyAudit(await database(), expected, (fault) => found.push(fault));
      return found.map(
        ({ kind, workspaceId, seq, id }) => `${kind} ${workspaceId}/${seq}${id === undefined ? '' : ` ${id}`}`,
      );
    };
    /** Does what the database refuses, as somebody who owns it can. */
    const tamper = async (...statements: string[]) => {
      const db = await database();
      const off = isPostgres(db)
        ? ['drop trigger audit_append_only on audit', 'drop trigger audit_no_truncate on audit']
        : ['drop trigger audit_no_delete', 'drop trigger audit_no_update'];
      for (const statement of [...off, 'drop index audit_in_chain', ...statements])
        await sql.raw(statement).execute(db);
    };

    it('numbers entries in each workspace, and links each to the one before', async () => {
      await write('a', 'b');
      await store.insertAudit(entry('c', { workspaceId: 'T2' }));
      await write('d');
      expect(await chain()).toEqual(['1 a', '2 b', '3 d']);
      expect(await chain('T2')).toEqual(['1 c']);
      const { entries } = await store.exportAudit({ workspaceId: 'T1' }, 99);
      const [other] = (await store.exportAudit({ workspaceId: 'T2' }, 99)).entries;
      expect(entries[1]?.prevHash).toBe(entries[0]?.hash);
      expect(await faults()).toEqual([]);
      expect(await store.auditEnds()).toEqual([
        { workspaceId: 'T1', seq: 3, hash: entries[2]?.hash },
        { workspaceId: 'T2', seq: 1, hash: other?.hash },
      ]);
    });

    it('writes the entries of a transaction with it, in order, and none of one that fails', async () => {
      await write('a');
      await expect(
        store.transaction(async (tx) => {
          await tx.insertAudit(entry('lost'));
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await store.transaction(async (tx) => {
        await tx.insertAudit(entry('b'));
        await tx.insertAudit(entry('other', { workspaceId: 'T2' }));
        await tx.insertAudit(entry('c'));
      });
      expect(await chain()).toEqual(['1 a', '2 b', '3 c']);
      expect(await faults()).toEqual([]);
    });

    it('rolls a change back whose entry cannot be written', async () => {
      await write('a');
      await expect(
        store.transaction(async (tx) => {
          await tx.saveSettings('C1', { starts: true, warnMinutes: 0, style: 'thread' }, { by: 'U1', at: 8 });
          await tx.insertAudit(entry('a'));
        }),
      ).rejects.toThrow();
      expect(await store.getSettings('C1')).not.toMatchObject({ style: 'thread', warnMinutes: 0 });
      await write('b');
      expect(await chain()).toEqual(['1 a', '2 b']);
    });

    it('puts an entry of no workspace to those of the only one, and else in a chain of its own', async () => {
      await store.insertAudit(entry('a', { workspaceId: '' }));
      await write('b');
      await store.insertAudit(entry('c', { workspaceId: '' }));
      await store.insertAudit(entry('d', { workspaceId: 'T2' }));
      await store.insertAudit(entry('e', { workspaceId: '' }));
      expect([await chain(''), await chain(), await chain('T2')]).toEqual([['1 a', '2 e'], ['1 b', '2 c'], ['1 d']]);
      expect(await faults()).toEqual([]);
    });

    it('gives an entry back as it was written, and a part without what was erased', async () => {
      const whole = entry('a', {
        via: 'form',
        rule: 'Editors',
        approvedBy: ['U2', 'U3'],
        reason: 'Ana has to see the grading',
        before: { guest: 'ana@example.com', endsAt: 5 },
        after: { guest: 'ben@example.com', endsAt: 9 },
        history: { area: 'guests', about: 'Ana Edit 1' },
      });
      await store.insertAudit(whole);
      const { history: _, workspaceId: __, ...read } = whole;
      expect(await store.auditOfInvite('inv_test')).toEqual([read]);
      const all = JSON.stringify(await sql`select facts, "before", "after" from audit`.execute(await database()));
      expect(all).not.toMatch(/ana|ben/i);

      await sql`update audit set personal = null, personal_salt = null, about = null`.execute(await database());
      expect((await store.exportAudit({}, 9)).entries).toMatchObject([
        {
          facts: { host: 'Edit 1', n: 1 },
          before: { endsAt: 5 },
          after: { endsAt: 9 },
          isErased: true,
          area: 'guests',
        },
      ]);
      const { reason: ___, ...left } = read;
      expect(await store.auditOfInvite('inv_test')).toEqual([
        { ...left, facts: { host: 'Edit 1', n: 1 }, before: { endsAt: 5 }, after: { endsAt: 9 } },
      ]);
      expect(await faults()).toEqual([]);
    });

    it('keeps texts that are cut in half or strange, and they still verify', async () => {
      const odd = ['half \ud83d', 'ä\u0308 e\u0301', '{"a":1}', "'; drop table audit; --", '\u202e雪'];
      for (const [n, text] of odd.entries()) {
        const parts = { subject: text, rule: text, reason: text, facts: { name: text }, approvedBy: [text] };
        const { inviteId: _, ...rest } = entry(`x${n}`, { ...parts, history: { area: text, about: text } });
        await store.insertAudit(rest);
      }
      expect(await faults()).toEqual([]);
    });

    it.each([
      ['deleted', "delete from audit where id = 'b'", ['deleted T1/2']],
      ['edited', "update audit set actor = 'U9' where id = 'b'", ['edited T1/2 b']],
      ['edited in its facts', `update audit set facts = '{"n":2}' where id = 'b'`, ['edited T1/2 b']],
      ['edited in its personal part', "update audit set personal = '{}' where id = 'b'", ['personal T1/2 b']],
      [
        'moved to another chain',
        "update audit set workspace_id = 'T9' where id = 'b'",
        ['deleted T1/2', 'deleted T9/1', 'edited T9/2 b'],
      ],
      ['taken from the end', "delete from audit where id = 'd'", ['truncated T1/4']],
      [
        'put at the end',
        `insert into audit (id, workspace_id, seq, at, actor, action, subject, facts, prev_hash, hash)
         select 'x', workspace_id, 5, at, actor, action, subject, facts, hash, 'f' from audit where id = 'd'`,
        ['inserted T1/5 x'],
      ],
      [
        'put in another order',
        "update audit set seq = 5 - seq where id in ('b', 'c')",
        ['reordered T1/2 c', 'reordered T1/3 b'],
      ],
    ])('names a row that was %s', async (_what, statement, found) => {
      await write('a', 'b', 'c', 'd');
      await tamper(statement);
      const named = await faults();
      expect(named.filter((each) => !each.startsWith('truncated T9'))).toEqual(found);
    });

    it('is found to be rewritten to its end, by an end that was noted', async () => {
      await write('a', 'b');
      const [end] = await store.auditEnds();
      if (end === undefined) throw new Error('there is no end');
      await write('c');
      expect(await faults([end])).toEqual([]);
      await tamper('delete from audit', 'delete from audit_head');
      expect(await faults()).toEqual([]);
      expect(await faults([end])).toEqual(['truncated T1/2']);
      await write('a', 'x', 'c');
      expect(await faults()).toEqual([]);
      expect(await faults([end])).toEqual(['edited T1/2 x']);
    });

    it.each([
      ['deletes', 'delete from audit'],
      ['edits', "update audit set actor = 'U9'"],
      ['edits the personal part of', "update audit set personal = '{}'"],
      ['takes away a part of what is personal of', 'update audit set personal = null'],
    ])('refuses a statement that %s rows', async (_what, statement) => {
      await write('a');
      await expect(sql.raw(statement).execute(await database())).rejects.toThrow(/append-only/);
      expect(await faults()).toEqual([]);
    });

    it('stays one chain without a gap, whoever writes at the same moment', { timeout: 30_000 }, async () => {
      const stores = await Promise.all(Array.from({ length: replicas }, () => openStore(place)));
      const writing = stores.flatMap((each, n) =>
        Array.from({ length: 30 }, (_, k) =>
          each
            .transaction(async (tx) => {
              const id = `${n}_${k}`;
              await tx.insertAudit(entry(id, { workspaceId: k % 3 === 0 ? 'T2' : 'T1' }));
              await tx.insertAudit(entry(`${id}_more`, { workspaceId: k % 2 === 0 ? 'T2' : 'T1' }));
              if (k % 5 === 0) throw new Error('rolled back');
            })
            .catch((error: Error) => expect(error.message).toBe('rolled back')),
        ),
      );
      await Promise.all(writing);
      const ends = await store.auditEnds();
      expect(ends.reduce((sum, { seq }) => sum + seq, 0)).toBe(replicas * 24 * 2);
      expect(await faults()).toEqual([]);
      await Promise.all(stores.map((each) => each.close()));
    });

    describe('is read', () => {
      const ids = async (filter: AuditFilter, limit = 99) =>
        (await store.readAudit({ workspaceId: 'T1', limit, ...filter })).entries.map(({ id }) => id);

      beforeEach(async () => {
        await store.insertInvite(
          anInvite({
            id: 'inv_2',
            requestKey: 'V2',
            inviterId: 'U2',
            guestEmail: 'Ünal@example.com',
            hostName: 'Flame 100%',
            eventName: 'Dailies',
          }),
        );
        const batch = aMemberBatch({ requesterId: 'U4' });
        await store.insertMemberBatch(batch, memberRowsOf(batch, [{ email: 'kim@x.example' }]));
        await store.insertAudit(entry('a', { at: 1 }));
        await store.insertAudit(entry('b', { at: 9, inviteId: 'inv_2', actor: 'U2', via: 'form' }));
        await store.insertAudit(entry('c', { at: 5, actor: 'U2', action: 'kicked', via: 'button' }));
        const { inviteId: _, ...rest } = entry('d', { at: 7, subject: batch.id, actor: 'U3', action: 'members_asked' });
        await store.insertAudit({ ...rest, history: { area: 'snyk', about: 'Group One' } });
        await store.insertAudit(entry('e', { workspaceId: 'T2' }));
      });

      it('newest first, page by page, while others are added', async () => {
        const pages: string[][] = [];
        let after: Awaited<ReturnType<Store['readAudit']>>['next'];
        do {
          const { entries, next } = await store.readAudit({ workspaceId: 'T1', limit: 3, ...(after ? { after } : {}) });
          pages.push(entries.map(({ id }) => id));
          after = next;
          await store.insertAudit(entry(`later${pages.length}`, { at: 100 }));
        } while (after !== undefined);
        expect(pages).toEqual([['b', 'd', 'c'], ['a']]);
      });

      const filters: readonly [string, AuditFilter, string[]][] = [
        ['nothing', {}, ['b', 'd', 'c', 'a']],
        ['a person', { actor: 'U2' }, ['b', 'c']],
        ['actions', { actions: ['kicked', 'members_asked'] }, ['d', 'c']],
        ['no action', { actions: [] }, []],
        ['what it is about', { subject: 'inv_2' }, ['b']],
        ['a surface', { via: 'button' }, ['c']],
        ['a time', { since: 5, until: 7 }, ['d', 'c']],
        ['a guest', { text: 'ünal' }, ['b']],
        ['a computer', { text: '100%' }, ['b']],
        ['an event', { text: 'dailies' }, ['b']],
        ['a member of a batch', { text: 'kim@' }, ['d']],
        ['a word of the history', { text: 'group o' }, ['d']],
        ['another workspace', { workspaceId: 'T2' }, ['e']],
        ['what concerns a person', { concerns: 'U2' }, ['b', 'c']],
        ['what concerns an inviter', { concerns: 'U1' }, ['c', 'a']],
        ['what concerns who asked for members', { concerns: 'U4' }, ['d']],
        ['all of it', { concerns: 'U2', actor: 'U2', text: 'ünal', since: 9, via: 'form' }, ['b']],
      ];
      it('by what is asked for', async () => {
        for (const [what, filter, found] of filters) expect([what, await ids(filter)]).toEqual([what, found]);
      });

      it('as a whole for an export, chain by chain, oldest first', async () => {
        const exported: string[] = [];
        let after: ChainPlace | undefined;
        do {
          const { entries, next } = await store.exportAudit({ actions: ['changed'] }, 2, after);
          exported.push(...entries.map(({ id }) => id));
          after = next;
        } while (after !== undefined);
        expect(exported).toEqual(['a', 'b', 'e']);
      });
    });
  });
}
