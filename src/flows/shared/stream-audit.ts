import type { AuditSink } from '../../domain/audit-sink.ts';
import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from './context.ts';
import { notifyAdmins } from './notify-admins.ts';
import { tryAgain } from './retry-at.ts';

/** Entries handed over at once, and how often in one claim: then other jobs have their turn. */
const BATCH = 200;
const BATCHES = 20;
/** How often the log is looked at for something new, ms. */
const LOOK_MS = 5_000;
/** How long a sink may fail before admins hear of it, ms. */
const TELL_AFTER_MS = 15 * 60_000;

type Place = Awaited<ReturnType<Context['store']['readAuditStream']>>;

/**
 * Hands the audit log over to a sink, from where it stopped: each chain in order, every entry at least once. The place is written down
 * after the sink has taken a batch, so a batch may come twice and none is left out. Never done, only due again.
 */
export async function streamAudit(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const sink = context.auditSinks.find(({ name }) => name === job.name);
  if (sink === undefined) return done;
  let place = await context.store.readAuditStream(sink.id);
  for (let n = 0; n < BATCHES; n++) {
    const entries = await nextEntries(context, place);
    const last = entries.at(-1);
    if (last === undefined) return continueAt(context.now() + LOOK_MS, 'streamed');
    const sent = await sink.send(entries);
    if (isProblem(sent)) return failed(context, job, claim, sink, place, sent);
    if (place.failingSince !== undefined) context.log.info({ sink: sink.id }, 'the audit stream works again');
    const { workspaceId, seq, hash } = last;
    place = { places: { ...place.places, [workspaceId]: { seq, hash } }, failingSince: undefined };
    if (!(await save(context, job, sink, place))) return continueAt(0, 'another process streams');
  }
  return continueAt(0, 'more entries');
}

/** The next entries of the first chain that has some. */
async function nextEntries({ store }: Context, { places }: Place) {
  for (const { workspaceId, seq: end } of await store.auditEnds()) {
    const seq = places[workspaceId]?.seq ?? 0;
    if (seq < end) return (await store.exportAudit({ workspaceId }, BATCH, { workspaceId, seq })).entries;
  }
  return [];
}

/** False when another process has taken over: it goes on from the place before. */
function save(context: Context, job: Job, sink: AuditSink, place: Place): Promise<boolean> {
  return context.store.transaction(async (tx) => {
    if (!(await tx.renewLease(job, context.now()))) return false;
    await tx.saveAuditStream(sink.id, place);
    return true;
  });
}

async function failed(
  context: Context,
  job: Job,
  claim: Claim,
  sink: AuditSink,
  place: Place,
  why: Problem,
): Promise<Outcome> {
  const now = context.now();
  const since = Math.min(place.failingSince ?? now, now);
  const error = why.facts.error ?? why.code;
  context.log.warn({ sink: sink.id, why: error }, 'the audit stream is behind');
  await save(context, job, sink, { ...place, failingSince: since });
  if (now - since >= TELL_AFTER_MS) {
    const facts = { sink: sink.name, since, error };
    await notifyAdmins(context, { name: 'audit_stream_behind', id: `${sink.id}:${since}`, facts });
  }
  return tryAgain(context, claim, why);
}
