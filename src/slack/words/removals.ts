import { type Problem, type ProblemCode, problemCodes } from '../../domain/problem.ts';
import type { Removal, RemovalKind } from '../../domain/removal.ts';
import type { StillWanted } from '../../flows/take-away.ts';
import type { DirectNotice } from '../../flows/teller.ts';
import { escapeText, shortText } from '../views/blocks.ts';
import { problemWords } from './problems.ts';
import { systemNames } from './systems.ts';
import { readerTime } from './times.ts';

/** Whom a sentence is about, mrkdwn. */
type About = { readonly kind: RemovalKind; readonly who: string; readonly system: string };

const notYet = {
  member: ({ who, system }) => `${who} is *not* removed from ${system} yet.`,
  invite: ({ who, system }) => `The invite of ${who} to ${system} is *not* cancelled yet.`,
  team: ({ who, system }) => `Not done at ${system} yet: ${who}.`,
} satisfies Record<RemovalKind, (about: About) => string>;

const byHand = {
  member: ({ system }) => `To take their access away now, remove them in ${system}'s own dashboard.`,
  invite: ({ system }) => `To make the invite useless now, cancel it in ${system}'s own dashboard.`,
  team: ({ system }) => `If it can't wait, do it in ${system}'s own dashboard.`,
} satisfies Record<RemovalKind, (about: About) => string>;

const isDone = {
  member: ({ who, system }) => `${who} is no longer a member at ${system}.`,
  invite: ({ who, system }) => `The invite of ${who} to ${system} is cancelled and can no longer be used.`,
  team: ({ who, system }) => `Done at ${system}: ${who}.`,
} satisfies Record<RemovalKind, (about: About) => string>;

const isKept = {
  member: ({ who, system }) => `${who} stays a member at ${system}.`,
  invite: ({ who, system }) => `The invite of ${who} to ${system} stays.`,
  team: ({ who, system }) => `This stays as it is at ${system}: ${who}.`,
} satisfies Record<RemovalKind, (about: About) => string>;

/** The button that withdraws a removal. */
export const keepWords = {
  member: 'Keep the member',
  invite: 'Keep the invite',
  team: 'Withdraw',
} satisfies Record<RemovalKind, string>;

/** To the person who asked: it is not done, why, what Guestlist does, and how to do it by hand; mrkdwn. */
export function stillWantedWords({ what: kind, provider, who, why }: StillWanted): string {
  return stuckWords(aboutOf(kind, provider, who), why);
}

/** In a list: that somebody wants it, since when, and why it is not done; mrkdwn. */
export function wantedWords({ kind, provider, askers, askedAt, problem }: Removal): string {
  const what = kind === 'invite' ? 'Cancel' : 'Removal';
  const why = problem === undefined ? '' : ` ${reasonWords(problem, systemNames(provider))}`;
  return `:hourglass_flowing_sand: ${what} wanted since ${readerTime(askedAt, 'UTC')} by <@${askers[0].by}>.${why} Guestlist keeps trying.`;
}

/** Whom a removal is about, mrkdwn. */
export function removalWho({ who, targetKey }: Removal): string {
  return `*${shortText(who || targetKey, 300)}*`;
}

/** That a removal is not wanted any more, mrkdwn. */
export function keptWords({ kind, provider, who, targetKey }: Removal): string {
  return `:white_check_mark: ${isKept[kind](aboutOf(kind, provider, who || targetKey))}`;
}

/** Direct notices of removals, mrkdwn. */
export const removalNotices = {
  removal_stuck: (facts) => `:warning: ${stuckWords(aboutFacts(facts), problemOf(facts))}`,
  removal_done: (facts) => {
    const about = aboutFacts(facts);
    if (about.kind === 'invite' && facts.gone === 1)
      return `:white_check_mark: The invite of ${about.who} isn't pending at ${about.system} any more: it was taken, cancelled or expired there.`;
    return `:white_check_mark: ${isDone[about.kind](about)}`;
  },
  removal_refused: (facts) => {
    const about = aboutFacts(facts);
    return `:x: ${notYet[about.kind](about)} ${reasonWords(problemOf(facts), about.system)} Guestlist has stopped trying. ${byHand[about.kind](about)}`;
  },
  removal_withdrawn: (facts) => {
    const about = aboutFacts(facts);
    return `:leftwards_arrow_with_hook: <@${facts.by}> withdrew what you asked for. ${isKept[about.kind](about)}`;
  },
} satisfies Partial<Record<DirectNotice['name'], (facts: DirectNotice['facts']) => string>>;

function stuckWords(about: About, why: Pick<Problem, 'code' | 'facts'>): string {
  const { kind, system } = about;
  return `${notYet[kind](about)} ${reasonWords(why, system)} Guestlist keeps trying and tells you when it's done. ${byHand[kind](about)}`;
}

/** Why a try did not get through, without what happens next; mrkdwn. */
function reasonWords({ code, facts }: Pick<Problem, 'code' | 'facts'>, system: string): string {
  switch (code) {
    case 'provider_busy':
      return `${system} asks to wait.`;
    case 'provider_unreachable':
      return `${system} is not answering.`;
    case 'provider_outcome_unknown':
      return `${system}'s answer was lost.`;
    case 'provider_not_found':
      return `${system} no longer has all of it.`;
    default:
      return escapeText(problemWords({ code, facts }));
  }
}

function aboutOf(kind: RemovalKind, provider: string, who: string): About {
  return { kind, who: `*${shortText(who, 300)}*`, system: escapeText(systemNames(provider)) };
}

function aboutFacts({ kind, provider, who }: DirectNotice['facts']): About {
  return aboutOf(String(kind) as RemovalKind, String(provider), String(who));
}

function problemOf(facts: DirectNotice['facts']): Pick<Problem, 'code' | 'facts'> {
  const code = String(facts.problem);
  return { code: code in problemCodes ? (code as ProblemCode) : 'provider_outcome_unknown', facts };
}
