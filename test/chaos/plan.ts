import { type ApprovalSetUp, decide } from './approval-actions.ts';
import { lastWarning } from './forms.ts';
import type { Harness } from './harness.ts';
import type { Random } from './random.ts';
import { endAtParsec, type Scenario } from './scenario.ts';
import * as userActions from './user-actions.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Something that happens at a time of the world's clock. `at` may move, so it is read again each time. */
export type Event = { readonly at: () => number; readonly run: () => Promise<void> };

/** Adds a channel for scenarios. */
export function addChannel({ world }: Harness, n: number): string {
  const members = [world.people.mia, world.people.ada];
  return world.slack.addChannel({ name: `scenario-${n}`, members, bot: true }).id;
}

/** Who has to approve what in the episode of a seed: in two of three, so that the others stay as they are without. */
export function drawApprovals(seed: number, random: Random): ApprovalSetUp | undefined {
  if (seed % 3 === 1) return undefined;
  const count = random.pick([1, 1, 2]);
  return {
    count,
    windowMs: random.pick([30, 60, 80]) * MINUTE,
    // Two people of whom one asks can't be two who approve.
    later: count === 1 && random.chance(0.5),
    inChannel: random.chance(0.4),
  };
}

/** An invite in a channel of its own, or in a `busy` one, where most end in the same minute and are notified together. */
export function drawScenario(
  harness: Harness,
  random: Random,
  n: number,
  { busy, approvals }: { readonly busy: string | undefined; readonly approvals: ApprovalSetUp | undefined },
): Scenario {
  const { world } = harness;
  const inviter = random.pick([world.people.mia, world.people.mia, world.people.ada]);
  const channel = busy ?? addChannel(harness, n);
  // 11:30 UTC, as it is typed in Paris and in London.
  const together = `now until ${inviter === world.people.mia ? '12:30' : '11:30'}`;
  const length = random.pick(['40m', '90m', '2h', '3h']);
  return {
    event: `event ${n}`,
    email: `guest${n}@example.com`,
    channel,
    inviter,
    when:
      busy !== undefined && random.chance(0.7)
        ? together
        : random.chance(0.5)
          ? `for ${length}`
          : `in ${random.pick([5, 30, 60, 90])}m for ${length}`,
    asked: 'no',
    askedEnd: undefined,
    cancel: 'no',
    ends: new Set(),
    changes: 0,
    gamepad: 'no',
    kicks: 0,
    kickSure: false,
    dashboard: 'nothing',
    warned: new Set(),
    doubleClicks: 0,
    latest: 0,
    overtaken: false,
    approvals,
    presses: [],
    waits: false,
    wrong: [],
    story: [],
  };
}

/** The invite, and the actions of one or two people. */
export function plan(harness: Harness, scenario: Scenario, random: Random, n: number): Event[] {
  const { mia, ada } = harness.world.people;
  const start = harness.world.clock.now();
  const invitedAt = start + n * random.between(0, 6) * MINUTE + random.between(0, 59) * SECOND;
  const logged = (what: string, run: () => Promise<void>) => async () => {
    scenario.story.push(`${new Date(harness.world.clock.now()).toISOString()} ${what}`);
    if (what === 'invite' || scenario.asked !== 'no') await run();
  };
  const events: Event[] = [
    { at: () => invitedAt, run: logged('invite', () => userActions.invite(harness, scenario, random.fork())) },
  ];
  for (let more = random.pick([0, 1, 1, 2]); more > 0; more--) {
    const who = scenario.inviter === mia ? random.pick([mia, ada]) : ada;
    const way = {
      person: who,
      beside: scenario.inviter === mia && random.chance(0.25) ? (who === mia ? ada : mia) : undefined,
      doubleClick: random.chance(0.3),
    };
    const soon = invitedAt + random.between(10 * SECOND, 100 * MINUTE);
    const beforeEnd = () => (endAtParsec(harness.world, scenario) ?? soon) - 13 * MINUTE;
    const longer = random.pick([30, 60] as const);
    const minutes = random.pick([30, 60, 120] as const);
    const how = random.pick(['kick', 'kick', 'cancel'] as const);
    const [what, at, run] = random.pick<readonly [string, () => number, () => Promise<void>]>([
      ['cancel', () => soon, () => userActions.cancel(harness, scenario, way, 'card')],
      ['kick', () => soon, () => userActions.kick(harness, scenario, way, how)],
      ['update', () => soon, () => userActions.update(harness, scenario, way)],
      ['extend', () => soon, () => userActions.extend(harness, scenario, way, minutes)],
      [
        'extend from the warning',
        beforeEnd,
        () => fromWarning(() => userActions.extendFromWarning(harness, scenario, way, longer)),
      ],
      [
        'end from the warning',
        beforeEnd,
        () => fromWarning(() => userActions.cancel(harness, scenario, way, 'warning')),
      ],
    ]);
    events.push({ at, run: logged(what, run) });
  }
  // Drawn last, so that the earlier draws stay the same.
  const dashboard = random.chance(0.12);
  const planned = dashboard ? [...events.slice(0, 1), inDashboard()] : events;
  return scenario.approvals === undefined ? planned : [...planned, ...decisions()];

  /** Most is decided soon; later on what waits then is. */
  function decisions(): Event[] {
    const soon = random.chance(0.7) ? [random.between(10 * SECOND, 10 * MINUTE)] : [];
    const later = Array.from({ length: random.between(0, 2) }, () => random.between(MINUTE, 110 * MINUTE));
    const decided = (after: number): Event => {
      const forked = random.fork();
      return { at: () => invitedAt + after, run: logged('decide', () => decide(harness, scenario, forked)) };
    };
    const extended = random.chance(0.6) ? [random.between(10 * MINUTE, 40 * MINUTE)] : [];
    return [
      ...[...soon, ...later].map(decided),
      ...extended.flatMap((after) => [extension(after), decided(after + random.between(SECOND, 5 * MINUTE))]),
    ];
  }

  function extension(after: number): Event {
    const way = {
      person: scenario.inviter === mia ? random.pick([mia, ada]) : ada,
      beside: undefined,
      doubleClick: false,
    };
    const minutes = random.pick([30, 60, 120] as const);
    return {
      at: () => invitedAt + after,
      run: logged('extend', () => userActions.extend(harness, scenario, way, minutes)),
    };
  }

  function inDashboard(): Event {
    const at = invitedAt + random.between(MINUTE, 100 * MINUTE);
    const cancels = random.chance(0.4);
    const byMinutes = random.pick([-20, 15, 45, 90]);
    const what = cancels ? 'cancel in the dashboard' : `move the end by ${byMinutes} minutes in the dashboard`;
    const run = async () =>
      cancels
        ? userActions.cancelInDashboard(harness, scenario)
        : userActions.moveEndInDashboard(harness, scenario, byMinutes);
    return { at: () => at, run: logged(what, run) };
  }

  /** Waits for the warning first, which faults may delay. */
  async function fromWarning(run: () => Promise<void>): Promise<void> {
    for (let round = 0; round < 20 && lastWarning(harness, scenario) === undefined; round++) {
      await harness.restartDead();
      await harness.advance(1, 5 * SECOND);
    }
    if (lastWarning(harness, scenario) !== undefined) await run();
  }
}
