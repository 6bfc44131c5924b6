import { walks } from '../../stories/walks.ts';
import { benches } from '../conformance/benches.ts';
import { nobody } from '../support/nobody.ts';

/** Whatever has a row for `/team`: each row names its operation, and the conformance of the rows has run it. */
const byTeam = benches.flatMap(([system, { make, operations }]) => {
  const named = new Set((make(nobody).team ?? []).map(({ operation }) => operation));
  return Object.entries(operations.routes).flatMap(([client, { name }]) =>
    named.has(name) ? [[`${system}.${client}`, '/team'] as const] : [],
  );
});

/** Whatever `/guest` and `/member` lead to: test/stories/walks.test.ts takes each of them. */
const byWalk = benches.flatMap(([system, { operations }]) =>
  Object.entries(operations.routes).flatMap(([client, { name }]) => {
    const way = walks.find((walk) => walk.system === system && walk.operations.includes(name));
    return way === undefined ? [] : [[`${system}.${client}`, way.surface] as const];
  }),
);

/** Through what in Slack each operation can be reached, by provider and function: `snyk.createOrgInvitation` -> `/member invite`. */
export const surfaces: Readonly<Record<string, string>> = Object.fromEntries([...byTeam, ...byWalk]);
