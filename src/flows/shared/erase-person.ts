import { ERASED } from '../../domain/erased.ts';
import { eraseRefusal, type Named } from '../../domain/erasure.ts';
import type { Invite } from '../../domain/invite.ts';
import type { FoundRows } from '../../store/erasing.ts';
import { redrawApproval } from './approvals.ts';
import { guestlist, type Statements, writeAudit } from './context.ts';
import { type EraseContext, type ErasedRows, eraseInvite } from './erase-invite.ts';

type Table = FoundRows extends ReadonlyMap<infer T, unknown> ? T : never;
type Row = NonNullable<ReturnType<FoundRows['get']>>[number];

/** What the store has of a person, and why it can't be erased now. */
export type Person = {
  readonly rows: FoundRows;
  /** Table files that may name the person. */
  readonly files: number;
  /** Invites and other rows that are still needed to take access away. Empty: all can be erased. */
  readonly blocked: readonly Blocked[];
};

export type Blocked =
  | { readonly what: 'invite'; readonly why: 'open' | 'unconfirmed'; readonly invite: Invite }
  /** Somebody is being invited as a member, or access is still to be taken away at a system. */
  | { readonly what: 'member'; readonly id: string }
  | { readonly what: 'removal'; readonly id: string };

/** Finds everything that names a person. Reads only. */
export async function findPerson(context: EraseContext, named: Named): Promise<Person> {
  const { store } = context;
  const rows = await store.personalRows(named);
  const since = firstSeen(rows);
  const files = since === undefined ? 0 : await store.countFilesSince(since);
  const invites = await store.invitesNaming(named);
  const now = context.now();
  const ids = invites.map(({ id }) => id);
  const sent = await store.invitesStillSent(ids, now);
  const blocked: Blocked[] = invites.flatMap((invite) => {
    const why = eraseRefusal(invite, sent.has(invite.id), now);
    return why === undefined ? [] : [{ what: 'invite', why, invite }];
  });
  const isBusy = (row: Row, states: readonly string[]) => states.includes(String(row.state));
  for (const row of rows.get('member_row') ?? [])
    if (isBusy(row, ['waiting', 'sent'])) blocked.push({ what: 'member', id: String(row.id) });
  for (const row of rows.get('removal') ?? [])
    if (isBusy(row, ['wanted'])) blocked.push({ what: 'removal', id: String(row.id) });
  // Somebody is still looked for by this address.
  for (const row of rows.get('person_request') ?? [])
    if (String(row.parts).includes('"looking"')) blocked.push({ what: 'removal', id: String(row.id) });
  return { rows, files, blocked };
}

/** Every row about a person, also those in which there is nothing to erase: for who asks what is kept. Reads only. */
export function rowsAbout({ store }: EraseContext, named: Named): Promise<FoundRows> {
  return store.personalRows(named, 'all');
}

/** What the bot still has to do in Slack for everybody who was erased so far. */
export function leftInSlack({ store }: EraseContext): ReturnType<EraseContext['store']['erasuresLeft']> {
  return store.erasuresLeft();
}

/**
 * Erases a person whose rows were found, and enqueues what the bot has to do in Slack. Each invite and each row is a transaction of its own:
 * killed in between, another run erases the rest. Throws when something is blocked. Answers how many rows of each table were erased.
 */
export async function erasePerson(context: EraseContext, person: Person): Promise<ErasedRows> {
  if (person.blocked.length > 0) throw new Error('access that is open must end first');
  const erased: Record<string, number> = {};
  const add = (more: ErasedRows) => {
    for (const [table, count] of Object.entries(more)) erased[table] = (erased[table] ?? 0) + count;
  };
  // Files first: once the rows are erased, nobody knows since when the person may be in one.
  const since = firstSeen(person.rows);
  if (since !== undefined) await context.store.transaction((tx) => eraseFiles(tx, { since }));
  for (const row of person.rows.get('invite') ?? []) add((await eraseInvite(context, String(row.id), 'request')) ?? {});
  for (const [table, rows] of person.rows) {
    if (table === 'invite') continue;
    const count = await eraseRows(context, table, rows);
    if (count > 0) add({ [table]: count });
  }
  const total = Object.values(erased).reduce((sum, count) => sum + count, 0);
  if (total > 0) {
    const facts = { rows: total };
    await writeAudit(context, context.store, { subject: 'erasure', actor: guestlist, action: 'person_erased', facts });
  }
  return erased;
}

/** Erases rows that belong to no invite; what the bot said because of them in Slack follows. Answers how many there were. */
export async function eraseRows(
  context: EraseContext,
  table: Exclude<Table, 'invite'>,
  rows: readonly Row[],
): Promise<number> {
  let count = 0;
  for (const row of rows) {
    const id = String(row.id);
    const done = await context.store.transaction(async (tx) => {
      if (!(await tx.eraseRow(table, id))) return false;
      if (table === 'job' && (await tx.wantMessagesErased({ jobIds: [id] })) > 0)
        await tx.enqueue({ kind: 'erasure', name: 'slack' });
      if (table === 'member_row') await redrawMembers(tx, String(row.batch_id));
      if (table === 'person_request') await tx.enqueue({ kind: 'person_card', name: id });
      if (table === 'approval') await redrawApproval(tx, String(row.id));
      if (table === 'series') await endErased(context, tx, String(row.id));
      return true;
    });
    if (done) count += 1;
  }
  return count;
}

/** A series without its guest creates nothing more. Its card follows. */
async function endErased(context: EraseContext, tx: Statements, id: string): Promise<void> {
  const series = await tx.lockSeries(id);
  await tx.enqueue({ kind: 'series_card', name: id });
  if (series?.state !== 'active') return;
  await tx.saveSeries(id, { state: 'ended', endedBy: guestlist, updatedAt: context.now() });
  const { workspaceId } = series;
  const facts = { series: id };
  await writeAudit(context, tx, { subject: id, workspaceId, actor: guestlist, action: 'series_ended', facts });
}

/** The card of a batch and those of its requests for approval say whom it is about. */
async function redrawMembers(tx: Statements, batchId: string): Promise<void> {
  await tx.enqueue({ kind: 'member_card', name: batchId });
  for (const { id } of await tx.approvalsOf(batchId)) await redrawApproval(tx, id);
}

/** Marks the files sent in a time to be deleted; answers how many there are. */
export async function eraseFiles(
  tx: Statements,
  time: { readonly since?: number; readonly until?: number },
): Promise<number> {
  const files = await tx.wantFilesErased(time);
  if (files > 0) await tx.enqueue({ kind: 'erasure', name: 'slack' });
  return files;
}

/** When the earliest of these rows was written, epoch ms; undefined when nothing says so. */
function firstSeen(rows: FoundRows): number | undefined {
  const times = [...rows.values()].flat().flatMap((row) => {
    const at = row.created_at ?? row.at ?? row.asked_at ?? row.sent_at;
    return typeof at === 'number' && row.guest_email !== ERASED ? [at] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}
