import type { GuestsPlan } from '../../../flows/guest/group/plan-guests.ts';
import type { GuestFault } from '../../../flows/guest/group/read-guests.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { guestsCopy } from '../group/group-copy.ts';

/** Guests with faults that are shown; the others are counted. */
const MOST_FAULTS = 15;

/** What is wrong with single guests, mrkdwn lines. `wasSent`: the form was submitted with them. */
export function faultLines(faults: readonly GuestFault[], wasSent: boolean): readonly string[] {
  if (faults.length === 0) return [];
  const first = `:warning: *Correct ${guestsCopy(faults.length)}.*${wasSent ? ' Nothing was sent.' : ''}`;
  const lines = faults.slice(0, MOST_FAULTS).map(({ line, who, problem }) => {
    const where = line === undefined ? shortText(who, 120) : `Line ${line}, ${shortText(who, 80)}`;
    return `• ${where}: ${escapeText(problemCopy(problem))}`;
  });
  const left = faults.length - MOST_FAULTS;
  return [first, ...lines, ...(left > 0 ? [`…and ${left} more`] : [])];
}

/** Who gets which computer, mrkdwn lines. `wasSent`: the form was submitted before it said so. `submit`: what its button says. */
export function planLines(
  plan: GuestsPlan,
  { wasSent, submit }: { wasSent: boolean; submit: string },
): readonly string[] {
  const { planned, hostProblem } = plan;
  if (planned.length === 0)
    return hostProblem === undefined ? [] : [`:warning: ${escapeText(problemCopy(hostProblem))}`];
  const rows = planned.map(({ email, hostName, isAssigned }, index) => {
    const chosen = isAssigned ? ' _(free then)_' : '';
    return `${index + 1}. ${shortText(email, 120)} on *${shortText(hostName, 60)}*${chosen}`;
  });
  const first = wasSent
    ? `:busts_in_silhouette: *Not sent yet.* Check who gets which computer, then press “${submit}”.`
    : ':busts_in_silhouette: Who gets which computer:';
  const problem = hostProblem === undefined ? [] : [`:warning: ${escapeText(problemCopy(hostProblem))}`];
  return [first, ...rows, ...problem];
}

/** What it costs, mrkdwn. `credits`: those this person may spend; undefined while Parsec does not say. */
export function groupCostLine(guests: number, credits: number | undefined): string {
  const uses =
    guests === 0 ? 'Each guest uses 1 credit' : `Uses up to ${guests === 1 ? '1 credit' : `${guests} credits`}`;
  if (credits === undefined) return `:credit_card: ${uses}. Guestlist couldn't check how many are left.`;
  const left = credits === 1 ? '1 is' : `${credits} are`;
  const mark = guests > credits ? ':warning:' : ':credit_card:';
  return `${mark} ${uses}, ${left} left for you. Free for team members.`;
}
