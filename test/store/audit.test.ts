import { beforeAll } from 'vitest';
import { folderWithStore } from '../support/migrated-store.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { auditContract } from './audit-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});

// A second connection to a file waits in this very process for the first: one at a time.
auditContract('SQLite', 1, async () => ({ dataDir: await folderWithStore('audit') }));
auditContract('PostgreSQL', 3, async () => ({ databaseUrl: await postgres.freshStore() }));
