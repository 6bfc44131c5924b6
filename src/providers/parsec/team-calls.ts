import type { z } from 'zod';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { Caller, Parts } from '../caller.ts';
import type { Query } from '../http.ts';
import type { Page } from '../offset-pages.ts';
import { bareOrWrapped } from '../rows.ts';
import { checked, idFault, type Paging, PagingSchema } from './bounds.ts';
import { pageOf } from './decode.ts';
import type { Operation } from './routes.ts';

export type TeamCalls = ReturnType<typeof createTeamCalls>;

/** Parsec's kinds of answers, on top of the caller all providers share; every call is about the one team. */
export function createTeamCalls(caller: Caller<Operation>, teamID: string) {
  /** An answer with a schema of its own. */
  async function read<Schema extends z.ZodType>(
    operation: Operation,
    schema: Schema,
    { ids = {}, ...rest }: Parts = {},
  ): Promise<z.output<Schema> | Problem> {
    return idFault(ids) ?? caller.read(operation, schema, { ...rest, ids: { ...ids, teamID } });
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
      return all(operation, rows, { query: isProblem(filters) ? filters : { ...filters, ...asked } });
    },

    /** For operations whose success has no content. */
    done: async (operation: Operation, { ids = {}, ...rest }: Parts): Promise<'done' | Problem> =>
      idFault(ids) ?? caller.done(operation, { ...rest, ids: { ...ids, teamID } }),
  };
}
