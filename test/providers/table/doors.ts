import { benches } from '../conformance/benches.ts';
import { nobody } from '../support/nobody.ts';

/** Whatever has a row for `/team`: each row names its operation, and the conformance of the rows has run it. */
const byTeam = benches.flatMap(([system, { make, operations }]) => {
  const named = new Set((make(nobody).team ?? []).map(({ operation }) => operation));
  return Object.entries(operations.routes).flatMap(([client, { name }]) =>
    named.has(name) ? [[`${system}.${client}`, '/team'] as const] : [],
  );
});

/**
 * Through what in Slack each operation can be reached, by provider and function: `snyk.createOrgInvitation` -> `/member invite`.
 * The commands themselves are to say it; one that does not yet has no door here.
 */
export const doors: Readonly<Record<string, string>> = Object.fromEntries(byTeam);
