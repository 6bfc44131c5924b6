import type { HomePart } from '../../domain/home.ts';
import type { Problem } from '../../domain/problem.ts';
import { escapeText } from '../blocks/blocks.ts';
import { problemCopy } from '../shared/problem-copy.ts';
import { systemOf } from '../shared/system-copy.ts';
import { reasonCopy } from '../shared/system-refusal-copy.ts';

export const partTitles = {
  needs: 'Needs you',
  now: 'On a computer now',
  next: 'Next 7 days',
  ended: 'Ended lately',
  computers: 'Computers',
} satisfies Record<Exclude<HomePart, 'overview'>, string>;

/** What the menu of parts calls them. */
export const partNames = { overview: 'At a glance', ...partTitles } satisfies Record<HomePart, string>;

export const scopeNames = { mine: 'My invites', all: "Everybody's invites" } as const;

const emptyOfAll = {
  needs: 'Nothing needs you right now.',
  now: 'Nobody has guest access right now.',
  next: 'No invites in the next 7 days.',
  ended: 'No invites ended in the last 14 days.',
  computers: 'No computers yet. To add one, turn on “Allow Guest Access” for a team computer in Parsec.',
} satisfies Record<Exclude<HomePart, 'overview'>, string>;

const emptyOfMine = {
  ...emptyOfAll,
  now: 'You have no active invites.',
  next: 'You have no invites in the next 7 days.',
  ended: 'None of your invites ended in the last 14 days.',
} satisfies typeof emptyOfAll;

/** What stands in the place of a part without anything in it. `page` counts from 0; `isMissing`: Parsec did not say what there is. */
export function emptyCopy(
  part: Exclude<HomePart, 'overview'>,
  of: { readonly scope: 'mine' | 'all'; readonly page: number; readonly isMissing: boolean },
): string {
  if (of.page > 0) return 'Nothing is left on this page.';
  if (part === 'computers' && of.isMissing) return "Guestlist couldn't read the computers from Parsec.";
  return (of.scope === 'mine' ? emptyOfMine : emptyOfAll)[part];
}

/** The button under the first few of a part. */
export const showAllCopy = {
  needs: 'Show all that needs you',
  now: 'Show everybody who is on now',
  next: 'Show all upcoming',
  ended: 'Show all ended',
  computers: 'Show all computers',
} satisfies Record<Exclude<HomePart, 'overview'>, string>;

export const inviteLabel = 'Invite a guest';
export const allComputers = 'All computers';

/** What somebody reads who is here for the first time, a line each, mrkdwn. */
export const welcomeLines = [
  '*Guestlist lets a guest use a computer for the hours you choose.*',
  'You invite with an email, a computer, and a time. The channel sees the invite and its end.',
  'This tab shows what needs you, who is on a computer, and what comes next.',
] as const;

/** The credits that are left, mrkdwn. */
export function creditsCopy({ left, isLow }: { readonly left: number; readonly isLow: boolean }): string {
  if (left <= 0) return ':warning: *Parsec has no guest access credits left.* Only team members can be invited.';
  const credits = `${left} guest access credit${left === 1 ? '' : 's'}`;
  return isLow
    ? `:warning: *Only ${credits} left.* An invite uses one, except for team members.`
    : `:credit_card: ${credits} left.`;
}

/** What Parsec did not say, and what is shown all the same, mrkdwn. */
export function troubleCopy(why: Problem): string {
  return `:warning: ${escapeText(reasonCopy(why, systemOf(why.facts)))} Computers and credits may be missing here. The invites are as Guestlist last knew them.`;
}

/** Without Parsec, mrkdwn. */
export function parsecOffCopy(why: Problem): string {
  return `:warning: ${escapeText(problemCopy(why))} Without it, nobody can be invited as a guest.`;
}

/** In another part, that something waits in the first, mrkdwn. */
export const needsElsewhere = '*Something needs you.*';
