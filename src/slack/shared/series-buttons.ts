import type { Button, Overflow } from '@slack/types';
import { occurrenceId, readOccurrenceId } from '../../domain/series.ts';
import type { DirectNotice } from '../../flows/shared/notifier.ts';
import { button, option, overflow } from '../blocks/blocks.ts';
import { seriesActions } from '../names.ts';

/** What the menu of one occurrence offers: until it is an invite, when it was skipped, and when it is one. */
const menuActions = {
  skip: 'Skip',
  move: 'Move',
  restore: 'Bring back',
  update: 'Update invite',
  cancel: 'Cancel invite',
} as const;

export type OccurrenceAction = keyof typeof menuActions;

/** The menu of an occurrence. A choice names the action and the occurrence: `skip:ser_x:2026-12-07`. */
export function occurrenceMenu(seriesId: string, date: string, actions: readonly OccurrenceAction[]): Overflow {
  return overflow(
    actions.map((action) => option(menuActions[action], `${action}:${occurrenceId(seriesId, date)}`)),
    seriesActions.more,
  );
}

/** What was chosen in such a menu; undefined for anything else. */
export function readOccurrenceChoice(
  value: string,
): { readonly action: OccurrenceAction; readonly id: string } | undefined {
  const [action = '', ...rest] = value.split(':');
  const id = rest.join(':');
  if (!Object.hasOwn(menuActions, action) || readOccurrenceId(id) === undefined) return undefined;
  return { action: action as OccurrenceAction, id };
}

/** The buttons of a message to one person about a series; none in messages about something else. */
export function seriesNoticeButtons({ name, facts }: DirectNotice): Button[] {
  if (name === 'series_trouble') return troubleButtons(String(facts.occurrence));
  if (name === 'series_missed') return missedButtons(String(facts.occurrence));
  return name === 'series_held' ? heldButtons(String(facts.series)) : [];
}

/** What its inviter can do about an occurrence that can't be created. */
function troubleButtons(id: string): Button[] {
  const { seriesId = '' } = readOccurrenceId(id) ?? {};
  return [
    button('Skip', seriesActions.skip, id),
    button('Move', seriesActions.move, id),
    button('Invite by hand', seriesActions.invite, id),
    button('End series', seriesActions.end, seriesId, 'danger'),
  ];
}

/** What its inviter can do about one that was missed. */
function missedButtons(id: string): Button[] {
  const { seriesId = '' } = readOccurrenceId(id) ?? {};
  return [
    button('Invite by hand', seriesActions.invite, id),
    button('Show series', seriesActions.show, seriesId),
    button('End series', seriesActions.end, seriesId, 'danger'),
  ];
}

/** What an admin can do about a series whose inviter has left. */
export function heldButtons(seriesId: string): Button[] {
  return [
    button('Take over', seriesActions.takeOver, seriesId, 'primary'),
    button('End series', seriesActions.end, seriesId, 'danger'),
  ];
}

/** The buttons of the card of a series that is under way; `next`: the day of the occurrence that comes next. */
export function seriesButtons(seriesId: string, next: string | undefined): Button[] {
  const one =
    next === undefined
      ? []
      : [
          button('Skip next', seriesActions.skip, occurrenceId(seriesId, next)),
          button('Move next', seriesActions.move, occurrenceId(seriesId, next)),
        ];
  return [
    ...one,
    button('Show all', seriesActions.show, seriesId),
    button('End series', seriesActions.end, seriesId, 'danger'),
  ];
}
