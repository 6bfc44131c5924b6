import { readDuration } from './durations.ts';
import { isProblem, type Problem, problem } from './problem.ts';
import { isDateAndTime, readWallTime, readZone } from './zoned-time.ts';

/** One end of a window as a form holds it: wall times in the window's zone. */
export type TypedTime = { readonly kind: 'at'; readonly date: string; readonly time: string };

export type TypedWindow = {
  readonly zone: string;
  readonly start: { readonly kind: 'now' } | TypedTime;
  readonly end: TypedTime | { readonly kind: 'for'; readonly text: string };
  /** Which of two equal wall times is meant where the clocks go back. */
  readonly fold?: { readonly start?: 'earlier' | 'later'; readonly end?: 'earlier' | 'later' };
};

export type WindowProblem = { readonly field: 'zone' | 'start' | 'end'; readonly problem: Problem };

export type Window = { readonly startsAt: number; readonly endsAt: number; readonly zone: string };

/**
 * "Now" is the earliest start the provider accepts: it wants a start in the future when it reads the request, which takes a
 * journey through the store first, ms.
 */
const START_LEAD_MS = 30_000;

/**
 * Reads what was typed as a window, or answers everything that is wrong with it at once. `maxMs` is the longest window
 * allowed. With `fixedStartAt` (epoch ms) the invite is running: its start is not read. Where a wall time comes twice and
 * nothing was chosen, the earlier start and the later end are meant: the guest gets all of the time that could be meant.
 */
export function readWindow(
  typed: TypedWindow,
  limits: { readonly now: number; readonly maxMs: number; readonly fixedStartAt?: number },
): Window | WindowProblem[] {
  const zone = readZone(typed.zone);
  if (isProblem(zone)) return [{ field: 'zone', problem: zone }];
  const start = limits.fixedStartAt ?? readStart(typed, zone, limits.now);
  const end = readEnd(typed, zone, isProblem(start) ? undefined : start);
  const problems: WindowProblem[] = [];
  if (isProblem(start)) problems.push({ field: 'start', problem: start });
  if (isProblem(end)) problems.push({ field: 'end', problem: end });
  if (isProblem(start) || isProblem(end)) return problems;

  if (limits.fixedStartAt === undefined && start <= limits.now) {
    problems.push({ field: 'start', problem: problem('start_in_past', { startsAt: start }) });
  }
  if (end <= start) problems.push({ field: 'end', problem: problem('end_before_start') });
  else if (end <= limits.now) problems.push({ field: 'end', problem: problem('end_in_past', { endsAt: end }) });
  else if (end - start > limits.maxMs) {
    problems.push({ field: 'end', problem: problem('window_too_long', { maxMs: limits.maxMs }) });
  }
  return problems.length > 0 ? problems : { startsAt: start, endsAt: end, zone };
}

function readStart(typed: TypedWindow, zone: string, now: number): number | Problem {
  if (typed.start.kind === 'now') return Math.ceil((now + START_LEAD_MS) / 1000) * 1000;
  return readTime(typed.start, zone, typed.fold?.start ?? 'earlier');
}

function readEnd(typed: TypedWindow, zone: string, startsAt: number | undefined): number | Problem {
  if (typed.end.kind === 'at') return readTime(typed.end, zone, typed.fold?.end ?? 'later');
  const length = readDuration(typed.end.text);
  if (isProblem(length)) return length;
  // Without a start there is no end to judge; the start's own problem is told.
  return startsAt === undefined ? Number.POSITIVE_INFINITY : startsAt + length;
}

function readTime(wall: TypedTime, zone: string, fold: 'earlier' | 'later'): number | Problem {
  if (!isDateAndTime(wall.date, wall.time)) {
    return problem('time_invalid', { text: `${wall.date} ${wall.time}`.trim() || 'nothing' });
  }
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
