import { expect, it } from 'vitest';
import type { Context } from '../../../src/flows/shared/context.ts';
import { settleTeamAction, writeTeamAsked } from '../../../src/flows/shared/team-audit.ts';
import { newId } from '../../../src/new-id.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { folderWithStore } from '../../support/migrated-store.ts';

it('puts an action of /team and its result into the audit log, what was typed where it can be erased', async () => {
  const store = await openStore({ dataDir: await folderWithStore('team-audit') });
  const context = { store, newId, now: () => 5, workspaceId: () => 'T1' } as Partial<Context> as Context;
  const input = { raw: {}, shown: ['Member: Ana', 'Computer: Edit 1'] };
  const action = {
    id: 'td_1',
    requestKey: 'V1',
    at: 5,
    actor: 'U1',
    provider: 'parsec',
    operation: 'Kick User',
    input,
  };
  await store.transaction(async (tx) => {
    await tx.insertTeamAction(action);
    await writeTeamAsked(context, tx, action);
  });
  await store.transaction((tx) => settleTeamAction(context, tx, 'td_1', 'provider_not_found'));
  const { entries } = await store.exportAudit({ subject: 'team/td_1' }, 9);
  expect(entries).toMatchObject([
    { actor: 'U1', action: 'team_asked', facts: { operation: 'Kick User', shown: 'Member: Ana; Computer: Edit 1' } },
    { actor: 'guestlist', action: 'team_settled', facts: { outcome: 'provider_not_found' } },
  ]);
  expect((await store.teamActionRows(1))[0]?.outcome).toBe('provider_not_found');
  await store.close();
});
