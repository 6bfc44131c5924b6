import type { z } from 'zod';
import type { Defined } from '../domain/defined.ts';
import type { Problem } from '../domain/problem.ts';

/** One thing to choose from in a form, as people know it. What has no id ('') cannot be chosen, and is counted. */
export type Choice = { readonly id: string; readonly name: string };

/** What a form holds for a field: one text, or several. Nothing put in is '' or []. */
export type RawValue = string | readonly string[];
export type RawInput = Readonly<Record<string, RawValue>>;

export type FieldKind = 'text' | 'long_text' | 'yes_no' | 'instant' | 'pick' | 'search' | 'searches';

/** One input of an operation: how a form asks for it, and how its value is read. */
export type Field<Value = unknown> = {
  readonly kind: FieldKind;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly optional: boolean;
  /** A secret goes to the provider and nowhere else: into no store, no log and no answer. */
  readonly secret?: true;
  /** For pick. */
  readonly options?: readonly Choice[];
  /** For search and searches: what the system has, by a text people typed. */
  readonly find?: (text: string) => Promise<readonly Choice[] | Problem>;
  /**
   * For search and searches: those of these ids that the system has, under its own names. What a form says of them is a claim. Two that
   * are called the same say their ids besides.
   */
  readonly look?: (ids: readonly string[]) => Promise<readonly Choice[] | Problem>;
  readonly read: z.ZodType<Value>;
};

/** The first column names the row; every row has as many cells as there are columns. */
export type Table = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that a window leaves out, such as ids that only programs read. */
  readonly fileOnly?: readonly string[];
};

export type TeamResult = {
  /** The result, in one or two sentences. */
  readonly copy: string;
  readonly table?: Table;
  /** The table is wanted as a file, even when all of it can be shown. */
  readonly asFile?: boolean;
};

/** Something an admin can do at a provider, as data: the form, the confirm step and the audit row follow from it. */
export type TeamOperation = {
  /** As the provider's documents name it. */
  readonly operation: string;
  readonly section: string;
  readonly title: string;
  /** `destroys` needs a confirmation first: it cannot be undone. */
  readonly effect: 'reads' | 'changes' | 'destroys';
  /**
   * It takes access away from people. So it is retried until it is confirmed: sent twice it must do no more than once, and it cannot have a
   * secret field. A kick, which hits the people connected at that moment, and the key's own membership are not counted.
   */
  readonly revokesAccess: boolean;
  /** What the person should know first. */
  readonly note: string | undefined;
  readonly fields: Readonly<Record<string, Field>>;
  /** Reads what the form holds: ready to run, or what is wrong by field. */
  read(raw: RawInput): ReadyOperation | { readonly faults: Readonly<Record<string, string>> };
};

export type ReadyOperation = { run(): Promise<TeamResult | Problem> };

type Fields = Readonly<Record<string, Field>>;
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer Value> ? Value : never };
/** Makes an operation from its row. `check` says what is wrong between fields: the field and the way out. */
export function teamOperation<F extends Fields>(row: {
  readonly operation: string;
  readonly section: string;
  readonly title: string;
  readonly effect: TeamOperation['effect'];
  readonly revokesAccess?: true;
  readonly note?: string;
  readonly fields: F;
  readonly check?: (
    input: Defined<Values<F>>,
  ) => { readonly field: keyof F & string; readonly fault: string } | undefined;
  readonly run: (input: Defined<Values<F>>) => Promise<TeamResult | Problem>;
}): TeamOperation {
  return {
    operation: row.operation,
    section: row.section,
    title: row.title,
    effect: row.effect,
    revokesAccess: row.revokesAccess === true,
    note: row.note,
    fields: row.fields,
    read(raw) {
      const faults: Record<string, string> = {};
      const values: Record<string, unknown> = {};
      for (const [name, field] of Object.entries(row.fields)) {
        const read = field.read.safeParse(raw[name] ?? (isMany(field) ? [] : ''));
        if (!read.success) faults[name] = read.error.issues[0]?.message ?? 'cannot be read';
        else if (read.data !== undefined) values[name] = read.data;
      }
      // What each field says was checked above; the type says which fields there are.
      const input = values as Defined<Values<F>>;
      const fault = Object.keys(faults).length === 0 ? row.check?.(input) : undefined;
      if (fault !== undefined) faults[fault.field] = fault.fault;
      return Object.keys(faults).length > 0 ? { faults } : { run: () => row.run(input) };
    },
  };
}

/** Whether a form holds a list for it. */
function isMany(field: Pick<Field, 'kind'>): boolean {
  return field.kind === 'searches';
}
