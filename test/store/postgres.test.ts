import { beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { startSilentProxy } from '../support/silent-proxy.ts';
import { acceptedRequestsContract } from './accepted-requests-contract.ts';
import { approvalsContract } from './approvals-contract.ts';
import { attendanceContract } from './attendance-contract.ts';
import { storeContract } from './contract.ts';
import { historyContract } from './history-contract.ts';
import { homesContract } from './homes-contract.ts';
import { lanesContract } from './lanes-contract.ts';
import { memberBatchContract } from './members-contract.ts';
import { personRequestsContract } from './person-requests-contract.ts';
import { reportsContract } from './reports-contract.ts';
import { seriesContract } from './series-contract.ts';
import { sharesContract } from './shares-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});

const fresh = async () => {
  const databaseUrl = await postgres.freshStore();
  return () => openStore({ databaseUrl });
};
storeContract('PostgreSQL', { shared: true }, fresh);
approvalsContract('PostgreSQL', fresh);
seriesContract('PostgreSQL', fresh);
memberBatchContract('PostgreSQL', fresh);
sharesContract('PostgreSQL', 3, fresh);
acceptedRequestsContract('PostgreSQL', fresh);
historyContract('PostgreSQL', fresh);
homesContract('PostgreSQL', fresh);
reportsContract('PostgreSQL', fresh);
attendanceContract('PostgreSQL', fresh);
personRequestsContract('PostgreSQL', fresh);
lanesContract('PostgreSQL', fresh);

it('is migrated to this version once when three replicas start at the same moment', async () => {
  const databaseUrl = await postgres.fresh();
  const stores = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl })));
  await stores[0]?.insertInvite(anInvite({}));
  expect(await stores[2]?.getInvite('inv_test')).toEqual(anInvite({}));
  await Promise.all(stores.map((store) => store.close()));
});

it('says that it cannot be reached, without the password', async () => {
  const opening = openStore({ databaseUrl: 'postgres://bot:hush-hush@127.0.0.1:1/guestlist' });
  await expect(opening).rejects.toThrow('could not be reached');
  expect(JSON.stringify(await opening.catch((error: Error) => [error.message, String(error.cause)]))).not.toContain(
    'hush',
  );
});

it('is used again after its connections were cut', async () => {
  const databaseUrl = await postgres.freshStore();
  const store = await openStore({ databaseUrl });
  await store.insertInvite(anInvite({}));
  await postgres.query(
    databaseUrl,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  // Each statement that was under way on a connection fails, and the connections are replaced.
  await expect.poll(() => store.getInvite('inv_test').catch(String)).toEqual(anInvite({}));
  await store.close();
});

it('gives up a server that falls silent, and continues when there is one again', {
  timeout: 40_000,
}, async () => {
  const direct = new URL(await postgres.freshStore());
  const proxy = await startSilentProxy(Number(direct.port));
  direct.port = String(proxy.port);
  const store = await openStore({ databaseUrl: direct.href });
  await store.insertInvite(anInvite({}));
  proxy.forsake();
  // Without an end to it the runner of this replica would look for work no more.
  await expect(store.dueJobs(0)).rejects.toThrow('does not answer');
  expect(await store.getInvite('inv_test')).toEqual(anInvite({}));
  await store.close();
  proxy.stop();
});
