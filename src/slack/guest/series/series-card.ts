import type { KnownBlock } from '@slack/types';
import { ERASED } from '../../../domain/erased.ts';
import { comingOf, inviteOfOccurrence, type OccurrenceInvite, type Series } from '../../../domain/series.ts';
import { type Occurrence, occurrencesOf } from '../../../domain/time/occurrences.ts';
import { guestlist } from '../../../flows/shared/context.ts';
import {
  buttonRow,
  context,
  cut,
  escapeSigns,
  escapeText,
  lineBlock,
  type Message,
  section,
} from '../../blocks/blocks.ts';
import { whyLeftCopy } from '../../shared/inviter-copy.ts';
import { permissionCopy } from '../../shared/permission-copy.ts';
import { heldButtons, seriesButtons } from '../../shared/series-buttons.ts';
import { troubleCopy } from '../../shared/series-trouble-copy.ts';
import { readerSpan } from '../../shared/time-copy.ts';
import { eventCopy, guestCopy, hostCopy } from '../facts-copy.ts';
import { countCopy, dayCopy, listedCopy, ruleCopy, startCopy } from './series-copy.ts';

/** Days named in one line. */
const MOST_NAMED = 5;

/** The one card of a series as it stands at `now` (epoch ms). `invites`: what its occurrences became. */
export function seriesCard(series: Series, invites: readonly OccurrenceInvite[], now: number): Message {
  const occurrences = occurrencesOf(series);
  const coming = comingOf(occurrences, now);
  const text = `${series.guestEmail} on ${series.hostName}: series (${series.eventName})`;
  return {
    text: escapeSigns(cut(text, 500)),
    blocks: [
      section([whoLine(series), ruleLine(series), stateLine(series, coming)].join('\n')),
      ...troubleBlocks(series, occurrences, now),
      ...lineBlock(exceptionLine(series, occurrences, invites, now)),
      context(
        [permissionCopy(series.permissions), `Invited by <@${series.inviterId}>`, `\`${series.id}\``].join(' · '),
      ),
      ...buttonRow(buttonsOf(series, coming[0])),
    ],
  };
}

/** Guest, computer and event, mrkdwn. */
export function whoLine(series: Series): string {
  return `:repeat: *${guestCopy(series)}* on ${hostCopy(series)} · ${eventCopy(series)}`;
}

/** When it comes, mrkdwn. */
export function ruleLine(series: Series): string {
  return `${escapeText(ruleCopy(series))}.`;
}

/** What comes next and how many are left, or why nothing is, mrkdwn. */
export function stateLine(series: Series, coming: readonly Occurrence[]): string {
  if (series.state === 'ended') return endedCopy(series);
  if (series.inviterLeft !== undefined)
    return `:double_vertical_bar: ${whyLeftCopy(series.inviterLeft.why, series.inviterId)}, so the series is on hold. An admin can take it over or end it.`;
  const [next] = coming;
  if (next === undefined) return 'Nothing more to come.';
  return `Next: ${readerSpan(next.startsAt, next.endsAt, series.timeZone)} · ${countCopy(coming.length)} to come`;
}

function endedCopy({ endedBy, guestEmail }: Series): string {
  if (guestEmail === ERASED) return ":black_square_for_stop: *Ended.* The guest's data was erased.";
  if (endedBy === undefined || endedBy === guestlist)
    return ':black_square_for_stop: *Ended.* Nothing more is to come.';
  return `:black_square_for_stop: *Ended* by <@${endedBy}>. Nothing more is created.`;
}

/** What stands in the way of occurrences that are still to come. */
function troubleBlocks(series: Series, occurrences: readonly Occurrence[], now: number): KnownBlock[] {
  if (series.state === 'ended') return [];
  return series.marks.flatMap(({ date, trouble, isMissed }) => {
    const occurrence = occurrences.find((each) => each.date === date);
    if (trouble === undefined || isMissed || occurrence === undefined || occurrence.startsAt <= now) return [];
    const start = escapeText(startCopy(occurrence, series.timeZone));
    return [context(`:warning: ${start} can't be created yet. ${escapeText(troubleCopy(trouble))}`)];
  });
}

/** Which days are otherwise, mrkdwn; '' for none. */
function exceptionLine(
  series: Series,
  occurrences: readonly Occurrence[],
  invites: readonly OccurrenceInvite[],
  now: number,
): string {
  const isComing = (one: Occurrence) => one.startsAt > now;
  const skipped = occurrences.filter((one) => one.isSkipped && isComing(one)).map(({ date }) => dayCopy(date));
  const moved = occurrences
    .filter((one) => one.isMoved && !one.isSkipped && isComing(one))
    .map((one) => `${dayCopy(one.date)} to ${startCopy(one, series.timeZone)}`);
  const missed = series.marks.filter((mark) => mark.isMissed && inviteOfOccurrence(invites, mark.date) === undefined);
  const parts = [
    ['Skipped', skipped],
    ['Moved', moved],
    ['Not created', missed.map(({ date }) => dayCopy(date))],
  ] as const;
  return parts
    .flatMap(([what, named]) => (named.length === 0 ? [] : [`${what}: ${escapeText(listedCopy(named, MOST_NAMED))}.`]))
    .join(' ');
}

function buttonsOf(series: Series, next: Occurrence | undefined) {
  if (series.state === 'ended') return [];
  return series.inviterLeft === undefined ? seriesButtons(series.id, next?.date) : heldButtons(series.id);
}
