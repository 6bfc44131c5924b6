import { isProblem, type Problem, problem } from '../problem.ts';
import { lengthMs, readLength } from './durations.ts';
import { endsTooLate, farthest, longest, startsTooLate, type WindowLimits } from './window-limits.ts';
import { addLength, isDateAndTime, readWallTime, readZone } from './zoned-time.ts';

/** One end of a window as a form holds it: wall times in the window's zone. */
export type TypedTime = { readonly kind: 'at'; readonly date: string; readonly time: string };

export type TypedWindow = {
  readonly zone: string;
  readonly start: { readonly kind: 'now' } | TypedTime;
  readonly end: TypedTime | { readonly kind: 'for'; readonly text: string };
  /** Which of two equal wall times is meant where the clocks go back. */
  readonly fold?: { readonly start?: 'earlier' | 'later'; readonly end?: 'earlier' | 'later' };
};

/** The times of a window as an invite keeps them: `2026-11-24T14:00`, `now`, `for 2h`. */
export function typedTexts({ start, end }: TypedWindow): { readonly typedStart: string; readonly typedEnd: string } {
  return {
    typedStart: start.kind === 'now' ? 'now' : `${start.date}T${start.time}`,
    typedEnd: end.kind === 'for' ? `for ${end.text.trim()}` : `${end.date}T${end.time}`,
  };
}

export type WindowProblem = { readonly field: 'zone' | 'start' | 'end'; readonly problem: Problem };

export type Window = { readonly startsAt: number; readonly endsAt: number; readonly zone: string };

/**
 * "Now" is the earliest start the provider accepts: it wants a start in the future when it reads the request, which takes a
 * journey through the store first, ms.
 */
export const START_LEAD_MS = 30_000;

/**
 * Reads what was typed as a window, or answers everything that is wrong with it at once. With `fixedStartAt` (epoch ms) the invite is
 * running: its start is not read. Where a wall time comes twice and nothing was chosen, the earlier start and the later end are meant: the
 * guest gets all of the time that could be meant.
 */
export function readWindow(typed: TypedWindow, limits: WindowLimits): Window | WindowProblem[] {
  const known = readZone(typed.zone);
  // With no zone to read them in, the times are still checked for what is wrong with them in any zone.
  const zone = isProblem(known) ? undefined : known;
  const start = limits.fixedStartAt ?? readStart(typed, zone, limits.now);
  const end = readEnd(typed, zone, isProblem(start) ? undefined : start);
  const faults = {
    zone: isProblem(known) ? known : undefined,
    start: isProblem(start) ? start : startFault(start, limits, zone),
    end: isProblem(end) ? end : endFault(isProblem(start) ? undefined : start, end, { limits, zone }),
  };
  if (zone !== undefined && typeof start === 'number' && typeof end === 'number' && !faults.start && !faults.end) {
    return { startsAt: start, endsAt: end, zone };
  }
  return (['zone', 'start', 'end'] as const).flatMap((field) => {
    const fault = faults[field];
    return fault === undefined ? [] : [{ field, problem: fault }];
  });
}

function startFault(start: number | undefined, limits: WindowLimits, zone = 'UTC'): Problem | undefined {
  if (start === undefined || limits.fixedStartAt !== undefined) return undefined;
  if (start <= limits.now) return problem('start_in_past', { startsAt: start });
  return startsTooLate(start, limits, zone) ? problem('start_too_far', { maxMs: farthest(limits) }) : undefined;
}

function endFault(
  start: number | undefined,
  end: number | undefined,
  { limits, zone = 'UTC' }: { readonly limits: WindowLimits; readonly zone: string | undefined },
): Problem | undefined {
  if (end === undefined) return undefined;
  if (start !== undefined && end <= start) return problem('end_before_start');
  if (end <= limits.now) return problem('end_in_past', { endsAt: end });
  const tooLong = start !== undefined && endsTooLate(start, end, limits, zone);
  return tooLong ? problem('window_too_long', { maxMs: longest(limits) }) : undefined;
}

/** An instant, a Problem, or undefined where there is no zone to say. */
function readStart(typed: TypedWindow, zone: string | undefined, now: number): number | Problem | undefined {
  if (typed.start.kind === 'now') return Math.ceil((now + START_LEAD_MS) / 1000) * 1000;
  return readTime(typed.start, zone, typed.fold?.start ?? 'earlier');
}

function readEnd(
  typed: TypedWindow,
  zone: string | undefined,
  startsAt: number | undefined,
): number | Problem | undefined {
  if (typed.end.kind === 'at') return readTime(typed.end, zone, typed.fold?.end ?? 'later');
  const length = readLength(typed.end.text);
  if (isProblem(length) || startsAt === undefined) return isProblem(length) ? length : undefined;
  return zone === undefined ? startsAt + lengthMs(length) : addLength(startsAt, length, zone);
}

function readTime(wall: TypedTime, zone: string | undefined, fold: 'earlier' | 'later'): number | Problem | undefined {
  if (!isDateAndTime(wall.date, wall.time)) {
    return problem('time_invalid', { text: `${wall.date} ${wall.time}`.trim() || 'nothing' });
  }
  if (zone === undefined) return undefined;
  const read = readWallTime(`${wall.date}T${wall.time}`, zone);
  switch (read.kind) {
    case 'once':
      return read.at;
    case 'twice':
      return fold === 'earlier' ? read.earlierAt : read.laterAt;
    case 'never':
      return problem('time_never', {
        local: wall.time,
        zone,
        gapFrom: read.gapFrom.slice(11),
        gapTo: read.gapTo.slice(11),
      });
  }
}
