/** What a report needs of an audit row. `at` in epoch ms. */
export type AuditEvent = {
  readonly at: number;
  /** A Slack person's id, or 'guestlist'. */
  readonly actor: string;
  readonly action: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
};

/** Actions after which the invite is at the provider; the first of them in a row counts. */
const OPENS: ReadonlySet<string> = new Set(['granted', 'found_after_doubt', 'imported']);
/** Actions after which it no longer is, and nobody gets in. */
const CLOSES: ReadonlySet<string> = new Set(['cancelled', 'taken_away', 'create_taken_back']);

/** A time in which the invite was at the provider. `to` is undefined while it still is, and when its window just closed. Epoch ms. */
export type Stay = { readonly from: number; readonly to: number | undefined };

/** When an invite was at the provider, by its audit rows, oldest first. One that is held and taken over is there twice. */
export function staysOf(events: readonly AuditEvent[]): readonly Stay[] {
  const stays: Stay[] = [];
  let from: number | undefined;
  for (const { action, at } of events) {
    if (from === undefined && OPENS.has(action)) from = at;
    else if (from !== undefined && CLOSES.has(action)) {
      stays.push({ from, to: at });
      from = undefined;
    }
  }
  return from === undefined ? stays : [...stays, { from, to: undefined }];
}
