import type { z } from 'zod';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { HttpBody, Send } from '../http.ts';
import type { Page } from '../offset-pages.ts';
import { checked, type Paging, PagingSchema, pathFault } from './bounds.ts';
import { decodeOne, decodePage } from './decode.ts';
import { problemOf, unreadable } from './problems.ts';
import { fillPath, type Operation, type RouteOverrides, routesWith } from './routes.ts';

/** `apiUrl` without a slash at the end. `teamId` is not part of the key: real keys carry an id of their own. */
export type ParsecConfig = {
  readonly apiKey: string;
  readonly teamId: string;
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
};

/** What one request fills in. `ids` go into the path, each as one segment of it. */
export type Parts = {
  readonly ids?: Readonly<Record<string, string>>;
  /** A Problem (out of bounds) is the answer, and nothing is sent. */
  readonly query?: Query | Problem;
  readonly body?: Readonly<Record<string, unknown>> | Problem;
};

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type Caller = ReturnType<typeof createCaller>;

/** Calls operations over HTTP. Answers what was asked for or a Problem, and throws for nothing that comes over the network. */
export function createCaller(config: ParsecConfig, send: Send) {
  const routes = routesWith(config.routes);

  /** The body of a success, or the Problem. */
  async function call(operation: Operation, parts: Parts = {}): Promise<HttpBody | Problem> {
    const route = routes[operation];
    const ids = { ...parts.ids, teamID: config.teamId };
    const fault = pathFault(ids);
    if (fault !== undefined) return fault;
    const { query, body } = parts;
    if (isProblem(query)) return query;
    if (isProblem(body)) return body;
    const answer = await send({
      label: `parsec ${route.name}`,
      kind: route.kind,
      quota: route.quota,
      method: route.method,
      url: config.apiUrl + fillPath(route.path, ids),
      ...(query === undefined ? {} : { query: withoutUndefined(query) }),
      ...(body === undefined ? {} : { body }),
      bearer: config.apiKey,
    });
    const problem = problemOf(answer, route, config.apiKey);
    if (problem !== undefined) return problem;
    return answer.kind === 'answered' ? answer.body : unreadable(route);
  }

  async function read<Value>(
    operation: Operation,
    decode: (body: HttpBody) => Value | undefined,
    parts?: Parts,
  ): Promise<Value | Problem> {
    const body = await call(operation, parts);
    if (isProblem(body)) return body;
    return decode(body) ?? unreadable(routes[operation]);
  }

  function all<Schema extends z.ZodType>(operation: Operation, schema: Schema, parts?: Parts) {
    return read(operation, (body) => decodePage(schema, body), parts);
  }

  return {
    /** An answer that is read in a way of its own. */
    read,

    /** The one object of the answer. */
    one: <Schema extends z.ZodType>(operation: Operation, schema: Schema, parts?: Parts) =>
      read(operation, (body) => decodeOne(schema, body), parts),

    /** The objects of a list that is not read by offset and limit. */
    all,

    page: async <Schema extends z.ZodType>(
      operation: Operation,
      schema: Schema,
      paging: Paging,
      filters: Query | Problem = {},
    ): Promise<Page<z.output<Schema>> | Problem> => {
      const asked = checked(PagingSchema, paging);
      if (isProblem(asked)) return asked;
      return isProblem(filters) ? filters : all(operation, schema, { query: { ...filters, ...asked } });
    },

    /** For operations whose success says nothing. A page of something else's (a proxy's) is no success. */
    done: async (operation: Operation, parts: Parts): Promise<'done' | Problem> => {
      const body = await call(operation, parts);
      if (isProblem(body)) return body;
      return body.kind === 'other' ? unreadable(routes[operation]) : 'done';
    },
  };
}

function withoutUndefined<Value>(values: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
