import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { type AuditEntry, factsOf } from './audit-rows.ts';
import { contains } from './contains.ts';
import type { Tables } from './schema.ts';
import type { ActionInput } from './team-actions.ts';

/** What to read of the history. What is left out does not narrow it. Instants are epoch milliseconds. */
export type HistoryQuery = {
  readonly actor?: string;
  /** A system's name, or the area of what belongs to none. */
  readonly area?: string;
  /** Actions of the audit, and operations of `/team`: both, when either is given. */
  readonly actions?: readonly string[];
  readonly operations?: readonly string[];
  /** Part of whom or what it was about, as searchKey() writes it. */
  readonly text?: string;
  readonly since?: number;
  readonly until?: number;
  readonly offset: number;
  readonly limit: number;
};

/** One thing somebody did: as the audit has it, or as `/team` wrote it down with its outcome. */
export type HistoryRow = {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly area: string;
  readonly action: string;
} & (
  | { readonly kind: 'audit'; readonly subject: string; readonly facts: AuditEntry['facts'] }
  | { readonly kind: 'team'; readonly shown: readonly string[]; readonly outcome: string }
);

/** What people did at systems and to what is not theirs, by `/team` and otherwise, newest first. */
export async function readHistory(db: Kysely<Tables>, query: HistoryQuery): Promise<readonly HistoryRow[]> {
  // Ordered as a whole, not around a subquery: so SQLite merges two indexes, and reads no more than it answers.
  const rows = await auditRows(db, query)
    .unionAll(teamRows(db, query))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return rows.map(({ outcome, subject, facts, personal, area, ...row }): HistoryRow => {
    const common = { ...row, area: area ?? '' };
    return outcome === null
      ? { ...common, kind: 'audit', subject, facts: factsOf({ facts, personal }) }
      : { ...common, kind: 'team', shown: (JSON.parse(facts) as ActionInput).shown, outcome };
  });
}

function auditRows(db: Kysely<Tables>, query: HistoryQuery) {
  return (
    db
      .selectFrom('audit')
      .select([
        'id',
        'at',
        'actor',
        'area',
        'action',
        'subject',
        'facts',
        'personal',
        sql<string | null>`cast(null as text)`.as('outcome'),
      ])
      // Spelled as in the index, or SQLite does not use it.
      .where(sql<boolean>`area is not null`)
      .$if(query.area !== undefined, (rows) => rows.where('area', '=', query.area ?? ''))
      .$if(query.actions !== undefined, (rows) => rows.where('action', 'in', orNone(query.actions)))
      .where((eb) => narrowed(eb, query))
      .$if(isGiven(query.text), (rows) => rows.where((eb) => isAbout(eb, query.text ?? '')))
  );
}

function teamRows(db: Kysely<Tables>, query: HistoryQuery) {
  return db
    .selectFrom('team_action')
    .select([
      'id',
      'at',
      'actor',
      'provider as area',
      'operation as action',
      sql<string>`''`.as('subject'),
      'input as facts',
      sql<string | null>`cast(null as text)`.as('personal'),
      'outcome',
    ])
    .$if(query.area !== undefined, (rows) => rows.where('provider', '=', query.area ?? ''))
    .$if(query.operations !== undefined, (rows) => rows.where('operation', 'in', orNone(query.operations)))
    .where((eb) => narrowed(eb as unknown as ExpressionBuilder<Tables, 'audit'>, query))
    .$if(isGiven(query.text), (rows) => rows.where(contains('about', query.text ?? '')));
}

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

/** A batch of members is about each of its rows. */
function isAbout(eb: ExpressionBuilder<Tables, 'audit'>, text: string) {
  const rows = eb
    .selectFrom('member_row')
    .select('member_row.id')
    .whereRef('member_row.batch_id', '=', 'audit.subject')
    .where(contains('email_key', text));
  return eb.or([contains('about', text), eb.exists(rows)]);
}

/** What both tables have. */
function narrowed(eb: ExpressionBuilder<Tables, 'audit'>, { actor, since, until }: HistoryQuery) {
  return eb.and([
    ...(actor === undefined ? [] : [eb('actor', '=', actor)]),
    ...(since === undefined ? [] : [eb('at', '>=', since)]),
    ...(until === undefined ? [] : [eb('at', '<=', until)]),
  ]);
}

// SQL has no empty list.
function orNone(values: readonly string[] | undefined): string[] {
  return values === undefined || values.length === 0 ? [''] : [...values];
}

/** What the audit says of these subjects about these actions, oldest first. */
export async function auditOfSubjects(
  db: Kysely<Tables>,
  subjects: readonly string[],
  actions: readonly string[],
): Promise<readonly (Pick<AuditEntry, 'id' | 'at' | 'action' | 'facts'> & { readonly subject: string })[]> {
  if (subjects.length === 0 || actions.length === 0) return [];
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('subject', 'in', [...subjects])
    .where('action', 'in', [...actions])
    .orderBy('at')
    .orderBy('seq')
    .execute();
  return rows.map(({ id, at, action, facts, personal, subject }) => ({
    id,
    at,
    action,
    subject,
    facts: factsOf({ facts, personal }),
  }));
}

/** How many rows of these batches are in each state. */
export async function memberTallies(
  db: Kysely<Tables>,
  batchIds: readonly string[],
): Promise<readonly { readonly batchId: string; readonly state: string; readonly count: number }[]> {
  if (batchIds.length === 0) return [];
  const rows = await db
    .selectFrom('member_row')
    .select((eb) => ['batch_id', 'state', eb.fn.countAll<number>().as('count')])
    .where('batch_id', 'in', [...batchIds])
    .groupBy(['batch_id', 'state'])
    .execute();
  return rows.map(({ batch_id, state, count }) => ({ batchId: batch_id, state, count: Number(count) }));
}
