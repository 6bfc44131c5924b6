/** How long the tests of a file may take, seconds, on two cores with the whole suite under way: a third more than measured. */
const USUAL = 30;

/** Files that need longer, and why. Those with the longest budgets start first (longest-first.ts). */
const longer: Readonly<Record<string, number>> = {
  // Whole scenarios under faults, and bots that are killed at every step: processes that start again and again.
  'test/chaos.test.ts': 180,
  'test/stories/crash.test.ts': 100,
  'test/stories/members-crash.test.ts': 45,
  'test/app/lifecycle.test.ts': 60,
  'test/stories/replicas.test.ts': 40,
  // Removals that fail, and are tried again for as long as it takes.
  'test/stories/removals.test.ts': 90,
  'test/stories/stuck-cancel.test.ts': 35,
  // Answers that are late or never come: silence is over only when the time for an answer is.
  'test/stories/parsec-trouble.test.ts': 45,
  'test/stories/late-effects.test.ts': 50,
  'test/stories/members-trouble.test.ts': 45,
  'test/store/postgres.test.ts': 60,
  // Two databases, and a process for each command.
  'test/store/audit.test.ts': 40,
  'test/audit-log.test.ts': 40,
  // Slack takes one message a second and channel.
  'test/stories/warned-together.test.ts': 50,
  'test/stories/bursts.test.ts': 80,
  'test/stories/fairness.test.ts': 65,
  'test/stories/quotas.test.ts': 55,
  // Every surface, request or form, each by everybody or under every key.
  'test/stories/odd-requests.test.ts': 55,
  'test/stories/power.test.ts': 45,
  'test/stories/surfaces.test.ts': 45,
  'test/stories/guest-command.test.ts': 35,
  'test/stories/replays.test.ts': 50,
  'test/stories/claims.test.ts': 35,
  'test/providers/parsec/bare.test.ts': 40,
  'test/domain/time/zoned-time.test.ts': 40,
  // A real browser, and two real databases.
  'test/stories/erase.test.ts': 45,
  'test/sandbox/page/modal.test.ts': 40,
  'test/sandbox/page/messages.test.ts': 40,
  'test/stories/page.test.ts': 45,
  'test/store/copy-store.test.ts': 40,
  // npm, and the product as somebody new finds it.
  'test/install/production.test.ts': 60,
};

/** The budget of a file, seconds; `file` below the root of the project. */
export function budgetOf(file: string): number {
  return longer[file] ?? USUAL;
}
