import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { problem } from '../../src/domain/problem.ts';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { problemCopy } from '../../src/slack/shared/problem-copy.ts';
import { words } from '../support/gestures.ts';
import { isAbout, requestsOf } from './approval-cards.ts';
import { decisions } from './approval-oracle.ts';
import type { Harness } from './harness.ts';
import type { Violation } from './oracle.ts';
import { held, live, type Scenario, said } from './scenario.ts';

/** An unused invite gives its credit back when it ends, so a missing credit means one create too many. */
export function checkCredits(harness: Harness, wanted: number, found: readonly Violation[]): readonly Violation[] {
  const { credits } = harness.world.parsec;
  if (credits === wanted || found.length > 0) return [];
  return [{ kind: 'wrong state', what: `${credits} credits are left instead of ${wanted}` }];
}

/** Direct notifications to admins. */
const toAdmins = /refuses Guestlist's key/;

/** The answer to a person in a form while Slack does not say who they are: a form belongs to no channel. */
const toUnknown = problemCopy(problem('not_allowed_unknown'));

/** What the store says while it is restarted, and what is said of one that takes too long. */
const storeIsAway =
  /^(the store does not answer in time|connect ECONN|Connection terminated|terminating connection|the database system)/;

/** Why something failed of which a person was told directly; undefined for other messages. */
function failureOf({ failures }: Harness, { text }: Message): string | undefined {
  const [, reference = ''] = /^Something went wrong in Guestlist\..*: (\w+)\.$/.exec(text) ?? [];
  return failures.get(reference);
}

/** Messages of the bot in channels where no scenario takes place. */
export function checkOtherChannels(harness: Harness, scenarios: readonly Scenario[]): readonly Violation[] {
  const channels = new Set(scenarios.map((scenario) => scenario.channel));
  return harness.world.slack.messages
    .filter(
      (each) =>
        each.user === harness.world.slack.botUserId &&
        each.ephemeralFor === undefined &&
        !channels.has(each.channel) &&
        !toAdmins.test(each.text) &&
        each.text !== toUnknown &&
        // A click in a channel is answered to the person alone; one in direct messages, and a form, directly.
        !storeIsAway.test(failureOf(harness, each) ?? '') &&
        !isOfApproval(each, scenarios),
    )
    .map((each) => ({
      kind: 'wrong notice' as const,
      what: `in ${each.channel}: “${each.text}” ${failureOf(harness, each) ?? ''}`,
    }));
}

/** What approvers and who asked read in other places: requests, reminders of them, and decisions. */
function isOfApproval(message: Message, scenarios: readonly Scenario[]): boolean {
  if (scenarios.every(({ approvals }) => approvals === undefined)) return false;
  // In a channel a reminder names no event.
  if (/^:bell: .*<@\w+> asked for approval/.test(message.text)) return true;
  const isKnown = /`apr_/.test(words(message)) || Object.values(decisions).some((each) => each.test(message.text));
  return isKnown && scenarios.some((scenario) => isAbout(message, scenario));
}

/** `unseen`: duplicate messages the bot could not look for. */
export type Duplicates = { readonly invites: number; readonly messages: number; readonly unseen: number };

/**
 * Counts surplus invites at Parsec, and messages of the bot after the first with the same key. An invite that expired before anybody could
 * cancel it does not count. Without the history scopes (`blind`) the bot cannot look for its messages.
 */
export function countDuplicates({ world }: Harness, scenarios: readonly Scenario[], blind: boolean): Duplicates {
  const beside = scenarios
    .filter(({ overtaken }) => !overtaken)
    .map((scenario) => Math.max(0, live(world, scenario).length - 1));
  const keys = world.slack.messages
    .filter(({ user, metadata }) => user === world.slack.botUserId && metadata !== undefined)
    .map(({ channel, metadata }) => `${channel} ${JSON.stringify(metadata)}`);
  const duplicates = keys.filter((key, nth) => keys.indexOf(key) !== nth);
  return {
    invites: beside.reduce((sum, more) => sum + more, 0),
    messages: blind ? 0 : duplicates.length,
    unseen: blind ? duplicates.length : 0,
  };
}

/** The rows of a scenario, when the store is a file. */
function stored(harness: Harness, scenario: Scenario): unknown {
  const file = join(harness.world.dataDir, 'guestlist.db');
  if (!existsSync(file)) return undefined;
  const database = new Database(file, { readonly: true });
  try {
    const invites = database.prepare('select * from invite where event_name = ?').all(scenario.event) as {
      id: string;
    }[];
    const of = (table: string) =>
      invites.flatMap(({ id }) => database.prepare(`select * from ${table} where invite_id = ?`).all(id));
    const approvals = invites.flatMap(({ id }) =>
      database.prepare('select * from approval where subject_id = ?').all(id),
    ) as { id: string }[];
    const asking = approvals.flatMap(({ id }) =>
      database.prepare('select * from job where invite_id is null and name like ?').all(`%${id}%`),
    );
    return { invites, jobs: of('job'), audit: of('audit'), approvals, asking };
  } finally {
    database.close();
  }
}

/** Describes the failed scenarios: everything the servers and the store hold about them. */
export function describeFailure(
  harness: Harness,
  scenarios: readonly Scenario[],
  violations: readonly Violation[],
): string {
  const failed = scenarios.filter((scenario) =>
    violations.some((violation) => violation.what.startsWith(`${scenario.event}:`)),
  );
  const shown = (failed.length === 0 ? scenarios : failed).map((scenario) => {
    const { cards, notices } = said(harness.world, scenario);
    return {
      ...scenario,
      stored: stored(harness, scenario),
      ends: [...scenario.ends].map((end) => new Date(end).toISOString()),
      warned: [...scenario.warned],
      invites: held(harness.world, scenario),
      cards: cards.map(({ text, ts, edits, metadata }) => ({ text, ts, edits, metadata })),
      // The calls to Slack about its cards, and their answers.
      calls: harness.world.slack.calls
        .filter(({ args }) => cards.some(({ ts }) => args.ts === ts))
        .map(
          ({ method, args, answer, status }) =>
            `${method} ${status} ${JSON.stringify(answer.error ?? answer.late ?? '')} ${String(args.text)}`,
        ),
      requests: requestsOf(harness.world, scenario).map(({ id, kind, cards: asked }) => ({
        id,
        kind,
        cards: asked.map(({ text, channel, ts, edits }) => ({ text, channel, ts, edits })),
      })),
      notices: notices.map(({ text, ts, metadata }) => ({ text, ts, metadata })),
    };
  });
  return `${JSON.stringify(shown, undefined, 1)}\nkilled at: ${harness.kills.join(', ')}\n${harness.logLines.slice(-30).join('')}`;
}
