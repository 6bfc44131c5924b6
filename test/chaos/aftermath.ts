import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Fault } from './judge.ts';
import { held, type Life, live, said } from './life.ts';
import type { Town } from './town.ts';

/** Credits come back when an unused invite is over; what was created once too often would be missing. */
export function judgeCredits(town: Town, wanted: number, found: readonly Fault[]): readonly Fault[] {
  const { credits } = town.world.parsec;
  if (credits === wanted || found.length > 0) return [];
  return [{ kind: 'wrong state', what: `${credits} credits are left instead of ${wanted}` }];
}

/** What admins are told directly. */
const toAdmins = /refuses Guestlist's key/;

/** What the bot said where no invite of ours is told. */
export function judgeElsewhere(town: Town, lives: readonly Life[]): readonly Fault[] {
  const channels = new Set(lives.map((life) => life.channel));
  return town.world.slack.messages
    .filter(
      (each) =>
        each.user === town.world.slack.botUserId &&
        each.ephemeralFor === undefined &&
        !channels.has(each.channel) &&
        !toAdmins.test(each.text),
    )
    .map((each) => ({ kind: 'wrong notice' as const, what: `in ${each.channel}: “${each.text}”` }));
}

/** `unseen`: messages where nobody may look. */
export type Twins = { readonly invites: number; readonly messages: number; readonly unseen: number };

/**
 * Invites at Parsec beside the one that is meant, and messages of the bot beside the first with the same key. Not counted is an invite whose
 * time the clock went over before anybody could cancel it. Nobody may look without the scopes (`blind`).
 */
export function twinsLeft({ world }: Town, lives: readonly Life[], blind: boolean): Twins {
  const beside = lives.filter(({ overtaken }) => !overtaken).map((life) => Math.max(0, live(world, life).length - 1));
  const keys = world.slack.messages
    .filter(({ user, metadata }) => user === world.slack.botUserId && metadata !== undefined)
    .map(({ channel, metadata }) => `${channel} ${JSON.stringify(metadata)}`);
  const twins = keys.filter((key, nth) => keys.indexOf(key) !== nth);
  return {
    invites: beside.reduce((sum, more) => sum + more, 0),
    messages: blind ? 0 : twins.length,
    unseen: blind ? twins.length : 0,
  };
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

/** All that is known of the lives at fault, as text. */
export function tell(town: Town, lives: readonly Life[], faults: readonly Fault[]): string {
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
      // What was asked of Slack for its cards, and whether it was answered.
      calls: town.world.slack.calls
        .filter(({ args }) => cards.some(({ ts }) => args.ts === ts))
        .map(
          ({ method, args, answer, status }) =>
            `${method} ${status} ${JSON.stringify(answer.error ?? answer.late ?? '')} ${String(args.text)}`,
        ),
      notices: notices.map(({ text, ts, metadata }) => ({ text, ts, metadata })),
    };
  });
  return `${JSON.stringify(shown, undefined, 1)}\nkilled at: ${town.deaths.join(', ')}\n${town.logLines.slice(-30).join('')}`;
}
