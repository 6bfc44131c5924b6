import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Invite } from '../../../domain/invite.ts';
import { comingOf, inviteOfOccurrence, type Series } from '../../../domain/series.ts';
import { type Occurrence, occurrencesOf } from '../../../domain/time/occurrences.ts';
import { cityOf, wallTimeOf } from '../../../domain/time/zoned-time.ts';
import type { SeenSeries } from '../../../flows/guest/series/read-series.ts';
import { actions, button, context, escapeText, lineBlock, option, section, shortText } from '../../blocks/blocks.ts';
import { titleAbout } from '../../blocks/dialog-copy.ts';
import { datePicker, input, modal, radios, timePicker } from '../../blocks/inputs.ts';
import { Id } from '../../blocks/metadata.ts';
import { fields, modals, seriesActions } from '../../names.ts';
import { heldButtons, type OccurrenceAction, occurrenceMenu } from '../../shared/series-buttons.ts';
import { troubleCopy } from '../../shared/series-trouble-copy.ts';
import { readerSpan } from '../../shared/time-copy.ts';
import { shortState } from '../card/state-copy.ts';
import { ruleLine, stateLine, whoLine } from './series-card.ts';
import { dayCopy, startCopy } from './series-copy.ts';

/** Series in one list: two blocks each. */
export const MOST_LISTED = 40;

/** What the window of a series carries, and the form in which it is ended. */
export const SeriesMemory = z.object({ seriesId: Id });
/** The occurrence that is moved. */
export const MoveMemory = z.object({ occurrence: Id });
/** The list carries nothing. */
export const SeriesListMemory = z.object({});

/** `/guest series`: what is under way, as far as the person may see it. `more`: how many others there are. */
export function seriesListModal(found: readonly SeenSeries[], more: number, text: string, now: number): ModalView {
  const rows = found.map(({ series }): KnownBlock => {
    const facts = [whoLine(series), ruleLine(series), stateLine(series, comingOf(occurrencesOf(series), now))];
    return { ...section(facts.join('\n')), accessory: button('Show', seriesActions.show, series.id) };
  });
  const none =
    text === ''
      ? 'No series. To start one, type `/guest invite` and choose “Repeat” under “More options”.'
      : `No series matches “${shortText(text, 100)}”. Type \`/guest series\` to see all.`;
  return modal({
    id: modals.seriesList,
    title: 'Series',
    metadata: JSON.stringify({} satisfies z.infer<typeof SeriesListMemory>),
    blocks: [
      ...(rows.length === 0 ? [section(none)] : rows),
      ...(more === 0 ? [] : [context(`And ${more} more. Add a guest, computer or event: \`/guest series ana\``)]),
    ],
  });
}

/** All that comes of one series, each with what can be done to it. `note`: what the last click came to, mrkdwn; '' for none. */
export function seriesModal({ series, invites, mayChange }: SeenSeries, now: number, note = ''): ModalView {
  const occurrences = occurrencesOf(series);
  const open = occurrences.filter(({ startsAt }) => startsAt > now);
  const active = series.state === 'active';
  const rows = active ? open.map((one) => row(series, one, invites, mayChange, now)) : [];
  const end = button('End series', seriesActions.end, series.id, 'danger');
  const buttons = series.inviterLeft === undefined ? [end] : heldButtons(series.id);
  return modal({
    id: modals.series,
    title: titleAbout('Series:', series.guestEmail),
    metadata: JSON.stringify({ seriesId: series.id } satisfies z.infer<typeof SeriesMemory>),
    blocks: [
      section([whoLine(series), ruleLine(series), stateLine(series, comingOf(occurrences, now))].join('\n')),
      ...lineBlock(note, 'note'),
      ...(rows.length === 0 ? [] : [{ type: 'divider' } as const, ...rows]),
      ...(active && mayChange ? [actions(buttons, 'series_end')] : []),
    ],
  });
}

function row(
  series: Series,
  occurrence: Occurrence,
  invites: readonly Invite[],
  mayChange: boolean,
  now: number,
): KnownBlock {
  const { date, startsAt, endsAt } = occurrence;
  const invite = inviteOfOccurrence(invites, date);
  // As an invite it may have been moved since.
  const times = invite ?? { startsAt, endsAt };
  const text = `${readerSpan(times.startsAt, times.endsAt, series.timeZone)} · ${stateOf(series, occurrence, invite, now)}`;
  const can = actionsOf(occurrence, invite);
  const isOffered = mayChange && can.length > 0 && series.inviterLeft === undefined;
  return isOffered ? { ...section(text), accessory: occurrenceMenu(series.id, date, can) } : section(text);
}

function stateOf(series: Series, { date, isSkipped, isMoved }: Occurrence, invite: Invite | undefined, now: number) {
  if (invite !== undefined) return `${escapeText(shortState(invite, now))} · \`${invite.id}\``;
  if (isSkipped) return '*skipped*';
  const trouble = series.marks.find((mark) => mark.date === date)?.trouble;
  const moved = isMoved ? `moved from ${escapeText(dayCopy(date))}` : 'to come';
  return trouble === undefined ? moved : `${moved}\n:warning: ${escapeText(troubleCopy(trouble))}`;
}

function actionsOf({ isSkipped }: Occurrence, invite: Invite | undefined): readonly OccurrenceAction[] {
  if (invite === undefined) return isSkipped ? ['restore'] : ['skip', 'move'];
  return invite.state === 'granted' || invite.state === 'requested' ? ['update', 'cancel'] : [];
}

/** The form in which one occurrence is moved: its times on the clock of the series. */
export function moveModal(series: Series, { date, startsAt, endsAt }: Occurrence, id: string): ModalView {
  const start = wallTimeOf(startsAt, series.timeZone);
  const end = wallTimeOf(endsAt, series.timeZone);
  return modal({
    id: modals.seriesMove,
    title: titleAbout('Move', dayCopy(date)),
    submit: 'Move',
    metadata: JSON.stringify({ occurrence: id } satisfies z.infer<typeof MoveMemory>),
    blocks: [
      section(whoLine(series)),
      input(fields.startDate, 'Start date', datePicker(start.date)),
      input(fields.startTime, 'Start time', timePicker(start.time)),
      input(fields.endDate, 'End date', datePicker(end.date)),
      input(fields.endTime, 'End time', timePicker(end.time)),
      context(`:clock3: Times are in ${escapeText(cityOf(series.timeZone))}. The other invites of the series stay.`),
    ],
  });
}

/** Choices of the form in which a series is ended. */
export const endChoices = { keep: 'keep', cancel: 'cancel' } as const;

/** The form that asks before a series is ended; `open`: its invites that have not ended, which may go too. */
export function endModal(series: Series, open: readonly Invite[], now: number): ModalView {
  const left = comingOf(occurrencesOf(series), now).length;
  const keep = option(
    open.length === 1 ? 'Keep it' : 'Keep them',
    endChoices.keep,
    'The guest can still connect then.',
  );
  const cancel = option(
    open.length === 1 ? 'Cancel it too' : 'Cancel them too',
    endChoices.cancel,
    'A connected guest is disconnected.',
  );
  const named = open.map((invite) => `• ${readerSpan(invite.startsAt, invite.endsAt, invite.timeZone)}`);
  const asked =
    open.length === 0
      ? []
      : [
          section(
            `${open.length === 1 ? 'This invite is' : 'These invites are'} created already:\n${named.join('\n')}`,
          ),
          input(fields.seriesEnd, 'Created already', radios([keep, cancel], keep)),
        ];
  const last =
    left === 0
      ? 'Nothing more is to come.'
      : `Guestlist creates nothing more. ${left} of it ${left === 1 ? 'was' : 'were'} to come.`;
  return modal({
    id: modals.seriesEnd,
    title: 'End series',
    submit: 'End series',
    close: 'Keep series',
    metadata: JSON.stringify({ seriesId: series.id } satisfies z.infer<typeof SeriesMemory>),
    blocks: [section(`${whoLine(series)}\n${ruleLine(series)}`), section(last), ...asked],
  });
}

/** What a click came to, plain text. */
export function skippedCopy(series: Series, date: string, now: number): string {
  const [next] = comingOf(occurrencesOf(series), now);
  const then =
    next === undefined
      ? 'Nothing more is to come.'
      : `Next: ${startCopy(next, series.timeZone)} in ${cityOf(series.timeZone)}.`;
  return `You skipped ${dayCopy(date)}. ${then}`;
}

export function restoredCopy(date: string): string {
  return `${dayCopy(date)} is back in the series.`;
}
