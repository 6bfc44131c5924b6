import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import { type AuditScope, auditPage } from '../../../src/flows/guest/audit/audit-page.ts';
import { exportAudit } from '../../../src/flows/guest/audit/export-audit.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let store: Store;
let readable: readonly string[];
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('audit-page') });
  readable = [];
  await store.insertInvite(anInvite({ id: 'inv_1', inviterId: 'U2', channelId: 'C1' }));
});
afterEach(() => store.close());

const ada = aPerson({ id: 'U9', isAdmin: true });
const wasAdmin = aPerson({ id: 'U9' });

function context(): Context {
  const parts = {
    store,
    policy: () => defaultPolicy,
    workspaceId: () => 'T1',
    now: () => 1_000,
    newId: () => 'exported',
    channels: {
      memberOf: async (ids: readonly string[]) => new Set(ids.filter((id) => readable.includes(id))),
      describe: async () => ({ kind: 'private', name: 'x', isShared: false, isArchived: false, hasBot: true }),
    },
  };
  return parts as unknown as Context;
}

const write = (id: string, actor: string, at: number) =>
  store.insertAudit({ id, workspaceId: 'T1', inviteId: 'inv_1', at, actor, action: 'cancelled', facts: {} });

async function read(person: typeof ada, scope: AuditScope) {
  const page = await auditPage(context(), person, scope, {}, { limit: 9 });
  if (isProblem(page)) throw new Error(page.code);
  return page.entries.map(({ id, invite }) => [id, invite?.guestEmail]);
}

it('shows the whole log to admins alone', async () => {
  await write('a', 'U2', 1);
  expect(await read(ada, 'all')).toEqual([['a', 'ana@example.com']]);
  expect(await auditPage(context(), wasAdmin, 'all', {}, { limit: 9 })).toMatchObject({ code: 'not_admin' });
});

it('keeps what a person did to an invite of others, and what it says now only for people who may see it', async () => {
  await write('a', 'U9', 1);
  await write('b', 'U2', 2);
  expect(await read(wasAdmin, 'own')).toEqual([['a', undefined]]);
  readable = ['C1'];
  expect(await read(wasAdmin, 'own')).toEqual([['a', 'ana@example.com']]);
});

it('exports neither its own entry nor what is written meanwhile', async () => {
  for (let nth = 0; nth < 450; nth++) await write(`a${nth}`, 'U2', nth);
  const started = await exportAudit(context(), ada, 'all', {}, ['csv']);
  if (isProblem(started)) throw new Error(started.code);
  const ids: string[] = [];
  for await (const page of started.pages) {
    ids.push(...page.map(({ id }) => id));
    await write(`late${ids.length}`, 'U2', 1_001);
  }
  expect(ids).toEqual(Array.from({ length: 450 }, (_, nth) => `a${449 - nth}`));
  expect(started.read()).toEqual({ count: 450, isCut: false });
  expect(await store.auditOfSubject('audit')).toMatchObject([{ actor: 'U9', action: 'audit_exported' }]);
});
