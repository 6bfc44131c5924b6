import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';
import type * as statements from './statements.ts';

type Bound<F> = F extends (db: Kysely<Tables>, ...args: infer A) => infer R ? (...args: A) => R : never;

/** Every statement there is, on one connection or inside one transaction. */
export type Statements = { readonly [K in keyof typeof statements]: Bound<(typeof statements)[K]> };
