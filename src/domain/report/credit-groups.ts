/** How many invites Parsec confirmed, and of them those that cost nothing. */
export type CreditCount = { readonly confirmed: number; readonly members: number; readonly returned: number };

/** What invites cost, as far as Guestlist can see. */
export function creditsOf({ confirmed, members, returned }: CreditCount): number {
  return confirmed - members - returned;
}

/** Rows put together by what they have in common, in the order of `key`; each row counts in one group. */
export function groupCredits<Row extends CreditCount>(rows: readonly Row[], key: (row: Row) => string): readonly Row[] {
  const groups = new Map<string, Row>();
  for (const row of rows) {
    const group = groups.get(key(row));
    groups.set(key(row), group === undefined ? row : { ...group, ...sumOf(group, row) });
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}

function sumOf(one: CreditCount, other: CreditCount): CreditCount {
  return {
    confirmed: one.confirmed + other.confirmed,
    members: one.members + other.members,
    returned: one.returned + other.returned,
  };
}
