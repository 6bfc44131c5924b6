import { openStore } from '../../src/store/open-store.ts';

// A process of its own that writes notices, each in a transaction that reads first: `enqueue-job.ts FOLDER NAME COUNT`.
const [dataDir = '', name = '', count = '0'] = process.argv.slice(2);
const store = await openStore({ dataDir });
for (let n = 0; n < Number(count); n++) {
  await store.transaction(async (tx) => {
    await tx.getInvite('inv_test');
    await tx.enqueue({ inviteId: 'inv_test', kind: 'notice', name: `${name}${n}`, at: 0 });
  });
}
await store.close();
