import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RECONCILE_ID } from '../../src/domain/job.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { problem } from '../../src/domain/problem.ts';
import { reconcile } from '../../src/flows/guest/sync/reconcile.ts';
import type { Claim, Context } from '../../src/flows/shared/context.ts';
import { createKnownHosts } from '../../src/flows/shared/known-hosts.ts';
import { createShownNames } from '../../src/flows/shared/shown-names.ts';
import { createLog } from '../../src/log.ts';
import { newId } from '../../src/new-id.ts';
import { createDispatcher } from '../../src/providers/http.ts';
import { createProviders } from '../../src/providers/registry.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createMemoryQuotas } from '../../src/store/quotas.ts';
import { anInvite } from '../support/an-invite.ts';

// `npm run bench:reconcile [-- --invites 100000 --ours 20000]`: reconciles that many invites twice. `--ours` of them are ours and
// open, the others have ended. Prints requests, peak growth of the live heap, and time. Exits 1 when there was a request too many.
const { values } = parseArgs({
  options: { invites: { type: 'string', default: '100000' }, ours: { type: 'string', default: '20000' } },
});
const total = Number(values.invites);
const ours = Number(values.ours);
const START = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
let now = START;

/** The nth invite of a list that is generated on request, so that the server holds nothing. */
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
    // Every hundredth of ours was extended in the dashboard.
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
  connections: undefined,
  shownNames: createShownNames(() => now),
  credits: { now: nobody, recent: nobody },
  members: undefined,
  providers: [],
  auditSinks: [],
  policy: () => defaultPolicy,
  notifier: {
    showCard: nobody,
    showMemberCard: nobody,
    showSeriesCard: nobody,
    showPersonCard: nobody,
    showWarning: nobody,
    showApproval: nobody,
    sendNotice: nobody,
    sendDigest: nobody,
    sendDirect: nobody,
    sendToChannel: nobody,
    whisper: nobody,
    permalink: nobody,
    admins: nobody,
    findPosts: nobody,
    deletePost: nobody,
    eraseMessage: nobody,
    deleteFile: nobody,
    uploadCalendar: nobody,
    shareCalendar: nobody,
    hasFile: nobody,
    directChannel: nobody,
    publishHome: nobody,
    freeAt: () => 0,
  },
  workspaceId: () => 'T1',
  channels: { isMember: async () => false, memberOf: async () => new Set(), describe: nobody },
  people: {
    person: nobody,
    addressOf: nobody,
    groupsOf: async () => ({ isIn: [], unknown: [] }),
    membersOf: async () => [],
  },
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

/** One whole run, claim by claim as the runner does it. */
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
    const seen = (await store.dueJobs(now)).find((job) => job.id === RECONCILE_ID);
    const job = seen && (await store.claimJob(seen, now));
    if (job === undefined) throw new Error('reconciling is not due');
    const claim: Claim = { attempt: job.attempt, tries: 0, heartbeat: () => store.renewLease(job, now) };
    const outcome = await reconcile(context, job, claim);
    if (outcome.kind === 'done') throw new Error('reconciling is never done');
    await store.rescheduleJob(job, outcome.at, outcome.failed);
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
const { total: extended } = await store.listInvites({ which: 'open', now: START + 3 * HOUR, offset: 0, limit: 1 });
process.stdout.write(`${extended} of ${Math.ceil(ours / 100)} extended invites found\n`);
await store.close();
server.close();
rmSync(dataDir, { recursive: true });
process.exit(exact && extended === Math.ceil(ours / 100) ? 0 : 1);
