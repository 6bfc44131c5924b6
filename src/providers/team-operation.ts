import { z } from 'zod';
import type { Problem } from '../domain/problem.ts';

/** Something to choose: what the provider calls it, and what people do. */
export type Choice = { readonly id: string; readonly name: string };

/** What a form holds for a field: one text, or several. Nothing put in is '' or []. */
export type RawValue = string | readonly string[];
export type RawInput = Readonly<Record<string, RawValue>>;

/** One input of an operation: how a form asks for it, and how what was put in is read. */
export type Field<Value = unknown> = {
  readonly kind: 'text' | 'long_text' | 'number' | 'yes_no' | 'instant' | 'pick' | 'picks' | 'search' | 'searches';
  readonly label: string;
  readonly hint?: string | undefined;
  readonly optional: boolean;
  /** For pick and picks. */
  readonly options?: readonly Choice[];
  /** For search and searches: what the system has, by a text people typed. */
  readonly find?: (text: string) => Promise<readonly Choice[] | Problem>;
  readonly read: z.ZodType<Value>;
};

export type TeamAnswer = {
  /** What came of it, one or two sentences. */
  readonly words: string;
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
};

/** Something an admin can do at a provider, as data: the form, the confirm step and the audit row follow from it. */
export type TeamOperation = {
  /** As the provider's documents name it. */
  readonly operation: string;
  readonly section: string;
  readonly title: string;
  /** `destroys` asks again first: it cannot be taken back. */
  readonly effect: 'looks' | 'changes' | 'destroys';
  /** What should be known before. */
  readonly note: string | undefined;
  readonly fields: Readonly<Record<string, Field>>;
  /** Reads what the form holds: ready to run, or what is wrong by field. */
  read(raw: RawInput): ReadyOperation | { readonly faults: Readonly<Record<string, string>> };
};

export type ReadyOperation = { run(): Promise<TeamAnswer | Problem> };

type Fields = Readonly<Record<string, Field>>;
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer Value> ? Value : never };
/** Without what was left out: an absent key and an undefined one are not the same to an API. */
type Given<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Makes an operation from its row. `check` tells what is wrong between fields: the field and the way out. */
export function teamOperation<F extends Fields>(row: {
  readonly operation: string;
  readonly section: string;
  readonly title: string;
  readonly effect: TeamOperation['effect'];
  readonly note?: string;
  readonly fields: F;
  readonly check?: (
    input: Given<Values<F>>,
  ) => { readonly field: keyof F & string; readonly fault: string } | undefined;
  readonly run: (input: Given<Values<F>>) => Promise<TeamAnswer | Problem>;
}): TeamOperation {
  return {
    operation: row.operation,
    section: row.section,
    title: row.title,
    effect: row.effect,
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
      const input = values as Given<Values<F>>;
      const fault = Object.keys(faults).length === 0 ? row.check?.(input) : undefined;
      if (fault !== undefined) faults[fault.field] = fault.fault;
      return Object.keys(faults).length > 0 ? { faults } : { run: () => row.run(input) };
    },
  };
}

export function isMany(field: Pick<Field, 'kind'>): boolean {
  return field.kind === 'picks' || field.kind === 'searches';
}

type Asked = { readonly hint?: string };

const MISSING = 'This is needed.';

export function text(label: string, asked: Asked & { min?: number; max?: number; long?: boolean } = {}): Field<string> {
  const { min = 1, max = 3000 } = asked;
  const read = z
    .string()
    .trim()
    .min(1, MISSING)
    .min(min, `At least ${min} characters.`)
    .max(max, `At most ${max} characters.`);
  return { kind: asked.long === true ? 'long_text' : 'text', label, hint: asked.hint, optional: false, read };
}

export function number(label: string, asked: Asked & { min: number; max: number }): Field<number> {
  const between = `A whole number from ${asked.min} to ${asked.max}.`;
  const read = z
    .string()
    .trim()
    .regex(/^-?\d{1,15}$/, between)
    .transform(Number)
    .refine((value) => value >= asked.min && value <= asked.max, between);
  return { kind: 'number', label, hint: asked.hint, optional: false, read };
}

export function yesNo(label: string, asked: Asked = {}): Field<boolean> {
  const read = z.enum(['yes', 'no'], MISSING).transform((value) => value === 'yes');
  return { kind: 'yes_no', label, hint: asked.hint, optional: false, read };
}

/** RFC 3339, UTC. */
export function instant(label: string, asked: Asked = {}): Field<string> {
  const read = z
    .string()
    .regex(/^\d{1,11}$/, MISSING)
    .transform((seconds) => new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z'));
  return { kind: 'instant', label, hint: asked.hint, optional: false, read };
}

export function pick<const Id extends string>(
  label: string,
  options: readonly { readonly id: Id; readonly name: string }[],
  asked: Asked = {},
): Field<Id> {
  const known = z.custom<Id>((value) => options.some((option) => option.id === value), MISSING);
  return { kind: 'pick', label, hint: asked.hint, optional: false, options, read: known };
}

type Find = NonNullable<Field['find']>;

export function search(label: string, find: Find, asked: Asked = {}): Field<string> {
  return { kind: 'search', label, hint: asked.hint, optional: false, find, read: z.string().min(1, MISSING) };
}

export function searches(label: string, find: Find, asked: Asked & { most?: number } = {}): Field<readonly string[]> {
  const { most = 100 } = asked;
  const read = z.array(z.string()).min(1, MISSING).max(most, `At most ${most}.`);
  return { kind: 'searches', label, hint: asked.hint, optional: false, find, read };
}

/** The same field, which may be left empty. */
export function optional<Value>(field: Field<Value>): Field<Value | undefined> {
  const read = z.preprocess(
    (raw) => (raw === '' || (Array.isArray(raw) && raw.length === 0) ? undefined : raw),
    field.read.optional(),
  );
  return { ...field, optional: true, read };
}

/** The same field, its value read as a whole number: ids that are numbers at the provider. */
export function asNumber(field: Field<string>): Field<number> {
  return { ...field, read: field.read.transform(Number).pipe(z.int()) };
}

/** As `asNumber`, for several. */
export function asNumbers(field: Field<readonly string[]>): Field<readonly number[]> {
  return { ...field, read: field.read.transform((ids) => ids.map(Number)).pipe(z.array(z.int())) };
}
