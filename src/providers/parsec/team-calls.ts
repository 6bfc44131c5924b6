import type { z } from 'zod';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { Caller } from '../caller.ts';
import type { Page } from '../offset-pages.ts';
import { checked, idFault, type Paging, PagingSchema } from './bounds.ts';
import { bareOrWrapped, pageOf } from './decode.ts';
import type { Operation } from './routes.ts';

/** What one request fills in beside the team. */
type Parts = {
  readonly ids?: Readonly<Record<string, string>>;
  /** A Problem (out of bounds) is the answer, and nothing is sent. */
  readonly query?: Query | Problem;
  readonly body?: Readonly<Record<string, unknown>> | Problem;
};

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type TeamCalls = ReturnType<typeof createTeamCalls>;

/** Parsec's ways to answer, on top of the caller all providers share; every call is about the one team. */
export function createTeamCalls(caller: Caller<Operation>, teamID: string) {
  /** What is sent, or the Problem for which nothing is. */
  function filledIn({ ids = {}, query, body }: Parts) {
    const fault = idFault(ids);
    if (fault !== undefined) return fault;
    if (isProblem(query)) return query;
    if (isProblem(body)) return body;
    return {
      ids: { ...ids, teamID },
      ...(query === undefined ? {} : { query: withoutUndefined(query) }),
      ...(body === undefined ? {} : { body }),
    };
  }

  /** An answer that is read in a way of its own. */
  async function read<Schema extends z.ZodType>(
    operation: Operation,
    schema: Schema,
    parts: Parts = {},
  ): Promise<z.output<Schema> | Problem> {
    const filled = filledIn(parts);
    return isProblem(filled) ? filled : caller.read(operation, schema, filled);
  }

  /** The objects of a list that is not read by offset and limit. */
  function all<Row>(operation: Operation, rows: z.ZodType<Row[]>, parts?: Parts): Promise<Page<Row> | Problem> {
    return read(operation, pageOf(rows), parts);
  }

  return {
    read,
    all,

    /** The one object of the answer. */
    one: <Schema extends z.ZodType>(
      operation: Operation,
      schema: Schema,
      parts?: Parts,
    ): Promise<z.output<Schema> | Problem> => read(operation, bareOrWrapped(schema), parts),

    page: async <Row>(
      operation: Operation,
      rows: z.ZodType<Row[]>,
      paging: Paging,
      filters: Query | Problem = {},
    ): Promise<Page<Row> | Problem> => {
      const asked = checked(PagingSchema, paging);
      if (isProblem(asked)) return asked;
      return isProblem(filters) ? filters : all(operation, rows, { query: { ...filters, ...asked } });
    },

    /** For operations whose success says nothing. */
    done: async (operation: Operation, parts: Parts): Promise<'done' | Problem> => {
      const filled = filledIn(parts);
      return isProblem(filled) ? filled : caller.done(operation, filled);
    },
  };
}

function withoutUndefined<Value>(values: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
