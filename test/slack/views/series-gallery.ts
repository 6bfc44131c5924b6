import type { ModalView } from '@slack/types';
import { ERASED } from '../../../src/domain/erased.ts';
import { maskedSeries } from '../../../src/domain/masking.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import type { Series } from '../../../src/domain/series.ts';
import { readInlineInvite } from '../../../src/domain/time/inline-invite.ts';
import { occurrencesOf } from '../../../src/domain/time/occurrences.ts';
import type { DirectNotice } from '../../../src/flows/shared/notifier.ts';
import type { Message } from '../../../src/slack/blocks/blocks.ts';
import { inviteCard } from '../../../src/slack/guest/card/invite-card.ts';
import { typedWindow } from '../../../src/slack/guest/invite-form/form-lines.ts';
import { type InviteForm, inviteModal } from '../../../src/slack/guest/invite-form/invite-form.ts';
import { planOfForm, repeatLine } from '../../../src/slack/guest/invite-form/repeat-copy.ts';
import { blankForm } from '../../../src/slack/guest/invite-form/start-form.ts';
import { seriesCard } from '../../../src/slack/guest/series/series-card.ts';
import {
  endModal,
  moveModal,
  seriesListModal,
  seriesModal,
  skippedCopy,
} from '../../../src/slack/guest/series/series-window.ts';
import { maskedMessage } from '../../../src/slack/posting/masked.ts';
import { directNoticeMessage } from '../../../src/slack/shared/direct-notice.ts';
import { aSeries } from '../../support/a-series.ts';
import { anInvite } from '../../support/an-invite.ts';
import { nastyText } from './as-typed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const DAY = 24 * 3_600_000;
const AFTER = NOW + 30 * DAY;

const series = aSeries();
const first = anInvite({
  state: 'granted',
  providerInviteId: 'p1',
  seriesId: series.id,
  occurrence: '2026-11-24',
  startsAt: Date.UTC(2026, 10, 24, 8),
  endsAt: Date.UTC(2026, 10, 24, 16),
});
const movedTo = { date: '2026-11-28', startTime: '14:00', endTime: '15:00', endDays: 0 };
const changed = aSeries({
  marks: [
    { date: '2026-11-25', skippedBy: 'U1' },
    { date: '2026-11-26', movedTo },
    { date: '2026-11-27', trouble: { code: 'provider_credits_spent', facts: { provider: 'parsec' } } },
    { date: '2026-11-30', trouble: { code: 'host_booked', facts: {} } },
  ],
});
const missed = aSeries({
  marks: [{ date: '2026-11-24', isMissed: true, trouble: { code: 'host_unknown', facts: {} } }],
});
const weekly: Partial<Series> = { weekdays: [7, 3], startTime: '22:30', endTime: '02:00', endDays: 1 };
const nasty = aSeries({
  guestEmail: `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`,
  hostName: `${nastyText} ${'x'.repeat(200)}`,
  eventName: `${nastyText}${'🎬'.repeat(40)}`.slice(0, 100),
});
const long = aSeries({
  firstDate: '2026-11-24',
  untilDate: '2027-02-15',
  marks: occurrencesOf(aSeries({ untilDate: '2027-01-15' })).map(({ date }) => ({ date, skippedBy: 'U1' })),
});
const left = aSeries({ inviterLeft: { since: NOW, why: 'deactivated' } });
const ended = (parts: Partial<Series> = {}) => aSeries({ state: 'ended', endedBy: 'U2', ...parts });
const erased = { guestEmail: ERASED, eventName: ERASED, message: ERASED };

export const seriesCards = {
  'scheduled-of-a-series': inviteCard(first, NOW),
  'series-new': seriesCard(series, [], NOW),
  'series-weekly': seriesCard(aSeries(weekly), [first], NOW),
  'series-daily': seriesCard(aSeries({ weekdays: [1, 2, 3, 4, 5, 6, 7], endDays: 2 }), [], NOW),
  'series-changed': seriesCard(changed, [first], NOW),
  'series-missed': seriesCard(missed, [], NOW + 2 * DAY),
  'series-all-skipped': seriesCard(long, [], NOW + 50 * DAY),
  'series-last-begun': seriesCard(series, [], Date.UTC(2026, 11, 4, 9)),
  'series-held': seriesCard(left, [], NOW),
  'series-masked': maskedMessage(seriesCard(maskedSeries(series), [], NOW)),
  'series-nasty': seriesCard(nasty, [], NOW),
  'series-ended': seriesCard(ended(), [first], NOW),
  'series-over': seriesCard(ended({ endedBy: 'guestlist' }), [], AFTER),
  'series-erased': seriesCard(ended({ ...erased, endedBy: 'guestlist' }), [], NOW),
} satisfies Record<string, Message>;

const about = { guest: 'ana@example.com', host: 'Edit 1', event: 'Shifts', series: 'ser_test' };
const occurrence = { occurrence: 'ser_test:2026-11-26', startsAt: Date.UTC(2026, 10, 26, 8), zone: 'Europe/Paris' };
const notice = (name: DirectNotice['name'], facts: DirectNotice['facts']) =>
  directNoticeMessage({ name, facts: { ...about, ...facts } }, NOW);

export const seriesAnswers = {
  'series-trouble': notice('series_trouble', {
    ...occurrence,
    problem: 'provider_credits_spent',
    provider: 'parsec',
  }),
  'series-trouble-booked': notice('series_trouble', { ...occurrence, problem: 'host_booked' }),
  'series-trouble-nasty': notice('series_trouble', {
    ...occurrence,
    guest: nasty.guestEmail,
    host: nasty.hostName,
    problem: 'inviter_unknown',
  }),
  'series-missed-directly': notice('series_missed', { ...occurrence, problem: 'occurrence_missed' }),
  'series-held-directly': notice('series_held', { inviter: 'U1', why: 'deactivated' }),
  'series-skipped': { text: skippedCopy(changed, '2026-11-25', NOW), blocks: [] },
} satisfies Record<string, Message>;

const lines = { others: '', host: '', unread: '', channel: '', cost: ':credit_card: Uses 9 credits', clash: '' };
const blank = blankForm({
  zone: 'Europe/Paris',
  now: NOW,
  channelId: 'C1',
  inline: readInlineInvite('ana@example.com', { now: NOW, zone: 'Europe/Paris' }),
});
const context = { policy: () => defaultPolicy, now: () => NOW };

function repeating(form: InviteForm, needsApproval = false): ModalView {
  const plan = planOfForm(context, typedWindow(form.time), form.repeat);
  const repeat = plan === undefined ? '' : repeatLine(plan, { lead: DAY, needsApproval });
  return inviteModal(form, { ...lines, times: ':clock3: 2 hours', repeat });
}

const seen = (parts: Series, mayChange = true) => ({ series: parts, invites: [first], mayChange });
const [, second] = occurrencesOf(changed);
const gap = { ...blank.time.start, date: '2027-03-22', time: '02:30' };

export const seriesModals = {
  'invite-repeat-weekdays': repeating({
    ...blank,
    showsMore: true,
    repeat: { kind: 'weekdays', weekdays: [], until: '2026-12-04' },
  }),
  'invite-repeat-weekly': repeating(
    { ...blank, showsMore: true, repeat: { kind: 'weekly', weekdays: [1, 4], until: '2026-12-04' } },
    true,
  ),
  'invite-repeat-no-day': repeating({
    ...blank,
    showsMore: true,
    repeat: { kind: 'weekly', weekdays: [], until: '' },
  }),
  'invite-repeat-folded': repeating({ ...blank, repeat: { kind: 'weekdays', weekdays: [], until: '' } }),
  'invite-repeat-over-a-gap': repeating({
    ...blank,
    time: { ...blank.time, start: gap },
    repeat: { kind: 'weekly', weekdays: [7], until: '2027-04-10' },
  }),
  'invite-repeat-now': repeating({
    ...blank,
    time: { ...blank.time, start: { ...blank.time.start, choice: 'now' } },
    repeat: { kind: 'weekdays', weekdays: [], until: '2026-12-04' },
  }),
  'series-list': seriesListModal([seen(series), seen(left), seen(nasty)], 3, '', NOW),
  'series-list-empty': seriesListModal([], 0, '', NOW),
  'series-list-no-match': seriesListModal([], 0, nastyText, NOW),
  'series-list-full': seriesListModal(
    Array.from({ length: 40 }, () => seen(nasty)),
    0,
    'x',
    NOW,
  ),
  'series-shown': seriesModal(seen(changed), NOW, 'You skipped Wed 25 Nov.'),
  'series-shown-to-others': seriesModal(seen(changed, false), NOW),
  'series-shown-long': seriesModal(seen(long), NOW),
  'series-shown-held': seriesModal(seen(left), NOW),
  'series-shown-ended': seriesModal(seen(ended()), NOW),
  ...(second === undefined ? {} : { 'series-move': moveModal(changed, second, 'ser_test:2026-11-25') }),
  'series-end': endModal(series, [], NOW),
  'series-end-open': endModal(nasty, [first], NOW),
  'series-end-several': endModal(series, [first, first], NOW),
  'series-end-last': endModal(series, [first], AFTER),
} satisfies Record<string, ModalView>;
