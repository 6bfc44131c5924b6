import { isProblemCode, type Problem } from '../../domain/problem.ts';
import type { Removal, RemovalKind } from '../../domain/removal.ts';
import type { DirectNotice } from '../../flows/shared/notifier.ts';
import type { StillWanted } from '../../flows/shared/take-away.ts';
import { escapeText, shortText } from '../blocks/blocks.ts';
import { systemNames } from './system-copy.ts';
import { reasonCopy } from './system-refusal-copy.ts';
import { readerTime } from './time-copy.ts';

/** What a sentence is about, mrkdwn. */
type About = { readonly kind: RemovalKind; readonly who: string; readonly system: string };

const notYet = {
  member: ({ who, system }) => `${who} isn't removed from ${system} yet.`,
  invite: ({ who, system }) => `${who}'s invite to ${system} isn't cancelled yet.`,
  team: ({ who, system }) => `Not done at ${system} yet: ${who}.`,
} satisfies Record<RemovalKind, (about: About) => string>;

const byHand = {
  member: ({ system }) => `To end their access now, remove them in ${system}'s dashboard.`,
  invite: ({ system }) => `To stop the invite now, cancel it in ${system}'s dashboard.`,
  team: ({ system }) => `If it can't wait, do it in ${system}'s dashboard.`,
} satisfies Record<RemovalKind, (about: About) => string>;

const isDone = {
  member: ({ who, system }) => `${who} is no longer a member at ${system}.`,
  invite: ({ who, system }) => `${who}'s invite to ${system} is cancelled.`,
  team: ({ who, system }) => `Done at ${system}: ${who}.`,
} satisfies Record<RemovalKind, (about: About) => string>;

const isKept = {
  member: ({ who, system }) => `${who} stays a member at ${system}.`,
  invite: ({ who, system }) => `${who}'s invite to ${system} stays.`,
  team: ({ who, system }) => `Nothing changes at ${system}: ${who}.`,
} satisfies Record<RemovalKind, (about: About) => string>;

/** The button that withdraws a removal. */
export const keepCopy = {
  member: 'Keep member',
  invite: 'Keep invite',
  team: 'Withdraw',
} satisfies Record<RemovalKind, string>;

/** For the person who asked: it isn't done, why, what Guestlist does, and how to do it by hand; mrkdwn. */
export function stillWantedCopy({ what: kind, provider, who, why }: StillWanted): string {
  return stuckCopy(aboutOf(kind, provider, who), why);
}

/** In a list: who asked, when, and why it isn't done; mrkdwn. */
export function wantedCopy({ kind, provider, requesters, askedAt, problem }: Removal): string {
  const what = kind === 'invite' ? 'cancel the invite' : 'remove this member';
  const why = problem === undefined ? '' : ` ${escapeText(reasonCopy(problem, systemNames(provider)))}`;
  return `:hourglass_flowing_sand: <@${requesters[0].by}> asked to ${what} ${readerTime(askedAt, 'UTC')}.${why} Guestlist keeps trying.`;
}

/** What a removal is about, mrkdwn. */
export function removalWho({ who, targetKey }: Removal): string {
  return `*${shortText(who || targetKey, 300)}*`;
}

/** That a removal was withdrawn, mrkdwn. */
export function keptCopy({ kind, provider, who, targetKey }: Removal): string {
  return `:white_check_mark: ${isKept[kind](aboutOf(kind, provider, who || targetKey))}`;
}

/** Direct notices of removals, mrkdwn. */
export const removalNotices = {
  removal_stuck: (facts) => `:warning: ${stuckCopy(aboutFacts(facts), problemOf(facts))}`,
  removal_done: (facts) => {
    const about = aboutFacts(facts);
    if (about.kind === 'invite' && facts.missing === 1)
      return `:white_check_mark: ${about.who}'s invite to ${about.system} is no longer pending: it was accepted, cancelled or expired there.`;
    return `:white_check_mark: ${isDone[about.kind](about)}`;
  },
  removal_refused: (facts) => {
    const about = aboutFacts(facts);
    return `:x: ${notYet[about.kind](about)} ${escapeText(reasonCopy(problemOf(facts), about.system))} Guestlist has stopped trying. ${byHand[about.kind](about)}`;
  },
  removal_withdrawn: (facts) => {
    const about = aboutFacts(facts);
    return `:leftwards_arrow_with_hook: <@${facts.by}> withdrew your request. ${isKept[about.kind](about)}`;
  },
} satisfies Partial<Record<DirectNotice['name'], (facts: DirectNotice['facts']) => string>>;

function stuckCopy(about: About, why: Pick<Problem, 'code' | 'facts'>): string {
  const { kind, system } = about;
  return `${notYet[kind](about)} ${escapeText(reasonCopy(why, system))} Guestlist keeps trying and messages you when it's done. ${byHand[kind](about)}`;
}

function aboutOf(kind: RemovalKind, provider: string, who: string): About {
  return { kind, who: `*${shortText(who, 300)}*`, system: escapeText(systemNames(provider)) };
}

function aboutFacts({ kind, provider, who }: DirectNotice['facts']): About {
  return aboutOf(String(kind) as RemovalKind, String(provider), String(who));
}

function problemOf(facts: DirectNotice['facts']): Pick<Problem, 'code' | 'facts'> {
  const code = String(facts.problem);
  return { code: isProblemCode(code) ? code : 'provider_outcome_unknown', facts };
}
