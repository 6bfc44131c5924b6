import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Facts, type ProblemCode, problemCodes } from '../../src/domain/problem.ts';
import { problemCopy } from '../../src/slack/shared/problem-copy.ts';
import { refusalCopy } from '../../src/slack/shared/system-refusal-copy.ts';
import { teamProblemCopy } from '../../src/slack/team/operation/team-copy.ts';
import { historyLines, teamViews } from '../slack/team/team-gallery.ts';
import { approvalAnswers, approvalCards, approvalModals } from '../slack/views/approval-gallery.ts';
import { answers, cards, modals } from '../slack/views/gallery.ts';
import { homes } from '../slack/views/home-gallery.ts';
import { memberAnswers, memberCards, memberModals } from '../slack/views/member-gallery.ts';
import { personCards, personModals } from '../slack/views/person-gallery.ts';
import { auditSentences, recordModals } from '../slack/views/record-gallery.ts';
import { seriesAnswers, seriesCards, seriesModals } from '../slack/views/series-gallery.ts';
import { textsInSource } from './read-source.ts';
import { linesOf } from './read-view.ts';

const SRC = join(import.meta.dirname, '../../src');
const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** Where the page is kept. */
export const copyPage = join(import.meta.dirname, '../copy.md');

const intro = `# What people read in Slack

Every text Guestlist can show in Slack, to be read in one sitting. \`npm run copy\` writes this page; a test checks that it is current.
Views and messages come first, as the tests draw them, each line once. Problems follow, with sample values. The last part lists every other
text in the source, file by file, with \`{name}\` for what is put in.`;

/** Names that test how text is cut and escaped: not to be read. */
const unkind = /starry|aaaaaaaa|xxxxxxxx|🎬|quoty|evil|codey|<!channel>/;

const sample: Facts = {
  provider: 'parsec',
  text: 'kïm',
  name: 'ben',
  channel: 'edits',
  zone: 'Europe/Pari',
  local: '02:30',
  gapFrom: '02:00',
  gapTo: '03:00',
  lateMs: 600_000,
  shorterMs: 600_000,
  maxMs: 432_000_000,
  max: 20,
  asked: 12,
  left: 8,
  minutes: 25,
  open: 20,
  credits: 3,
  reference: 'inv_1a2b',
  term: 'role',
  message: 'No such user.',
  permission: 'team.user.invite',
  retryAt: NOW + 300_000,
  error: 'not_in_channel',
  rule: 'contractors',
  by: 'leads, security',
  count: 2,
  occurrences: 60,
  weeks: 26,
  state: 'denied',
  why: 'Ask the guest for an address of their company.',
  allowed: 'keyboard,mouse',
  days: '1,2,3,4,5',
  from: '08:00',
  to: '18:00',
  domain: 'example.com',
};

/** Values for problems, one set after the other. */
const samples: readonly Facts[] = [
  sample,
  { ...sample, scope: 1, direct: 1, admin: 1, shorterMs: 0, minutes: 1, left: 0, term: 'group', credits: 1 },
  { ...sample, max: 0, minutes: 0, open: 'admins', term: 'appRule', why: '' },
];

/** The page as it should be. */
export function renderCopyPage(): string {
  const views: readonly (readonly [title: string, views: Readonly<Record<string, unknown>>])[] = [
    ['Guests: cards', cards],
    ['Guests: messages and answers', answers],
    ['Guests: forms', modals],
    ['Guests: audit log and reports', recordModals],
    ['Guests: entries of the audit log', { entries: { text: auditSentences.join('\n') } }],
    ['Series: cards', seriesCards],
    ['Series: messages', seriesAnswers],
    ['Series: forms and lists', seriesModals],
    ['Approvals: cards', approvalCards],
    ['Approvals: messages', approvalAnswers],
    ['Approvals: forms and lists', approvalModals],
    ['Home', homes],
    ['Members: cards', memberCards],
    ['One person, several systems: cards', personCards],
    ['One person, several systems: forms', personModals],
    ['Members: answers', memberAnswers],
    ['Members: forms and lists', memberModals],
    ['Team: forms and results', teamViews],
    ['Team: history', { history: { text: historyLines.join('\n') } }],
  ];
  const seen = new Set<string>();
  const shown = views.flatMap(([title, all]) => [
    `## ${title}`,
    ...Object.entries(all).flatMap(([name, view]) => section(name, linesOf(view), seen)),
  ]);
  const problems = Object.keys(problemCodes).flatMap((code) =>
    section(code, problemLines(code as ProblemCode), new Set()),
  );
  const written = [...shown, '## Problems', ...problems];
  return `${[intro, ...written, '## Other texts in the source', ...otherTexts(written.join('\n'))].join('\n\n')}\n`;
}

/** What a form says that no form before it did; nothing where that is all. Lines that differ in a number are one. */
function section(name: string, lines: readonly string[], seen: Set<string>): string[] {
  const fresh = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !unkind.test(line) && isFirst(line, seen));
  return fresh.length === 0 ? [] : [`### ${name}`, fresh.map((line) => `- ${line}`).join('\n')];
}

function isFirst(line: string, seen: Set<string>): boolean {
  const key = line.replaceAll(/\d+/g, '#');
  const isNew = !seen.has(key);
  seen.add(key);
  return isNew;
}

/** A problem where it is a message, where somebody waits for a system, and in `/team`. */
function problemLines(code: ProblemCode): string[] {
  return samples.flatMap((facts) => [
    problemCopy({ code, facts }),
    ...linesOf({ text: refusalCopy({ code, facts }) }),
    teamProblemCopy({ kind: 'problem', code, facts }, NOW),
  ]);
}

/** Texts of the source that are not part of what was shown, by file. */
function otherTexts(shown: string): string[] {
  const isShown = (part: string) =>
    part.trim().length < 4 || linesOf({ text: part }).every((line) => shown.includes(line.trim()));
  return sourceFiles().flatMap((file) => {
    const texts = textsInSource(readFileSync(file, 'utf8')).filter(({ parts }) => !parts.every(isShown));
    if (texts.length === 0) return [];
    const lines = new Set(texts.map(({ text }) => `- ${text.replaceAll(/\s*\n\s*/g, ' ⏎ ')}`));
    return [`### ${relative(SRC, file)}`, [...lines].join('\n')];
  });
}

/** The files whose texts reach Slack: all of `slack/`, and the rows of `/team`. */
function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && /^(slack|providers\/\w+\/team)\//.test(name))
    .toSorted()
    .map((name) => join(SRC, name));
}
