import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import * as deeds from './deeds.ts';
import { drawJump, drawTrouble, troublesMet } from './faults.ts';
import { type Fault, judge } from './judge.ts';
import { endAtParsec, held, isSettled, type Life, said } from './life.ts';
import { type Plant, plants } from './plants.ts';
import { createRandom, type Random } from './random.ts';
import { startTown, type Town } from './town.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export const historyScopes: readonly string[] = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

export type EpisodeOrder = {
  readonly seed: number;
  readonly lives: number;
  readonly replicas: number;
  readonly plant?: Plant | undefined;
};

export type EpisodeReport = {
  readonly seed: number;
  readonly lives: number;
  readonly faults: readonly Fault[];
  /** Duplicate posts where nobody could look first. */
  readonly allowed: number;
  readonly deaths: readonly string[];
  readonly met: Readonly<Record<string, number>>;
  /** What happened, when something is wrong. */
  readonly story: string;
};

/** What happens at a time of the world's clock. `at` may move: it is asked again each time. */
type Event = { readonly at: () => number; readonly run: () => Promise<void> };

/** Plays one episode: some lives in one world, with all that goes wrong drawn from the seed. */
export async function playEpisode(
  order: EpisodeOrder,
  postgres: { readonly databaseUrl: string; readonly restart: () => Promise<void> } | undefined,
): Promise<EpisodeReport> {
  const random = createRandom(order.seed);
  const blind = random.chance(0.04);
  const lives: Life[] = [];
  const credits = 100;
  const met: Record<string, number> = {};
  const count = (kind: string) => {
    met[kind] = (met[kind] ?? 0) + 1;
  };
  const town = await startTown({
    random: random.fork(),
    replicas: order.replicas,
    databaseUrl: postgres?.databaseUrl,
    withoutScopes: blind || order.plant === 'no-look-up' ? historyScopes : [],
    credits,
    plant: order.plant && plants[order.plant],
    onMove: (to) => {
      for (const life of lives) {
        if (isOvertaken(town, life, to)) life.overtaken = true;
        if (life.asked !== 'no') life.latest = Math.max(life.latest, to);
      }
    },
  });
  try {
    for (let n = 0; n < order.lives; n++) lives.push(drawLife(town, random.fork(), n));
    const note = (what: string) => {
      for (const life of lives) life.story.push(`${new Date(town.world.clock.now()).toISOString()} (${what})`);
    };
    const events = lives.flatMap((life, n) => plan(town, life, random.fork(), n));
    const trouble = random.fork();
    await town.revive();
    await playAll(town, events, async () => {
      await disturb(town, trouble.fork(), postgres?.restart, (kind) => {
        count(kind);
        note(kind);
      });
    });
    town.noMoreDeaths();
    town.world.slack.clearTrouble();
    town.world.parsec.clearTrouble();
    await town.revive();
    await runOut(town, lives);

    const found = lives.flatMap((life) => judge(town.world, life));
    const spent = town.world.parsec.invites.filter(({ hidden }) => hidden.used && hidden.charged).length;
    const all = [...found, ...judgeCredits(town, credits - spent, found), ...judgeElsewhere(town, lives)];
    const excused = (fault: Fault) => blind && fault.kind === 'duplicate post';
    const faults = all.filter((fault) => !excused(fault));
    for (const [kind, times] of Object.entries(troublesMet(town.world))) met[kind] = (met[kind] ?? 0) + times;
    return {
      seed: order.seed,
      lives: lives.length,
      faults,
      allowed: all.length - faults.length,
      deaths: town.deaths,
      met,
      story: faults.length === 0 ? '' : tell(town, lives, faults),
    };
  } finally {
    await town.stop();
  }
}

function drawLife(town: Town, random: Random, n: number): Life {
  const { world } = town;
  const inviter = random.pick([world.people.mia, world.people.mia, world.people.ada]);
  const channel = world.slack.addChannel({
    name: `life-${n}`,
    members: [world.people.mia, world.people.ada],
    bot: true,
  });
  const length = random.pick(['40m', '90m', '2h', '3h']);
  return {
    event: `event ${n}`,
    email: `guest${n}@example.com`,
    channel: channel.id,
    inviter,
    when: random.chance(0.5) ? `for ${length}` : `in ${random.pick([5, 30, 60, 90])}m for ${length}`,
    asked: 'no',
    askedEnd: undefined,
    cancel: 'no',
    ends: new Set(),
    changes: 0,
    gamepad: 'no',
    kicks: 0,
    kickSure: false,
    warned: new Set(),
    latest: 0,
    overtaken: false,
    story: [],
  };
}

/** The invite, and what one or two people do with it. */
function plan(town: Town, life: Life, random: Random, n: number): Event[] {
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
    const twice = random.chance(0.3);
    const soon = invitedAt + random.between(10 * SECOND, 100 * MINUTE);
    const beforeEnd = () => (endAtParsec(town.world, life) ?? soon) - 13 * MINUTE;
    const longer = random.pick([30, 60] as const);
    const how = random.pick(['kick', 'kick', 'cancel'] as const);
    const [what, at, run] = random.pick<readonly [string, () => number, () => Promise<void>]>([
      ['cancel', () => soon, () => deeds.cancel(town, life, who, 'card', twice)],
      ['kick', () => soon, () => deeds.kick(town, life, who, how, twice)],
      ['update', () => soon, () => deeds.update(town, life, who, twice)],
      ['extend', () => soon, () => deeds.extend(town, life, who, random.pick([30, 60, 120]), twice)],
      [
        'extend from the warning',
        beforeEnd,
        () => fromWarning(() => deeds.extendFromWarning(town, life, who, longer, twice)),
      ],
      ['end from the warning', beforeEnd, () => fromWarning(() => deeds.cancel(town, life, who, 'warning', twice))],
    ]);
    events.push({ at, run: noted(what, run) });
  }
  return events;

  /** Waits for the warning first; it may be late by all that goes wrong. */
  async function fromWarning(run: () => Promise<void>): Promise<void> {
    for (let round = 0; round < 20 && deeds.lastWarning(town, life) === undefined; round++) {
      await town.revive();
      await town.pump(1, 5 * SECOND);
    }
    if (deeds.lastWarning(town, life) !== undefined) await run();
  }
}

/** One event after the other, in the order of the clock, with something going wrong before each. */
async function playAll(town: Town, events: Event[], disturbed: () => Promise<void>): Promise<void> {
  while (events.length > 0) {
    const next = events.reduce((first, each) => (each.at() < first.at() ? each : first));
    events.splice(events.indexOf(next), 1);
    const away = next.at() - town.world.clock.now();
    if (away > 0) town.move(away);
    await disturbed();
    await next.run();
    await town.pump(1);
  }
}

async function disturb(
  town: Town,
  random: Random,
  restartPostgres: (() => Promise<void>) | undefined,
  count: (kind: string) => void,
): Promise<void> {
  drawTrouble(town.world, random);
  if (random.chance(0.5)) town.aim(random, random.between(1, random.pick([10, 40, 150])));
  if (random.chance(0.05)) town.killOne(random);
  if (random.chance(0.1)) {
    town.world.slack.disconnectSockets(random.pick(['cut', 'refresh']));
    count('sockets cut');
  }
  if (restartPostgres !== undefined && random.chance(0.04)) {
    const back = restartPostgres();
    await town.pump(2);
    await back;
    count('PostgreSQL restarted');
  }
  if (random.chance(0.25)) {
    const jump = drawJump(random);
    // A request that is out is not out for hours: the clock jumps when none is.
    await town.calm();
    town.move(jump);
    count(jump > 0 ? 'clock jumped on' : 'clock jumped back');
    await town.pump(1);
  }
}

/** Nothing goes wrong any more: each invite is seen to its end, and then long after. */
async function runOut(town: Town, lives: readonly Life[]): Promise<void> {
  const { clock } = town.world;
  await town.pump(15, 4 * SECOND);
  await town.pump(6, MINUTE);
  const open = () =>
    lives
      .filter((life) => held(town.world, life).some((invite) => !invite.hidden.cancelled))
      .map((life) => ({ life, end: endAtParsec(town.world, life) ?? 0 }))
      .filter(({ end }) => end > clock.now())
      .sort((one, other) => one.end - other.end);
  for (let [next] = open(); next !== undefined; [next] = open()) {
    const { life, end } = next;
    const warnAt = end - 14 * MINUTE;
    // A clock that was beyond the end before, and went back, has let the warning be left out.
    const fresh = life.latest < end;
    if (clock.now() < warnAt) town.move(warnAt - clock.now());
    // Only who is warned in peace must have been warned.
    const starts = Date.parse(held(town.world, life)[0]?.starts_at ?? '');
    if (fresh && clock.now() < end - 10 * MINUTE && starts < end - 15 * MINUTE) {
      await town.pump(12, 3 * SECOND);
      if (endAtParsec(town.world, life) === end && clock.now() < end - 5 * MINUTE) life.warned.add(end);
    }
    town.move(Math.max(end + SECOND - clock.now(), SECOND));
    await town.pump(3, 2 * SECOND);
  }
  for (let round = 0; round < 30; round++) {
    await town.pump(1, 5 * MINUTE);
    if (round > 3 && lives.every((life) => judge(town.world, life).length === 0)) break;
  }
  await town.pump(3, 20 * MINUTE);
}

/** Whether the clock, moved there, passes an end (nearly) before Parsec has what was wished. */
function isOvertaken(town: Town, life: Life, to: number): boolean {
  if (life.asked === 'no') return false;
  const end = endAtParsec(town.world, life);
  if (end === undefined) return life.askedEnd !== undefined && to > life.askedEnd - 2 * MINUTE;
  return to > end - MINUTE && !isSettled(town.world, life);
}

function judgeCredits(town: Town, wanted: number, found: readonly Fault[]): readonly Fault[] {
  const { credits } = town.world.parsec;
  if (credits === wanted || found.length > 0) return [];
  return [{ kind: 'wrong state', what: `${credits} credits are left instead of ${wanted}` }];
}

function judgeElsewhere(town: Town, lives: readonly Life[]): readonly Fault[] {
  const channels = new Set(lives.map((life) => life.channel));
  return town.world.slack.messages
    .filter(
      (each) =>
        each.user === town.world.slack.botUserId && each.ephemeralFor === undefined && !channels.has(each.channel),
    )
    .map((each) => ({ kind: 'wrong notice' as const, what: `in ${each.channel}: “${each.text}”` }));
}

/** What the store holds of a life, where it is a file. */
function stored(town: Town, life: Life): unknown {
  const file = join(town.world.dataDir, 'guestlist.db');
  if (!existsSync(file)) return undefined;
  const database = new Database(file, { readonly: true });
  try {
    const invites = database.prepare('select * from invite where event_name = ?').all(life.event) as { id: string }[];
    const of = (table: string) =>
      invites.flatMap(({ id }) => database.prepare(`select * from ${table} where invite_id = ?`).all(id));
    return { invites, works: of('work'), audit: of('audit') };
  } finally {
    database.close();
  }
}

function tell(town: Town, lives: readonly Life[], faults: readonly Fault[]): string {
  const guilty = lives.filter((life) => faults.some((fault) => fault.what.startsWith(`${life.event}:`)));
  const shown = (guilty.length === 0 ? lives : guilty).map((life) => {
    const { cards, notices } = said(town.world, life);
    return {
      ...life,
      stored: stored(town, life),
      ends: [...life.ends].map((end) => new Date(end).toISOString()),
      warned: [...life.warned],
      invites: held(town.world, life),
      cards: cards.map(({ text, ts, edits, metadata }) => ({ text, ts, edits, metadata })),
      notices: notices.map(({ text, ts, metadata }) => ({ text, ts, metadata })),
    };
  });
  return `${JSON.stringify(shown, undefined, 1)}\nkilled at: ${town.deaths.join(', ')}\n${town.logLines.slice(-30).join('')}`;
}
