import { decideInQuiet, isWaiting } from './approval-actions.ts';
import { outcomesSaid, requestsOf } from './approval-cards.ts';
import { countInjected, drawJump, drawLateEffect, drawRefusal, drawTrouble, type Lateness } from './fault-injection.ts';
import { checkCredits, checkOtherChannels, countDuplicates, type Duplicates, describeFailure } from './final-checks.ts';
import { type Harness, startHarness } from './harness.ts';
import { type Mutant, mutants } from './mutants.ts';
import { checkScenario, type Violation } from './oracle.ts';
import { addChannel, drawApprovals, drawScenario, type Event, plan } from './plan.ts';
import { createRandom, type Random } from './random.ts';
import { endAtParsec, isDigest, isSettled, live, mainOf, type Scenario } from './scenario.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** In one of this many episodes all scenarios share one channel. */
const EVERY_BUSY = 4;

const historyScopes: readonly string[] = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

export type EpisodeOrder = {
  readonly seed: number;
  readonly scenarios: number;
  readonly replicas: number;
  readonly mutant?: Mutant | undefined;
  readonly lateness?: Lateness | undefined;
};

export type EpisodeReport = {
  readonly seed: number;
  readonly scenarios: number;
  readonly mutant: Mutant | undefined;
  readonly violations: readonly Violation[];
  /** Duplicates left at the end, whatever caused them. */
  readonly duplicates: Duplicates;
  /** Duplicate posts where the bot could not look first. */
  readonly allowed: number;
  readonly kills: readonly string[];
  readonly injected: Readonly<Record<string, number>>;
  /** Everything that happened, when there is a violation. */
  readonly story: string;
};

/** Runs one episode: some scenarios in one world, with every fault drawn from the seed. */
export async function runEpisode(
  order: EpisodeOrder,
  postgres: { readonly databaseUrl: string; readonly restart: () => Promise<void> } | undefined,
): Promise<EpisodeReport> {
  const random = createRandom(order.seed);
  const blind = random.chance(0.04);
  const scenarios: Scenario[] = [];
  const credits = 100;
  const injected: Record<string, number> = {};
  const count = (kind: string) => {
    injected[kind] = (injected[kind] ?? 0) + 1;
  };
  // Of their own sequence, so that the draws of everything else stay the same.
  const decisions = createRandom(order.seed + 1_000_003);
  const approvals = drawApprovals(order.seed, decisions);
  const harness = await startHarness({
    approvals,
    random: random.fork(),
    replicas: order.replicas,
    databaseUrl: postgres?.databaseUrl,
    withoutScopes: blind || order.mutant === 'no-look-up' ? historyScopes : [],
    credits,
    mutant: order.mutant && mutants[order.mutant],
    onMove: (to) => {
      for (const scenario of scenarios) {
        if (isOvertaken(harness, scenario, to)) scenario.overtaken = true;
        if (scenario.asked !== 'no') scenario.latest = Math.max(scenario.latest, to);
      }
    },
  });
  try {
    const busy = order.seed % EVERY_BUSY === EVERY_BUSY - 1 ? addChannel(harness, 0) : undefined;
    for (let n = 0; n < order.scenarios; n++)
      scenarios.push(drawScenario(harness, random.fork(), n, { busy, approvals }));
    const note = (what: string) => {
      for (const scenario of scenarios)
        scenario.story.push(`${new Date(harness.world.clock.now()).toISOString()} (${what})`);
    };
    const events = scenarios.flatMap((scenario, n) => plan(harness, scenario, random.fork(), n));
    const trouble = random.fork();
    await harness.restartDead();
    await runAll(harness, events, async () => {
      const lateness = order.lateness ?? 'now and then';
      await disturb(harness, trouble.fork(), { lateness, restartPostgres: postgres?.restart }, (kind) => {
        count(kind);
        note(kind);
      });
    });
    harness.stopKilling();
    harness.world.slack.clearTrouble();
    harness.world.parsec.clearTrouble();
    harness.world.parsec.refuseKeys(false);
    await harness.restartDead();
    await runOut(harness, scenarios, decisions);

    const found = scenarios.flatMap((scenario) => checkScenario(harness.world, scenario));
    const spent = harness.world.parsec.invites.filter(({ hidden }) => hidden.used && hidden.charged).length;
    const all = [...found, ...checkCredits(harness, credits - spent, found), ...checkOtherChannels(harness, scenarios)];
    const excused = (violation: Violation) => blind && violation.kind === 'duplicate post';
    const violations = all.filter((violation) => !excused(violation));
    const sum = (of: (scenario: Scenario) => number) => scenarios.reduce((all, scenario) => all + of(scenario), 0);
    const more = {
      ...countInjected(harness.world),
      'pressed twice at once': sum((scenario) => scenario.doubleClicks),
      'surplus invites cancelled': harness.world.slack.messages.filter(({ text }) =>
        /created this invite twice|ran an old request late/.test(text),
      ).length,
      'messages deleted': harness.world.slack.calls.filter(
        ({ method, answer }) => method === 'chat.delete' && answer.ok,
      ).length,
      'ends notified together': harness.world.slack.messages.filter(isDigest).length,
      // Shows that the oracle required warnings at all.
      'approvals asked for': sum((scenario) => requestsOf(harness.world, scenario).length),
      ...countOutcomes(harness, scenarios),
      'required warnings': sum((scenario) => scenario.warned.size),
    };
    for (const [kind, times] of Object.entries(more)) if (times > 0) injected[kind] = (injected[kind] ?? 0) + times;
    return {
      seed: order.seed,
      scenarios: scenarios.length,
      mutant: order.mutant,
      violations,
      duplicates: countDuplicates(harness, scenarios, blind),
      allowed: all.length - violations.length,
      kills: harness.kills,
      injected,
      story: violations.length === 0 ? '' : describeFailure(harness, scenarios, violations),
    };
  } finally {
    await harness.stop();
  }
}

/** How many requests for approval came to what. */
function countOutcomes({ world }: Harness, scenarios: readonly Scenario[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const request of scenarios.flatMap((scenario) => requestsOf(world, scenario)))
    for (const outcome of outcomesSaid(world, request))
      counts[`${request.kind} ${outcome}`] = (counts[`${request.kind} ${outcome}`] ?? 0) + 1;
  return counts;
}

/** Runs the events in the order of the clock, and injects faults before each. */
async function runAll(harness: Harness, events: Event[], disturbed: () => Promise<void>): Promise<void> {
  while (events.length > 0) {
    const next = events.reduce((first, each) => (each.at() < first.at() ? each : first));
    events.splice(events.indexOf(next), 1);
    const away = next.at() - harness.world.clock.now();
    if (away > 0) harness.move(away);
    await disturbed();
    await next.run();
    await harness.advance(1);
  }
}

async function disturb(
  harness: Harness,
  random: Random,
  {
    lateness,
    restartPostgres,
  }: { readonly lateness: Lateness; readonly restartPostgres: (() => Promise<void>) | undefined },
  count: (kind: string) => void,
): Promise<void> {
  drawTrouble(harness.world, random);
  drawLateEffect(harness.world, random, lateness);
  if (random.chance(0.5)) harness.scheduleKill(random, random.between(1, random.pick([10, 40, 150])));
  if (random.chance(0.05)) harness.killOne(random);
  if (random.chance(0.1)) {
    harness.world.slack.disconnectSockets(random.pick(['cut', 'refresh']));
    count('sockets cut');
  }
  if (restartPostgres !== undefined && random.chance(0.1)) {
    const back = restartPostgres();
    await harness.advance(2);
    await back;
    count('PostgreSQL restarted');
  }
  if (random.chance(0.25)) {
    const jump = drawJump(random);
    // No request takes hours, so the clock jumps only while none is in flight.
    await harness.waitUntilIdle();
    harness.move(jump);
    count(jump > 0 ? 'clock jumped forward' : 'clock jumped back');
    await harness.advance(1);
  }
  if (random.chance(0.1)) drawRefusal(harness.world, random);
  // Somebody disables the key, and enables it again later.
  if (random.chance(0.06)) {
    harness.world.parsec.refuseKeys(true);
    count('key revoked');
  } else if (random.chance(0.6)) harness.world.parsec.refuseKeys(false);
}

/** Lets every invite end without further faults, and then some more time pass. */
async function runOut(harness: Harness, scenarios: readonly Scenario[], decisions: Random): Promise<void> {
  const { clock } = harness.world;
  await harness.advance(15, 4 * SECOND);
  await harness.advance(6, MINUTE);
  for (const scenario of scenarios) await decideInQuiet(harness, scenario, decisions);
  await waitForEnds(harness, scenarios);
  // After the clock went back, jobs wait until their time comes again, so an invite may be created late.
  const latest = Math.max(...scenarios.map((scenario) => scenario.latest));
  if (latest > clock.now()) harness.move(latest + SECOND - clock.now());
  await harness.advance(15, 4 * SECOND);
  await waitForEnds(harness, scenarios);
  for (let round = 0; round < 30; round++) {
    await harness.advance(1, 5 * MINUTE);
    if (round > 3 && scenarios.every((scenario) => checkScenario(harness.world, scenario).length === 0)) break;
  }
  await harness.advance(3, 20 * MINUTE);
}

async function waitForEnds(harness: Harness, scenarios: readonly Scenario[]): Promise<void> {
  const { clock } = harness.world;
  const open = () =>
    scenarios
      .filter((scenario) => live(harness.world, scenario).length > 0)
      .map((scenario) => ({ scenario, end: endAtParsec(harness.world, scenario) ?? 0 }))
      .filter(({ end }) => end > clock.now())
      .sort((one, other) => one.end - other.end);
  for (let [next] = open(); next !== undefined; [next] = open()) {
    const { scenario, end } = next;
    const warnAt = end - 14 * MINUTE;
    // If the clock was here before and went back, the warning may wait for its time, or be left out.
    const fresh = scenario.latest < warnAt - 2 * MINUTE && scenario.cancel === 'no';
    if (clock.now() < warnAt) harness.move(warnAt - clock.now());
    // A warning is required only where no fault could prevent it.
    const starts = Date.parse(mainOf(harness.world, scenario)?.starts_at ?? '');
    if (fresh && clock.now() < end - 10 * MINUTE && starts < end - 15 * MINUTE) {
      await harness.advance(12, 3 * SECOND);
      if (endAtParsec(harness.world, scenario) === end && clock.now() < end - 5 * MINUTE) scenario.warned.add(end);
    }
    harness.move(Math.max(end + SECOND - clock.now(), SECOND));
    await harness.advance(3, 2 * SECOND);
  }
}

/** Whether moving the clock there passes the end before Parsec has what people asked for. */
function isOvertaken(harness: Harness, scenario: Scenario, to: number): boolean {
  if (scenario.asked === 'no') return false;
  const end = endAtParsec(harness.world, scenario);
  // Until somebody has decided it, nothing has to be at Parsec.
  if (end === undefined && scenario.approvals !== undefined && isWaiting(harness, scenario)) return false;
  if (end === undefined) return scenario.askedEnd !== undefined && to > scenario.askedEnd - 2 * MINUTE;
  return to > end - MINUTE && !isSettled(harness.world, scenario);
}
