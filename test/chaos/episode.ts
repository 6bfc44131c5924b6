import { judgeCredits, judgeElsewhere, type Twins, tell, twinsLeft } from './aftermath.ts';
import { drawJump, drawLateEffect, drawRefusal, drawTrouble, type Lateness, troublesMet } from './faults.ts';
import { type Fault, judge } from './judge.ts';
import { endAtParsec, isDigest, isSettled, type Life, live, mainOf } from './life.ts';
import { addChannel, drawLife, type Event, plan } from './plan.ts';
import { type Plant, plants } from './plants.ts';
import { createRandom, type Random } from './random.ts';
import { startTown, type Town } from './town.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Each so many episodes all lives share one channel. */
const EVERY_BUSY = 4;

const historyScopes: readonly string[] = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

export type EpisodeOrder = {
  readonly seed: number;
  readonly lives: number;
  readonly replicas: number;
  readonly plant?: Plant | undefined;
  readonly lateness?: Lateness | undefined;
};

export type EpisodeReport = {
  readonly seed: number;
  readonly lives: number;
  readonly faults: readonly Fault[];
  /** What stands twice when the dust has settled, whoever is to blame. */
  readonly twins: Twins;
  /** Duplicate posts where nobody could look first. */
  readonly allowed: number;
  readonly deaths: readonly string[];
  readonly met: Readonly<Record<string, number>>;
  /** What happened, when something is wrong. */
  readonly story: string;
};

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
    const busy = order.seed % EVERY_BUSY === EVERY_BUSY - 1 ? addChannel(town, 0) : undefined;
    for (let n = 0; n < order.lives; n++) lives.push(drawLife(town, random.fork(), n, busy));
    const note = (what: string) => {
      for (const life of lives) life.story.push(`${new Date(town.world.clock.now()).toISOString()} (${what})`);
    };
    const events = lives.flatMap((life, n) => plan(town, life, random.fork(), n));
    const trouble = random.fork();
    await town.revive();
    await playAll(town, events, async () => {
      const lateness = order.lateness ?? 'now and then';
      await disturb(town, trouble.fork(), { lateness, restartPostgres: postgres?.restart }, (kind) => {
        count(kind);
        note(kind);
      });
    });
    town.noMoreDeaths();
    town.world.slack.clearTrouble();
    town.world.parsec.clearTrouble();
    town.world.parsec.refuseKeys(false);
    await town.revive();
    await runOut(town, lives);

    const found = lives.flatMap((life) => judge(town.world, life));
    const spent = town.world.parsec.invites.filter(({ hidden }) => hidden.used && hidden.charged).length;
    const all = [...found, ...judgeCredits(town, credits - spent, found), ...judgeElsewhere(town, lives)];
    const excused = (fault: Fault) => blind && fault.kind === 'duplicate post';
    const faults = all.filter((fault) => !excused(fault));
    const sum = (of: (life: Life) => number) => lives.reduce((all, life) => all + of(life), 0);
    const more = {
      ...troublesMet(town.world),
      'pressed twice at once': sum((life) => life.doubleClicks),
      'second invites cancelled': town.world.slack.messages.filter(({ text }) =>
        /made this invite twice|too late/.test(text),
      ).length,
      'messages deleted': town.world.slack.calls.filter(({ method, answer }) => method === 'chat.delete' && answer.ok)
        .length,
      'ends told together': town.world.slack.messages.filter(isDigest).length,
      // What is not owed cannot be lost: as many warnings the judge asked for.
      'warnings that had to come': sum((life) => life.warned.size),
    };
    for (const [kind, times] of Object.entries(more)) if (times > 0) met[kind] = (met[kind] ?? 0) + times;
    return {
      seed: order.seed,
      lives: lives.length,
      faults,
      twins: twinsLeft(town, lives, blind),
      allowed: all.length - faults.length,
      deaths: town.deaths,
      met,
      story: faults.length === 0 ? '' : tell(town, lives, faults),
    };
  } finally {
    await town.stop();
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
  {
    lateness,
    restartPostgres,
  }: { readonly lateness: Lateness; readonly restartPostgres: (() => Promise<void>) | undefined },
  count: (kind: string) => void,
): Promise<void> {
  drawTrouble(town.world, random);
  drawLateEffect(town.world, random, lateness);
  if (random.chance(0.5)) town.aim(random, random.between(1, random.pick([10, 40, 150])));
  if (random.chance(0.05)) town.killOne(random);
  if (random.chance(0.1)) {
    town.world.slack.disconnectSockets(random.pick(['cut', 'refresh']));
    count('sockets cut');
  }
  if (restartPostgres !== undefined && random.chance(0.1)) {
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
  if (random.chance(0.1)) drawRefusal(town.world, random);
  // Somebody disables the key, and enables it again some time later.
  if (random.chance(0.06)) {
    town.world.parsec.refuseKeys(true);
    count('key revoked');
  } else if (random.chance(0.6)) town.world.parsec.refuseKeys(false);
}

/** Nothing goes wrong any more: each invite is seen to its end, and then long after. */
async function runOut(town: Town, lives: readonly Life[]): Promise<void> {
  const { clock } = town.world;
  await town.pump(15, 4 * SECOND);
  await town.pump(6, MINUTE);
  await seeToEnds(town, lives);
  // Where the clock went back, what is owed for a time that had been waits until that time comes again: an invite may come late.
  const latest = Math.max(...lives.map((life) => life.latest));
  if (latest > clock.now()) town.move(latest + SECOND - clock.now());
  await town.pump(15, 4 * SECOND);
  await seeToEnds(town, lives);
  for (let round = 0; round < 30; round++) {
    await town.pump(1, 5 * MINUTE);
    if (round > 3 && lives.every((life) => judge(town.world, life).length === 0)) break;
  }
  await town.pump(3, 20 * MINUTE);
}

async function seeToEnds(town: Town, lives: readonly Life[]): Promise<void> {
  const { clock } = town.world;
  const open = () =>
    lives
      .filter((life) => live(town.world, life).length > 0)
      .map((life) => ({ life, end: endAtParsec(town.world, life) ?? 0 }))
      .filter(({ end }) => end > clock.now())
      .sort((one, other) => one.end - other.end);
  for (let [next] = open(); next !== undefined; [next] = open()) {
    const { life, end } = next;
    const warnAt = end - 14 * MINUTE;
    // A clock that was here before, and went back, may have let the warning wait for its own time, or be left out.
    const fresh = life.latest < warnAt - 2 * MINUTE && life.cancel === 'no';
    if (clock.now() < warnAt) town.move(warnAt - clock.now());
    // Only who is warned in peace must have been warned.
    const starts = Date.parse(mainOf(town.world, life)?.starts_at ?? '');
    if (fresh && clock.now() < end - 10 * MINUTE && starts < end - 15 * MINUTE) {
      await town.pump(12, 3 * SECOND);
      if (endAtParsec(town.world, life) === end && clock.now() < end - 5 * MINUTE) life.warned.add(end);
    }
    town.move(Math.max(end + SECOND - clock.now(), SECOND));
    await town.pump(3, 2 * SECOND);
  }
}

/** Whether the clock, moved there, passes an end (nearly) before Parsec has what was wished. */
function isOvertaken(town: Town, life: Life, to: number): boolean {
  if (life.asked === 'no') return false;
  const end = endAtParsec(town.world, life);
  if (end === undefined) return life.askedEnd !== undefined && to > life.askedEnd - 2 * MINUTE;
  return to > end - MINUTE && !isSettled(town.world, life);
}
