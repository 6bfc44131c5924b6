import type { z } from 'zod';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { HttpBody, HttpRequest, Send } from './http.ts';
import { judgeAnswer, type Manners, unreadable } from './judge-answer.ts';
import { fillPath, type Route } from './route.ts';

/** What one request fills in. `ids` go into the path, each as one segment of it. */
export type Parts = {
  readonly ids?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Of the body, what nobody may read in a refusal that echoes it. */
  readonly secret?: string;
};

export type Caller<Operation extends string> = {
  /** What the schema makes of a success; a success it cannot read is a Problem, of a write `provider_outcome_unknown`. */
  readonly read: <Schema extends z.ZodType>(
    operation: Operation,
    schema: Schema,
    parts?: Parts,
  ) => Promise<z.output<Schema> | Problem>;
  /** For operations whose success says nothing. A page of something else's (a proxy's) is no success. */
  readonly done: (operation: Operation, parts?: Parts) => Promise<'done' | Problem>;
};

/**
 * Calls the operations of one provider over HTTP, for one key. Answers what was asked for or a Problem, and throws for nothing that
 * comes over the network. What a quota holds back is `provider_busy` with its `retryAt`.
 */
export function createCaller<Operation extends string>(options: {
  readonly routes: Readonly<Record<Operation, Route>>;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly manners: Manners;
  readonly headers?: Pick<HttpRequest, 'scheme' | 'mediaType' | 'traceHeader'>;
  readonly send: Send;
}): Caller<Operation> {
  const { routes, manners } = options;
  const { provider } = manners;

  /** The body of a success, or the Problem. */
  async function call(operation: Operation, parts: Parts = {}): Promise<HttpBody | Problem> {
    const route = routes[operation];
    // '.' and '..' would change the path, '' would name the list instead of the thing.
    if (Object.values(parts.ids ?? {}).some((id) => ['', '.', '..'].includes(id))) {
      return problem('provider_not_found', { provider });
    }

    const answer = await options.send({
      ...options.headers,
      label: `${provider} ${route.name}`,
      quota: route.quota,
      // People are invited by hundreds; who removes somebody meanwhile must not wait for a window to pass.
      inMasses: route.invites === true,
      kind: route.kind,
      method: route.method,
      url: options.apiUrl + fillPath(route.path, parts.ids ?? {}),
      ...(parts.query === undefined ? {} : { query: parts.query }),
      ...(parts.body === undefined ? {} : { body: parts.body }),
      bearer: manners.secret,
    });
    const trouble = judgeAnswer(answer, route, manners, parts.secret);
    if (trouble !== undefined) return trouble;
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
 * Holds a request against the documented bounds before it is sent. What is out of them is `provider_rejected`, as the provider
 * itself would answer, with the name of the field.
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

/** A key that is missing or null is undefined. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}
