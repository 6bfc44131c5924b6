import type { z } from 'zod';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { ConnectionConfig } from './connection-config.ts';
import type { HttpBody, HttpRequest, Query, Send } from './http.ts';
import { type ErrorMapping, interpretResponse, unreadable } from './interpret-response.ts';
import { fillPath, overrideRoutes, type Route } from './route.ts';

/** What one request fills in. A query or body that is a Problem (out of bounds) is the answer, and nothing is sent. */
export type Parts = {
  /** Parts of the path, each one segment of it. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly query?: Query | Problem;
  readonly body?: Readonly<Record<string, unknown>> | Problem;
  /** A part of the body to blank in an error message that echoes it. */
  readonly secret?: string;
};

export type Caller<Operation extends string> = {
  /** What the schema makes of a success. A success it cannot read is a Problem; for a write `provider_outcome_unknown`. */
  readonly read: <Schema extends z.ZodType>(
    operation: Operation,
    schema: Schema,
    parts?: Parts,
  ) => Promise<z.output<Schema> | Problem>;
  /** For operations whose success has no content. A page from somewhere else (a proxy) is not a success. */
  readonly done: (operation: Operation, parts?: Parts) => Promise<'done' | Problem>;
};

/**
 * Calls the operations of one provider over HTTP, with one key. Answers the result or a Problem, and never throws for what comes over
 * the network. A request that a quota blocks is `provider_busy` with its `retryAt`.
 */
export function createCaller<Operation extends string>(options: {
  /** As the provider's documents have them; the configuration may say otherwise. Throws when that is invalid. */
  readonly routes: Readonly<Record<Operation, Route>>;
  readonly config: ConnectionConfig;
  readonly errorMapping: ErrorMapping;
  readonly headers?: Pick<HttpRequest, 'scheme' | 'mediaType' | 'traceHeader'>;
  readonly send: Send;
}): Caller<Operation> {
  const { config, errorMapping } = options;
  const { provider } = errorMapping;
  const routes = overrideRoutes(provider, options.routes, config.routes);

  /** The body of a success, or the Problem. */
  async function call(
    operation: Operation,
    { ids = {}, query, body, secret }: Parts = {},
  ): Promise<HttpBody | Problem> {
    if (isProblem(query)) return query;
    if (isProblem(body)) return body;
    const route = routes[operation];
    // '.' and '..' would change the path, '' would name the list instead of one thing in it.
    if (Object.values(ids).some((id) => ['', '.', '..'].includes(id)))
      return problem('provider_not_found', { provider });

    const answer = await options.send({
      ...options.headers,
      label: `${provider} ${route.name}`,
      quota: route.quota,
      // People are invited by the hundred; removing somebody meanwhile must not wait for a whole window.
      bulk: route.invites === true,
      kind: route.kind,
      method: route.method,
      url: config.apiUrl + fillPath(route.path, ids),
      query,
      body,
      bearer: errorMapping.secret,
    });
    const failure = interpretResponse(answer, route, errorMapping, secret);
    if (failure !== undefined) return failure;
    return answer.kind === 'answered' ? answer.body : unreadable(provider, route);
  }

  return {
    async read(operation, schema, parts) {
      const body = await call(operation, parts);
      if (isProblem(body)) return body;
      const read = body.kind === 'json' ? schema.safeParse(body.value) : undefined;
      return read?.success ? read.data : unreadable(provider, routes[operation]);
    },

    async done(operation, parts) {
      const body = await call(operation, parts);
      if (isProblem(body)) return body;
      return body.kind === 'other' ? unreadable(provider, routes[operation]) : 'done';
    },
  };
}

/**
 * Checks a request against the documented bounds before it is sent. A value out of bounds is `provider_rejected` with the name of the
 * field, as from the provider itself.
 */
export function checked<Schema extends z.ZodType>(
  provider: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> | Problem {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') || 'the request';
  return problem('provider_rejected', { provider, field, message: `${field}: ${issue?.message ?? 'out of bounds'}` });
}
