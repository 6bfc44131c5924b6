import * as deeds from './deeds.ts';
import { lastWarning } from './hands.ts';
import { endAtParsec, type Life } from './life.ts';
import type { Random } from './random.ts';
import type { Town } from './town.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What happens at a time of the world's clock. `at` may move: it is asked again each time. */
export type Event = { readonly at: () => number; readonly run: () => Promise<void> };

/** A channel for lives. */
export function addChannel({ world }: Town, n: number): string {
  const members = [world.people.mia, world.people.ada];
  return world.slack.addChannel({ name: `life-${n}`, members, bot: true }).id;
}

/** An invite in a channel of its own, or in a `busy` one, where most end at the same minute and are told together. */
export function drawLife(town: Town, random: Random, n: number, busy: string | undefined): Life {
  const { world } = town;
  const inviter = random.pick([world.people.mia, world.people.mia, world.people.ada]);
  const channel = busy ?? addChannel(town, n);
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
    story: [],
  };
}

/** The invite, and what one or two people do with it. */
export function plan(town: Town, life: Life, random: Random, n: number): Event[] {
  const { mia, ada } = town.world.people;
  const start = town.world.clock.now();
  const invitedAt = start + n * random.between(0, 6) * MINUTE + random.between(0, 59) * SECOND;
  const noted = (what: string, run: () => Promise<void>) => async () => {
    life.story.push(`${new Date(town.world.clock.now()).toISOString()} ${what}`);
    if (what === 'invite' || life.asked !== 'no') await run();
  };
  const events: Event[] = [
    { at: () => invitedAt, run: noted('invite', () => deeds.invite(town, life, random.fork())) },
  ];
  for (let more = random.pick([0, 1, 1, 2]); more > 0; more--) {
    const who = life.inviter === mia ? random.pick([mia, ada]) : ada;
    const way = {
      person: who,
      beside: life.inviter === mia && random.chance(0.25) ? (who === mia ? ada : mia) : undefined,
      doubleClick: random.chance(0.3),
    };
    const soon = invitedAt + random.between(10 * SECOND, 100 * MINUTE);
    const beforeEnd = () => (endAtParsec(town.world, life) ?? soon) - 13 * MINUTE;
    const longer = random.pick([30, 60] as const);
    const minutes = random.pick([30, 60, 120] as const);
    const how = random.pick(['kick', 'kick', 'cancel'] as const);
    const [what, at, run] = random.pick<readonly [string, () => number, () => Promise<void>]>([
      ['cancel', () => soon, () => deeds.cancel(town, life, way, 'card')],
      ['kick', () => soon, () => deeds.kick(town, life, way, how)],
      ['update', () => soon, () => deeds.update(town, life, way)],
      ['extend', () => soon, () => deeds.extend(town, life, way, minutes)],
      ['extend from the warning', beforeEnd, () => fromWarning(() => deeds.extendFromWarning(town, life, way, longer))],
      ['end from the warning', beforeEnd, () => fromWarning(() => deeds.cancel(town, life, way, 'warning'))],
    ]);
    events.push({ at, run: noted(what, run) });
  }
  // Last, so that what was drawn before stays what it was.
  return random.chance(0.12) ? [...events.slice(0, 1), atTheDashboard()] : events;

  function atTheDashboard(): Event {
    const at = invitedAt + random.between(MINUTE, 100 * MINUTE);
    const cancels = random.chance(0.4);
    const byMinutes = random.pick([-20, 15, 45, 90]);
    const what = cancels ? 'cancel in the dashboard' : `move the end by ${byMinutes} minutes in the dashboard`;
    const run = async () => (cancels ? deeds.cancelThere(town, life) : deeds.moveEndThere(town, life, byMinutes));
    return { at: () => at, run: noted(what, run) };
  }

  /** Waits for the warning first; it may be late by all that goes wrong. */
  async function fromWarning(run: () => Promise<void>): Promise<void> {
    for (let round = 0; round < 20 && lastWarning(town, life) === undefined; round++) {
      await town.revive();
      await town.pump(1, 5 * SECOND);
    }
    if (lastWarning(town, life) !== undefined) await run();
  }
}
