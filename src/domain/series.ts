import type { Permissions } from './invite.ts';
import type { LeftReason } from './inviter-left.ts';
import type { StoredProblem } from './problem.ts';
import type { Occurrence, OccurrenceTimes } from './time/occurrences.ts';

/** The most occurrences of one series, and from its first day to its last at most so many days. */
export const MOST_OCCURRENCES = 60;
export const MOST_SERIES_DAYS = 26 * 7;

/** What is otherwise with one occurrence, named by the day of the rule it belongs to (`2026-12-07`), wherever it was moved. */
export type OccurrenceMark = {
  readonly date: string;
  /** The Slack person who skipped it. */
  readonly skippedBy?: string;
  readonly movedTo?: OccurrenceTimes;
  /** Why it can't be created, as of the last look. */
  readonly trouble?: StoredProblem;
  /** Its start passed before it could be created. */
  readonly isMissed?: true;
};

/** Invites of one guest to one computer that come again, each an invite of its own once it is near. */
export type Series = {
  readonly id: string;
  /** What makes a request one request: the modal's id. */
  readonly requestKey: string;
  readonly workspaceId: string;
  /** The Slack person who asked for it. */
  readonly inviterId: string;
  readonly inviterZone: string | undefined;
  readonly channelId: string;
  readonly guestEmail: string;
  readonly hostId: string;
  readonly hostName: string;
  readonly eventName: string;
  readonly message: string;
  /** The language of the message (BCP 47); undefined where the policy has no texts. */
  readonly messageLanguage: string | undefined;
  readonly permissions: Permissions;
  readonly sendEmail: boolean;
  /** Why approval is wanted where an occurrence needs some; '' for no reason. */
  readonly reason: string;
  /** What was asked about other invites on the computer, and answered (flows/guest/clashes.ts). */
  readonly clashAnswered: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Wall times, `09:00`: each occurrence has the same ones, whatever the clocks do. */
  readonly startTime: string;
  readonly endTime: string;
  /** How many days after the start the end lies. */
  readonly endDays: number;
  /** Which of two equal wall times is meant where the clocks go back; the earlier start and the later end where nothing was chosen. */
  readonly fold: { readonly start?: 'earlier' | 'later'; readonly end?: 'earlier' | 'later' };
  /** 1 for Monday to 7 for Sunday. */
  readonly weekdays: readonly number[];
  readonly firstDate: string;
  readonly untilDate: string;
  readonly marks: readonly OccurrenceMark[];
  readonly state: 'active' | 'ended';
  /** Who ended it: a Slack person, or Guestlist, when it came to its end. */
  readonly endedBy: string | undefined;
  /** Since when (epoch ms) and why its inviter can't answer for it: nothing is created meanwhile. */
  readonly inviterLeft: { readonly since: number; readonly why: LeftReason } | undefined;
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** What of the invite an occurrence became decides what is left to do. */
export type OccurrenceInvite = {
  readonly id: string;
  /** The occurrence, and which try: `2026-12-07`, `2026-12-07#2`. */
  readonly occurrence: string | undefined;
  readonly state: string;
  readonly problem: StoredProblem | undefined;
};

/** How a person, a button and an invite name an occurrence: `ser_x:2026-12-07`. */
export function occurrenceId(seriesId: string, date: string): string {
  return `${seriesId}:${date}`;
}

/** Reads an occurrenceId back; undefined for anything else. */
export function readOccurrenceId(id: string): { readonly seriesId: string; readonly date: string } | undefined {
  const read = /^([\w-]{1,80}):(\d{4}-\d{2}-\d{2})$/.exec(id);
  return read === null ? undefined : { seriesId: read[1] ?? '', date: read[2] ?? '' };
}

/** The tries of one occurrence among the invites of its series. */
export function triesOf<Tried extends OccurrenceInvite>(invites: readonly Tried[], date: string): readonly Tried[] {
  return invites.filter(({ occurrence }) => occurrence?.split('#')[0] === date);
}

/**
 * The invite of an occurrence, however it ended; undefined while there is none, or while each that there was failed before it was
 * created. One that nobody approved counts: approvers have decided.
 */
export function inviteOfOccurrence<Tried extends OccurrenceInvite>(
  invites: readonly Tried[],
  date: string,
): Tried | undefined {
  return triesOf(invites, date).find(({ state, problem }) => state !== 'failed' || isDecided(problem));
}

/** The occurrence that an invite of a series was a failed try of, which somebody may try again by hand; undefined for any other invite. */
export function occurrenceToRetry({
  seriesId,
  occurrence,
  state,
  problem,
}: OccurrenceInvite & { readonly seriesId: string | undefined }): string | undefined {
  if (seriesId === undefined || occurrence === undefined || state !== 'failed' || isDecided(problem)) return undefined;
  return occurrenceId(seriesId, occurrence.split('#')[0] ?? occurrence);
}

function isDecided(problem: StoredProblem | undefined): boolean {
  return problem?.code.startsWith('approval_') === true;
}

/** The marks with one occurrence's changed; what is undefined is taken away. */
export function withMark(
  marks: readonly OccurrenceMark[],
  date: string,
  change: { readonly [K in keyof OccurrenceMark]?: OccurrenceMark[K] | undefined },
): readonly OccurrenceMark[] {
  const before = marks.find((mark) => mark.date === date);
  const merged = Object.entries({ ...before, ...change, date }).filter(([, value]) => value !== undefined);
  const mark = Object.fromEntries(merged) as OccurrenceMark;
  const others = marks.filter((each) => each.date !== date);
  return merged.length === 1 ? others : [...others, mark].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** The occurrences that still come at `now` (epoch ms), and were not skipped, earliest first. */
export function comingOf(occurrences: readonly Occurrence[], now: number): readonly Occurrence[] {
  return occurrences.filter(({ startsAt, isSkipped }) => startsAt > now && !isSkipped);
}

/** How long before its start an occurrence is created, ms. Until then it holds no credit and no computer. */
export const LEAD_MS = 24 * 3_600_000;

/** How long before that it is first looked at whether it can be, ms. */
export const LOOK_BEFORE_MS = 24 * 3_600_000;
