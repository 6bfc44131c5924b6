import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { problem } from '../../src/domain/problem.ts';
import { RECONCILE_ID } from '../../src/domain/work.ts';
import type { Claim, Context } from '../../src/flows/context.ts';
import { createKnownHosts } from '../../src/flows/known-hosts.ts';
import { reconcile } from '../../src/flows/reconcile.ts';
import { createShownNames } from '../../src/flows/shown-names.ts';
import { createLog } from '../../src/log.ts';
import { newId } from '../../src/new-id.ts';
import { createDispatcher } from '../../src/providers/http.ts';
import { createProviders } from '../../src/providers/registry.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createMemoryQuotas } from '../../src/store/quotas.ts';
import { anInvite } from '../support/an-invite.ts';

// `npm run bench:reconcile [-- --invites 100000 --ours 20000]`: reconciles that many invites twice, of which as many are ours and
// open, and the rest is over; prints requests, peak growth of the live heap, and time. Exits 1 when there was a request too many.
const { values } = parseArgs({
  options: { invites: { type: 'string', default: '100000' }, ours: { type: 'string', default: '20000' } },
});
const total = Number(values.invites);
const ours = Number(values.ours);
const START = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
let now = START;

/** The nth invite of a list that is made up as it is asked for, so that the server holds none of it. */
function shown(n: number): object {
  const open = n < ours;
  const startsAt = open ? START + HOUR : START - 50 * HOUR;
  return {
    id: `p${n}`,
    host_peer_id: 'host_1',
    guest_email: `guest${n}@example.com`,
    event_name: 'Render review',
    keyboard: true,
    mouse: true,
    gamepad: false,
    time_zone: 'Europe/Paris',
    starts_at: new Date(startsAt).toISOString(),
    // Every hundredth of ours was prolonged in the dashboard.
    expires_at: new Date(startsAt + (open && n % 100 === 0 ? 3 : 2) * HOUR).toISOString(),
  };
}

const requests = { list: 0, other: 0 };
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://parsec.invalid');
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 0);
  if (limit > 0) requests.list += 1;
  else requests.other += 1;
  const data = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) =>
    shown(offset + index),
  );
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data, count: total }));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

const dataDir = mkdtempSync(join(tmpdir(), 'guestlist-reconcile-'));
const store = await openStore({ dataDir });
const log = createLog({ level: 'error', secrets: [] });
const { guestAccess } = createProviders(
  { parsec: { apiKey: 'tapi_bench', teamId: 'team', apiUrl: `http://127.0.0.1:${port}` } },
  { now: () => now, log, dispatcher: createDispatcher(), quotas: createMemoryQuotas() },
);
if (guestAccess === undefined) throw new Error('no guest access');
const nobody = async () => problem('slack_unreachable');
const context: Context = {
  store,
  guestAccess: guestAccess.guestAccess,
  knownHosts: createKnownHosts(() => now),
  shownNames: createShownNames(() => now),
  credits: { now: nobody, recent: nobody },
  members: undefined,
  providers: [],
  policy: defaultPolicy,
  teller: {
    showCard: nobody,
    showMemberCard: nobody,
    showWarning: nobody,
    sendNotice: nobody,
    sendDigest: nobody,
    sendDirect: nobody,
    sendToChannel: nobody,
    whisper: nobody,
    permalink: nobody,
    admins: nobody,
    findPosts: nobody,
    deletePost: nobody,
    directChannel: nobody,
    freeAt: () => 0,
    workspaceId: () => 'T1',
  },
  channels: { isMember: async () => false, memberOf: async () => new Set(), describe: nobody },
  people: { person: nobody, addressOf: nobody, groupsOf: nobody },
  now: () => now,
  newId,
  log,
  wake: () => undefined,
};

for (let n = 0; n < ours; n += 1000) {
  await store.transaction(async (tx) => {
    for (let each = n; each < Math.min(ours, n + 1000); each++) {
      await tx.insertInvite(
        anInvite({
          id: `inv_${each}`,
          requestKey: `V${each}`,
          guestEmail: `guest${each}@example.com`,
          state: 'granted',
          providerInviteId: `p${each}`,
          startsAt: START + HOUR,
          endsAt: START + 3 * HOUR,
          updatedAt: START - HOUR,
        }),
      );
    }
  });
}
await store.startReconciling(0);

/** One whole run, claim by claim as the runner would. */
async function run(): Promise<{ ms: number; heapMb: number }> {
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  let peak = heapBefore;
  const watch = setInterval(() => {
    globalThis.gc?.();
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }, 100);
  const startedAt = performance.now();
  for (;;) {
    const seen = (await store.dueWork(now)).find((work) => work.id === RECONCILE_ID);
    const work = seen && (await store.claimWork(seen, now));
    if (work === undefined) throw new Error('reconciling is not due');
    const claim: Claim = { attempt: work.attempt, tries: 0, stillMine: () => store.renewLease(work, now) };
    const outcome = await reconcile(context, work, claim);
    if (outcome.kind === 'done') throw new Error('reconciling is never done');
    await store.postponeWork(work, outcome.at, outcome.failed);
    if (outcome.why === 'reconciled') break;
    if (outcome.failed) throw new Error(outcome.why);
  }
  clearInterval(watch);
  return { ms: Math.round(performance.now() - startedAt), heapMb: (peak - heapBefore) / 2 ** 20 };
}

const optimum = Math.max(1, Math.ceil(total / 200));
let exact = true;
for (const name of ['first run', 'second run']) {
  requests.list = 0;
  requests.other = 0;
  const { ms, heapMb } = await run();
  exact &&= requests.list === optimum;
  process.stdout.write(
    `${name}: ${total} invites (${ours} ours and open): ${requests.list} list requests (optimum ${optimum}), ${requests.other} others, peak heap growth ${heapMb.toFixed(1)} MB, ${ms} ms\n`,
  );
  now += 61_000;
}
const { total: prolonged } = await store.listInvites({ which: 'open', now: START + 3 * HOUR, offset: 0, limit: 1 });
process.stdout.write(`${prolonged} of ${Math.ceil(ours / 100)} prolonged invites found\n`);
await store.close();
server.close();
rmSync(dataDir, { recursive: true });
process.exit(exact && prolonged === Math.ceil(ours / 100) ? 0 : 1);
