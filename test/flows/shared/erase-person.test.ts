import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noAttendance } from '../../../src/domain/attendance.ts';
import { namedBy } from '../../../src/domain/erasure.ts';
import type { Invite } from '../../../src/domain/invite.ts';
import type { Job } from '../../../src/domain/job.ts';
import { defaultPolicy, type Policy } from '../../../src/domain/policy/policy.ts';
import { type Claim, type Context, changeInvite } from '../../../src/flows/shared/context.ts';
import { erasePerson, findPerson, leftInSlack, rowsAbout } from '../../../src/flows/shared/erase-person.ts';
import { runJob } from '../../../src/jobs/handlers.ts';
import { createLog } from '../../../src/log.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
import { aRemoval } from '../../support/a-removal.ts';
import { aSeries } from '../../support/a-series.ts';
import { anInvite } from '../../support/an-invite.ts';
import { folderWithStore } from '../../support/migrated-store.ts';
import { type Postgres, sharedPostgres } from '../../support/postgres.ts';
import { brokenAt, columnsSaying, type StorePlace } from '../../support/search-store.ts';

const DAY = 24 * 3_600_000;
const START = Date.UTC(2026, 10, 23, 9, 0);
const email = 'Wren.Quailson@Aviary.example';
const named = namedBy(email);
const words = ['quailson', 'aviary', 'robinetta', 'siskin', '555-0199'];

let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});

let place: StorePlace;
let store: Store;
let now: number;
afterEach(() => store.close());

async function begin(at: StorePlace): Promise<Context> {
  place = at;
  store = await openStore(place);
  now = START;
  let ids = 0;
  const context: Partial<Context> = {
    store,
    policy: () => defaultPolicy,
    workspaceId: () => 'T1',
    now: () => now,
    newId: () => `id${++ids}`,
    log: createLog({ level: 'silent', secrets: [] }),
    wake: () => undefined,
  };
  return context as Context;
}

const ended = (parts: Partial<Invite> = {}): Invite =>
  anInvite({
    guestEmail: email,
    eventName: 'Portfolio of Robinetta',
    message: 'Dear Siskin',
    link: 'https://parsec.example/siskin',
    state: 'ended',
    providerInviteId: 'p1',
    endsAt: START - DAY,
    startsAt: START - 2 * DAY,
    updatedAt: START - DAY,
    createdAt: START - 3 * DAY,
    ...parts,
  });

/** Puts a person wherever one can be, `at` that time (epoch ms). */
async function fill(context: Context, at: number): Promise<void> {
  await store.insertInvite(ended({ problem: undefined }));
  await store.enqueue({ inviteId: 'inv_test', kind: 'notice', name: 'failed', facts: { text: 'Siskin' } });
  const facts = { event: 'Portfolio of Robinetta', card: 'inv_test', askedAt: at };
  await store.enqueue({ kind: 'direct_notice', name: 'card_elsewhere:inv_test:U1', facts });
  await store.enqueue({
    kind: 'admin_notice',
    name: 'removal_done:rm_1',
    facts: { who: `Siskin (${email})`, askedAt: at },
  });
  const sent = { hostId: 'h', guestEmail: email, eventName: 'Robinetta', startsAt: 1, endsAt: at - DAY };
  await store.insertUnanswered({ id: 'w1', inviteId: 'inv_test', kind: 'create', sent, sentAt: at - 9 * DAY });
  const batch = aMemberBatch({ createdAt: at });
  const problem = { code: 'email_invalid', facts: { text: `Siskin ${email}` } } as const;
  const whole = {
    firstName: 'Siskin',
    lastName: 'Quailson',
    phone: '555-0199',
    inviteId: email,
    joinUrl: 'https://aviary',
  };
  await store.insertMemberBatch(
    batch,
    memberRowsOf(batch, [
      { email, ...whole, state: 'failed', problem, sentAt: at },
      { email: 'other@example.com', state: 'invited', sentAt: at },
    ]),
  );
  const input = { raw: { user: 'Siskin' }, shown: [`Siskin Quailson (${email})`] };
  const action = { id: 'ta_1', requestKey: 'V9', at, actor: 'U9', provider: 'parsec', operation: 'Kick User', input };
  await store.insertTeamAction(action);
  const target = { inviteId: email, email, invitedAt: 1, owner: 'U1' };
  await store.insertRemoval({
    ...aRemoval({ who: `Siskin (${email})`, targetKey: email }),
    kind: 'invite',
    target,
    askedAt: at,
  });
  await store.saveRemoval({
    ...aRemoval({ who: `Siskin (${email})`, targetKey: email }),
    kind: 'invite',
    target,
    askedAt: at,
    state: 'done',
  });
  const guest = { guestEmail: email, host: 'Edit 1' };
  await store.insertAudit({ id: 'au_1', inviteId: 'inv_test', at, actor: 'U1', action: 'requested', facts: guest });
  const about = { area: 'parsec', about: `Siskin ${email}` };
  const subject = `parsec/invite/${email}`;
  const asked = { name: 'Siskin', email };
  await store.insertAudit({
    id: 'au_2',
    subject,
    at,
    actor: 'U9',
    action: 'member_cancel_asked',
    facts: asked,
    history: about,
  });
  await store.insertAudit({
    id: 'au_3',
    subject,
    at,
    actor: 'U9',
    action: 'member_cancel_done',
    facts: { of: 'au_2' },
  });
  await store.insertSeries(aSeries({ guestEmail: email, eventName: 'Robinetta', state: 'ended', updatedAt: at }));
  await store.insertPersonRequest({
    id: 'pr_1',
    requestKey: 'V8',
    workspaceId: 'T1',
    requesterId: 'U9',
    channelId: 'C1',
    kind: 'offboard',
    profile: undefined,
    email,
    parts: [{ system: 'parsec', state: 'looked', why: undefined, ids: [], left: [] }],
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: at,
  });
  await store.insertSentFile({ fileId: 'F1', personId: 'U9', sentAt: at });
  const post = { jobId: 'inv_test:notice:failed', about: ['inv_test'], channelId: 'C1', ts: '1.1', sentAt: at };
  await store.transaction((tx) => tx.insertSentMessage(post));
  await context.store.transaction((tx) =>
    tx.insertSentMessage({ ...post, jobId: 'admin_notice:removal_done:rm_1', about: [], ts: '1.2' }),
  );
}

const everywhere = [
  'audit.about',
  'audit.personal',
  'invite.event_name',
  'invite.guest_email',
  'invite.guest_key',
  'invite.link',
  'invite.message',
  'job.facts',
  'member_row.email',
  'member_row.email_key',
  'member_row.first_name',
  'member_row.invite_id',
  'member_row.join_url',
  'member_row.last_name',
  'member_row.phone',
  'member_row.problem',
  'person_request.email',
  'removal.target',
  'removal.target_key',
  'removal.who',
  'series.event_name',
  'series.guest_email',
  'team_action.about',
  'team_action.input',
  'unanswered_write.sent',
];
const onSqlite = async (): Promise<StorePlace> => ({ dataDir: await folderWithStore('erase') });
const places: Readonly<Record<string, () => Promise<StorePlace>>> = {
  SQLite: onSqlite,
  PostgreSQL: async () => ({ databaseUrl: await postgres.freshStore() }),
};

describe.each(Object.entries(places))('on %s', (_name, open) => {
  it('a person who is everywhere is found everywhere, and erased everywhere; the chain stays whole', async () => {
    const context = await begin(await open());
    await fill(context, START);
    expect(await columnsSaying(place, words)).toEqual(everywhere);
    const person = await findPerson(context, named);
    expect([...person.rows.keys()].sort()).toEqual(
      [
        'audit',
        'invite',
        'job',
        'member_row',
        'person_request',
        'removal',
        'series',
        'team_action',
        'unanswered_write',
      ].sort(),
    );
    expect(person).toMatchObject({ blocked: [], files: 1 });
    expect(await erasePerson(context, person)).toEqual({
      audit: 2,
      invite: 1,
      job: 3,
      member_row: 1,
      person_request: 1,
      removal: 1,
      series: 1,
      team_action: 1,
      unanswered_write: 1,
    });
    expect(await columnsSaying(place, words)).toEqual([]);
    expect(await brokenAt(place)).toBeUndefined();
    expect(await leftInSlack(context)).toEqual({ cards: 4, messages: 2, files: 1, refused: 0 });
    // What somebody else is, stays.
    expect((await store.memberRows('mb_test')).map((row) => row.email)).toEqual(['(erased)', 'other@example.com']);
    const again = await findPerson(context, named);
    expect([again.rows.size, again.blocked.length]).toEqual([0, 0]);
    expect(await erasePerson(context, again)).toEqual({});
  });

  it('what ended longer ago than the policy keeps it is erased by the bot, and nothing that is newer', async () => {
    const context = await begin(await open());
    await fill(context, START);
    await store.insertInvite(
      ended({
        id: 'inv_new',
        requestKey: 'V2',
        providerInviteId: 'p2',
        endsAt: START + 80 * DAY,
        updatedAt: START + 80 * DAY,
      }),
    );
    const retention: Policy = { ...defaultPolicy, retention: { personalDataMs: 30 * DAY } };
    const job = { id: 'retention:hourly', kind: 'retention', name: 'hourly', facts: '{}' } as Job;
    const run = (policy: Policy) => runJob({ ...context, policy: () => policy }, job, {} as Claim);
    await finishAll();
    now = START + 90 * DAY;
    await run(defaultPolicy);
    expect((await columnsSaying(place, words)).length).toBe(everywhere.length);
    await run(retention);
    const kept = (await columnsSaying(place, words)).filter((column) => !column.startsWith('invite.'));
    expect(kept).toEqual([]);
    expect((await store.getInvite('inv_test'))?.erasedAt).toBe(now);
    expect((await store.getInvite('inv_new'))?.guestEmail).toBe(email);
    expect(await leftInSlack(context)).toMatchObject({ messages: 2, files: 1 });
    now = START + 111 * DAY;
    await run(retention);
    expect(await columnsSaying(place, words)).toEqual([]);
    expect(await brokenAt(place)).toBeUndefined();
  });

  it('a late answer brings nothing back', async () => {
    const context = await begin(await open());
    await store.insertInvite(ended());
    await erasePerson(context, await findPerson(context, named));
    const problem = { code: 'provider_rejected', facts: { provider: 'parsec', message: `no ${email}` } } as const;
    const parts = { link: 'https://aviary.example', problem, eventName: 'Robinetta', guestEmail: email };
    const write = { parts, actor: 'guestlist', action: 'changed' } as const;
    await changeInvite(context, 'inv_test', async () => write);
    expect(await columnsSaying(place, words)).toEqual([]);
    const invite = await store.getInvite('inv_test');
    expect(invite?.problem).toEqual({ code: 'provider_rejected', facts: { provider: 'parsec', message: '(erased)' } });
    // It is known at the provider by its key there: nobody imports it again as somebody else's.
    expect(await store.takenProviderIds(['p1'])).toEqual(new Set(['p1']));
    // A message that was on its way is erased when it has arrived.
    const post = { jobId: 'j', about: ['inv_test'], channelId: 'C1', ts: '2.1', sentAt: now };
    expect(await store.transaction((tx) => tx.insertSentMessage(post))).toBe(true);
    expect(await store.messagesToErase(9)).toEqual([{ channelId: 'C1', ts: '2.1' }]);
  });

  it.each<[string, Partial<Invite>, string]>([
    ['runs', { state: 'granted', endsAt: START + DAY }, 'open'],
    ['is being created', { state: 'requested', endsAt: START + DAY }, 'open'],
    ['is being cancelled', { state: 'cancelling', endsAt: START + DAY }, 'open'],
    ['is over, and its end is not recorded', { state: 'granted', endsAt: START - 1 }, 'unconfirmed'],
    ['ended, which nobody saw', { problem: { code: 'end_unseen', facts: {} } }, 'unconfirmed'],
  ])('an invite that %s is not erased', async (_what, parts, why) => {
    const context = await begin(await open());
    await store.insertInvite(ended(parts));
    const person = await findPerson(context, named);
    expect(person.blocked).toMatchObject([{ what: 'invite', why }]);
    await expect(erasePerson(context, person)).rejects.toThrow('must end first');
    expect((await columnsSaying(place, words)).length).toBeGreaterThan(3);
  });
});

describe('a person', () => {
  it('is not erased while Parsec may still make their invite, while they are invited, or while access is removed', async () => {
    const context = await begin(await onSqlite());
    await store.insertInvite(ended({ state: 'failed', providerInviteId: undefined, endsAt: START + DAY }));
    const sent = { hostId: 'h', guestEmail: email, eventName: 'e', startsAt: 1, endsAt: START + DAY };
    await store.insertUnanswered({ id: 'w1', inviteId: 'inv_test', kind: 'create', sent, sentAt: START });
    const batch = aMemberBatch();
    await store.insertMemberBatch(batch, memberRowsOf(batch, [{ email, state: 'sent' }]));
    await store.insertRemoval(aRemoval({ who: email }));
    const { blocked } = await findPerson(context, named);
    expect(blocked).toMatchObject([{ what: 'invite', why: 'unconfirmed' }, { what: 'member' }, { what: 'removal' }]);
  });

  it('is found by other words when somebody names them, and nobody else is', async () => {
    const context = await begin(await onSqlite());
    const action = (id: string, text: string) => ({
      id,
      requestKey: id,
      at: START,
      actor: 'U9',
      provider: 'parsec',
      operation: 'Kick User',
      input: { raw: {}, shown: [text] },
    });
    await store.insertTeamAction(action('ta_1', 'Wren  QUAILSON'));
    await store.insertTeamAction(action('ta_2', 'Wren Finch (wren.quailson@aviary.example.org)'));
    expect((await rowsAbout(context, named)).size).toBe(0);
    const found = await rowsAbout(context, namedBy(email, ['Wren Quailson']));
    expect(found.get('team_action')?.map(({ id }) => id)).toEqual(['ta_1']);
  });

  it('exports when the guest connected; erased, that is about nobody', async () => {
    const context = await begin(await onSqlite());
    await store.insertInvite(ended());
    await store.saveAttendance({ ...noAttendance('inv_test'), firstAt: 5, connectedAt: 5, leftAt: 9 });
    expect((await rowsAbout(context, named)).get('attendance')).toMatchObject([{ connected_at: 5, left_at: 9 }]);
    await erasePerson(context, await findPerson(context, named));
    expect((await rowsAbout(context, named)).size).toBe(0);
  });
});

/** Every job was done. */
async function finishAll(): Promise<void> {
  for (const job of await store.dueJobs(START)) {
    const claimed = await store.claimJob(job, START);
    if (claimed !== undefined) await store.finishJob(claimed);
  }
}
