import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView, UsersSelect } from '@slack/types';
import { z } from 'zod';
import { defined } from '../../../domain/defined.ts';
import { lastDayOf, type Month, monthBefore, monthOf, writeMonth } from '../../../domain/time/months.ts';
import { wallTimeOf, zoneLabel } from '../../../domain/time/zoned-time.ts';
import type { ReportKind } from '../../../flows/guest/report/report.types.ts';
import { context, escapeText, option, section } from '../../blocks/blocks.ts';
import { elementValues, formValues } from '../../blocks/form-values.ts';
import { datePicker, input, modal, searchSelect, select } from '../../blocks/inputs.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import { actions, fields, modals, reportActions } from '../../names.ts';
import { aboutReport } from './report-copy.ts';

const KINDS = ['access', 'person', 'credits', 'dashboard'] as const satisfies readonly ReportKind[];
const Kind = z.enum(KINDS);
/** A month, or `days` for two days that are picked. */
const Period = z.union([z.literal('days'), z.string().refine((month) => lastDayOf(month) !== undefined)]);

/** What the form is about now. */
export const ReportMetadata = z.object({ kind: Kind, period: Period });
export type ReportMemory = Readonly<z.infer<typeof ReportMetadata>>;

/** Who looks at the form: what they can ask for, their zone (IANA), and the time (epoch ms). */
export type ReportReader = { readonly isAdmin: boolean; readonly zone: string; readonly now: number };

/** So many months are offered. */
const MONTHS = 13;

/** The form in which a report is chosen. */
export function reportModal({ kind, period }: ReportMemory, reader: ReportReader): ModalView {
  const kinds = KINDS.filter((each) => reader.isAdmin || each !== 'dashboard').map((each) =>
    option(aboutReport(each, reader.isAdmin).title, each),
  );
  const periods = [...monthsUntil(monthOf(reader.now, reader.zone)), ...(isListed(period, reader) ? [] : [period])]
    .map((month) => option(writeMonth(month), month))
    .concat(option('Between two days', 'days'));
  const menu = (actionId: string, options: typeof kinds, chosen: string) => ({
    ...select(
      options,
      options.find(({ value }) => value === chosen),
    ),
    action_id: actionId,
  });
  return modal({
    id: modals.report,
    title: 'Report',
    submit: 'Create report',
    metadata: JSON.stringify({ kind, period } satisfies ReportMemory),
    blocks: [
      { ...section('*Report*', 'report_kind'), accessory: menu(reportActions.kind, kinds, kind) },
      ...subjectBlocks(kind, reader),
      { ...section('*Period*', 'report_period'), accessory: menu(reportActions.period, periods, period) },
      ...dayBlocks(period, reader),
      context(escapeText(aboutReport(kind, reader.isAdmin).counts)),
      context(escapeText(`Days and times are in ${zoneLabel(reader.zone, reader.now)}, your time zone.`)),
    ],
  });
}

function isListed(period: string, { now, zone }: ReportReader): boolean {
  return period === 'days' || monthsUntil(monthOf(now, zone)).includes(period);
}

function monthsUntil(month: Month): readonly Month[] {
  const months = [month];
  while (months.length < MONTHS) months.push(monthBefore(months.at(-1) ?? month));
  return months;
}

function subjectBlocks(kind: ReportKind, { isAdmin }: ReportReader): KnownBlock[] {
  if (kind === 'access') {
    const element = searchSelect(actions.reportHost, 'Search computers', undefined);
    return [input(fields.reportHost, 'Computer', element)];
  }
  if (kind !== 'person' || !isAdmin) return [];
  const element: UsersSelect = { type: 'users_select', action_id: actions.value };
  return [input(fields.reportPerson, 'Person', element)];
}

function dayBlocks(period: string, { now, zone }: ReportReader): KnownBlock[] {
  if (period !== 'days') return [];
  const { date } = wallTimeOf(now, zone);
  return [
    input(fields.reportFrom, 'First day', datePicker(`${date.slice(0, 7)}-01`)),
    input(fields.reportTo, 'Last day', datePicker(date)),
  ];
}

/** What the form holds now. Days are `2026-11-23`, '' where none is picked. */
export function readReportForm(view: Pick<ViewOutput, 'private_metadata' | 'state'>): ReportMemory & {
  readonly hostId: string;
  readonly personId: string;
  readonly firstDay: string;
  readonly lastDay: string;
} {
  const memory = memoryOf(view, ReportMetadata);
  const values = formValues(view);
  const chosen = (blockId: string, actionId: string) => elementValues(view, blockId)(actionId).choice || undefined;
  const kind = Kind.optional().catch(undefined).parse(chosen('report_kind', reportActions.kind));
  const period = Period.optional().catch(undefined).parse(chosen('report_period', reportActions.period));
  const now: ReportMemory = { ...memory, ...defined({ kind, period }) };
  const isDays = now.period === 'days';
  return {
    ...now,
    hostId: values.choice(fields.reportHost),
    personId: elementValues(view, fields.reportPerson)(actions.value).user,
    firstDay: isDays ? values.date(fields.reportFrom) : `${now.period}-01`,
    lastDay: isDays ? values.date(fields.reportTo) : (lastDayOf(now.period) ?? ''),
  };
}

/** Reads `/guest report …`: a kind and a month (`2026-05`), each once, in any order; undefined for anything else. */
export function readReportText(text: string): Partial<ReportMemory> | undefined {
  const read: { -readonly [Key in keyof ReportMemory]?: ReportMemory[Key] } = {};
  for (const word of text
    .toLowerCase()
    .split(/\s+/)
    .filter((each) => each !== '')) {
    const kind = Kind.safeParse(word).data;
    if (kind !== undefined) read.kind = kind;
    else if (lastDayOf(word) !== undefined) read.period = word;
    else return undefined;
  }
  return read;
}
